/**
 * Bytes as text that keeps its place: what is UTF-8 is read, what cannot be shown is escaped as Python
 * writes it, and a character that a call or a segment has cut is shown as what is left of it.
 */

export type BytePiece = {
  /** place of its first byte, and how many it has */
  at: number;
  count: number;
  text: string;
  /** cut: bytes of a character whose others are elsewhere */
  kind: 'text' | 'escape' | 'cut';
};

const ESCAPES: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r' };
const utf8 = new TextDecoder();

/** @param isWhole the bytes end where the call or segment does */
export function piecesOf(bytes: Uint8Array, isWhole: boolean): BytePiece[] {
  const pieces: BytePiece[] = [];
  let known = 0;
  const add = (count: number, text: string, kind: BytePiece['kind']) => {
    pieces.push({ at: known, count, text, kind });
    known += count;
  };
  const begun = leadingRest(bytes);
  for (const byte of bytes.subarray(0, begun)) add(1, hexText(byte), 'cut');
  let at = begun;
  while (at < bytes.length) {
    const byte = bytes[at] ?? 0;
    const wanted = lengthFrom(byte);
    const there = continued(bytes, at, wanted);
    const isCut = wanted > 1 && there < wanted && at + there === bytes.length;
    if (isCut && !isWhole) break;
    if (there === wanted)
      add(wanted, charText(bytes.subarray(at, at + wanted)), isPlain(byte) ? 'text' : 'escape');
    else for (const rest of bytes.subarray(at, at + there)) add(1, hexText(rest), isCut ? 'cut' : 'escape');
    at += there;
  }
  return pieces;
}

/** How many bytes at the start go on with a character that began before; a run of more than three is no text. */
function leadingRest(bytes: Uint8Array): number {
  const first = bytes.findIndex(byte => (byte & 0xc0) !== 0x80);
  const count = first === -1 ? bytes.length : first;
  return count <= 3 ? count : 0;
}

/** How long a character is that begins with this byte; 1 for what begins none (RFC 3629, section 3). */
function lengthFrom(byte: number): number {
  if (byte >= 0xc2 && byte <= 0xdf) return 2;
  if (byte >= 0xe0 && byte <= 0xef) return 3;
  return byte >= 0xf0 && byte <= 0xf4 ? 4 : 1;
}

/** How many of its bytes are there, the first included. */
function continued(bytes: Uint8Array, at: number, wanted: number): number {
  let count = 1;
  while (count < wanted && ((bytes[at + count] ?? 0) & 0xc0) === 0x80) count += 1;
  return count;
}

const isPlain = (byte: number): boolean =>
  byte >= 0x20 && byte !== 0x7f && (byte < 0x80 || lengthFrom(byte) > 1);

const hexText = (byte: number): string => `\\x${byte.toString(16).padStart(2, '0')}`;

function charText(bytes: Uint8Array): string {
  const [byte = 0] = bytes;
  if (bytes.length > 1) return utf8.decode(bytes);
  return isPlain(byte) ? String.fromCharCode(byte) : (ESCAPES[byte] ?? hexText(byte));
}

export const textOfPieces = (pieces: readonly BytePiece[]): string => pieces.map(({ text }) => text).join('');
