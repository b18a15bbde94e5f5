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
  const whole = Math.max(wanted.length, saw.length) <= SHOWN_WHOLE;
  const from = whole ? 0 : Math.max(0, first - AROUND);
  const to = whole ? SHOWN_WHOLE : first + AROUND;
  const opening = from > 0 ? "…b'" : "b'";
  const side = (bytes: Uint8Array, remark: string): string => {
    const closing = bytes.length > to ? "'…" : "'";
    return `${opening}${escapedAll(bytes.subarray(from, to))}${closing}  # ${remark}`;
  };
  const caret = opening.length + escapedAll(saw.subarray(from, first)).length;
  return { wanted: side(wanted, lengthOf(wanted)), saw: side(saw, sawRemark(wanted, saw)), caret };
}

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
  const text = new TextDecoder().decode(bytes);
  const isText = new TextEncoder().encode(text).length === bytes.length && !hasUnprintable(text);
  if (isText) return `'${text.replaceAll('\\', '\\\\').replaceAll('%', '%%').replaceAll("'", "'\\''")}'`;
  return `'${Array.from(bytes, byte => `\\${byte.toString(8).padStart(3, '0')}`).join('')}'`;
}

// U+FFFD stands for a byte that is no text; three of its bytes may replace three bad ones.
const hasUnprintable = (text: string): boolean => /[\p{Cc}\uFFFD]/u.test(text);
