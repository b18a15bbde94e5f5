/**
 * Bytes in and out of text, for a realm that has neither Buffer nor the DOM's types.
 */

/** Both realms have it at run time; this realm's types know neither Node nor the DOM. */
declare const TextDecoder: new (label?: string) => { decode(bytes: Uint8Array): string };

const utf8 = new TextDecoder('utf-8');
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** The bytes of a base64 text (RFC 4648, section 4) that an event carries. */
export function bytesOf(base64: string): Uint8Array {
  // Not in browsers before autumn 2025.
  return typeof Uint8Array.fromBase64 === 'function' ? Uint8Array.fromBase64(base64) : decodeBase64(base64);
}

/** The same for browsers without Uint8Array.fromBase64; exported so that the two can be compared. */
export function decodeBase64(base64: string): Uint8Array {
  const digits = base64.replace(/=+$/, '');
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (const digit of digits) {
    bits = ((bits << 6) | ALPHABET.indexOf(digit)) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[at] = bits >> held;
    at += 1;
  }
  return bytes;
}

/** UTF-8 to text; what is not UTF-8 becomes U+FFFD. */
export function textOf(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** How much of a text a field shows, in characters. */
const PREVIEW = 64;

/** The start of a stretch as UTF-8, with a dot for what cannot be shown. */
export function previewOf(bytes: Uint8Array, from: number, to: number): string {
  const text = textOf(bytes.subarray(from, Math.min(to, from + PREVIEW * 4)));
  const shown = Array.from(text, char => (/[\p{Cc}\p{Cf}\uFFFD]/u.test(char) ? '·' : char));
  return shown.length > PREVIEW ? `${shown.slice(0, PREVIEW).join('')}…` : shown.join('');
}

export function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

// Reads past the end give zeros: a frame may be cut short anywhere, and its fields are checked
// against the end before they are shown (layer.ts).
export const u8 = (bytes: Uint8Array, at: number): number => bytes[at] ?? 0;
/** Big-endian, as all numbers in headers are. */
export const u16 = (bytes: Uint8Array, at: number): number => u8(bytes, at) * 256 + u8(bytes, at + 1);
export const u32 = (bytes: Uint8Array, at: number): number => u16(bytes, at) * 65_536 + u16(bytes, at + 2);

export const hex = (value: number, digits: number): string => `0x${value.toString(16).padStart(digits, '0')}`;
