/**
 * What a program prints, for as long as it is text: nothing in it that moves a cursor, colours or erases, which only a
 * terminal can do.
 */

/** More than a reader would read; then a terminal's own store is the better place for it. */
const MOST_CHARACTERS = 16 * 1024;
/** CR, and every control character but tab and newline; a CR before a newline is the line discipline's (termios(3), ONLCR). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const COMMANDS = /\r(?!\r*(?:\n|$))|[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

export class PlainOutput {
  /** A chunk may end in the middle of a character. */
  #decoder = new TextDecoder();
  #length = 0;
  /** CRs whose newline may follow. */
  #returns = '';

  /** The text to add; undefined: it is more than text, and this and all that follows is a terminal's. */
  take(bytes: Uint8Array): string | undefined {
    const text = this.#returns + this.#decoder.decode(bytes, { stream: true });
    this.#length += text.length;
    if (this.#length > MOST_CHARACTERS || COMMANDS.test(text)) return undefined;
    this.#returns = /\r*$/.exec(text)?.[0] ?? '';
    return text.replaceAll('\r', '');
  }

  clear(): void {
    this.#decoder = new TextDecoder();
    this.#length = 0;
    this.#returns = '';
  }
}
