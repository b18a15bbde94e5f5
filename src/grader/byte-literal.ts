/**
 * Bytes as Python writes them, for "wanted" and "saw": one notation for both, cut around the first
 * difference so that a long text still fits one line, and the caret that points at it.
 */

/** At most this many bytes stand before and behind the first difference. */
const AROUND = 10;
const SHOWN_WHOLE = 24;

const NAMED = new Map([
  [0x09, '\\t'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x27, "\\'"],
  [0x5c, '\\\\'],
]);

function escaped(byte: number): string {
  const named = NAMED.get(byte);
  if (named !== undefined) return named;
  if (byte >= 0x20 && byte < 0x7f) return String.fromCharCode(byte);
  return `\\x${byte.toString(16).padStart(2, '0')}`;
}

const escapedAll = (bytes: Uint8Array): string => Array.from(bytes, escaped).join('');

/** `b'\xea\xb0\x80'`, whole. */
export const byteLiteral = (bytes: Uint8Array): string => `b'${escapedAll(bytes)}'`;

export type Difference = { wanted: string; saw: string; caret: number };

/** Both sides from the same byte on, each with its length; `caret` is an index into `saw`. */
export function byteDifference(wanted: Uint8Array, saw: Uint8Array): Difference {
  const first = firstDifference(wanted, saw);
  const cut = cutAround(first, Math.max(wanted.length, saw.length));
  return {
    wanted: shown(wanted, cut, lengthOf(wanted)),
    saw: shown(saw, cut, sawRemark(wanted, saw)),
    caret: caretUnder(saw, first, cut),
  };
}

/** One side alone, where what was wanted is no row of bytes; the caret is under byte `at`. */
export function bytesWithCaret(saw: Uint8Array, at: number): { saw: string; caret: number } {
  const cut = cutAround(at, saw.length);
  return { saw: shown(saw, cut, lengthOf(saw)), caret: caretUnder(saw, at, cut) };
}

/** The stretch of bytes that is written out: all of a short text, else what is around one byte. */
type Cut = { from: number; to: number };

const cutAround = (at: number, longest: number): Cut =>
  longest <= SHOWN_WHOLE ? { from: 0, to: SHOWN_WHOLE } : { from: Math.max(0, at - AROUND), to: at + AROUND };

const openingOf = ({ from }: Cut): string => (from > 0 ? "…b'" : "b'");

function shown(bytes: Uint8Array, cut: Cut, remark: string): string {
  const closing = bytes.length > cut.to ? "'…" : "'";
  return `${openingOf(cut)}${escapedAll(bytes.subarray(cut.from, cut.to))}${closing}  # ${remark}`;
}

const caretUnder = (bytes: Uint8Array, at: number, cut: Cut): number =>
  openingOf(cut).length + escapedAll(bytes.subarray(cut.from, at)).length;

function sawRemark(wanted: Uint8Array, saw: Uint8Array): string {
  const missing = wanted.length - saw.length;
  if (missing > 0) return `${lengthOf(saw)}, ${missing} missing`;
  return missing < 0 ? `${lengthOf(saw)}, ${-missing} too many` : lengthOf(saw);
}

const lengthOf = (bytes: Uint8Array): string => `${bytes.length} ${bytes.length === 1 ? 'byte' : 'bytes'}`;

/** Index of the first byte that differs; the shorter length when one begins with the other. */
export function firstDifference(one: Uint8Array, other: Uint8Array): number {
  const shorter = Math.min(one.length, other.length);
  for (let index = 0; index < shorter; index += 1) if (one[index] !== other[index]) return index;
  return shorter;
}

/** The bytes as an argument of printf(1): text stays readable, everything else becomes octal. */
export function printfArgument(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  // U+FFFD stands for a byte that is no text.
  const isText = !text.includes('\uFFFD');
  return `'${isText ? formatOf(text) : Array.from(bytes, octal).join('')}'`;
}

const octal = (byte: number): string => `\\${byte.toString(8).padStart(3, '0')}`;

const formatOf = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%')
    .replaceAll("'", "'\\''")
    .replace(/\p{Cc}/gu, controlOf);

const controlOf = (char: string): string =>
  NAMED.get(char.charCodeAt(0)) ?? Array.from(Buffer.from(char), octal).join('');
