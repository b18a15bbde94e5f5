/** UTF-8 without TextEncoder, which a realm without a browser and without Node does not have. */

/** Of characters up to U+07FF, which have one or two bytes (RFC 3629, section 3). */
export function encoded(text: string): number[] {
  return [...text].flatMap(letter => {
    const code = letter.codePointAt(0) ?? 0;
    return code < 0x80 ? [code] : [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  });
}

/** The bytes of each character; one that is not whole is given as it is. */
export function charactersOf(bytes: readonly number[]): number[][] {
  const characters: number[][] = [];
  for (const byte of bytes) {
    const isContinuation = byte >> 6 === 0b10;
    if (isContinuation) characters.at(-1)?.push(byte);
    else characters.push([byte]);
  }
  return characters;
}

/** As Python writes it: b'\x02hi'. */
export const bytesLiteral = (bytes: readonly number[]): string => `b'${bytes.map(byteLiteral).join('')}'`;

function byteLiteral(byte: number): string {
  if (byte === 10) return '\\n';
  if (byte === 39 || byte === 92) return `\\${String.fromCodePoint(byte)}`;
  const isPrintable = byte >= 32 && byte < 127;
  return isPrintable ? String.fromCodePoint(byte) : `\\x${byte.toString(16).padStart(2, '0')}`;
}
