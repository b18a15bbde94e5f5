/**
 * A line that the learner's program sent, as bytes: what a check says of it, one thing at a time, so
 * that one mistake fails one check. A last line without its end is a line too.
 */
import { byteDifference, byteLiteral, bytesWithCaret, firstDifference } from './byte-literal.ts';
import type { Finding } from './program-run.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const DELETE = 0x7f;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const isBlank = (bytes: Uint8Array): boolean => bytes.every(byte => byte === SPACE);
const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && firstDifference(one, other) === one.length;
const isControl = (byte: number): boolean => byte < SPACE || byte === DELETE;

export class ReceivedLine {
  /** with the newline, if it came */
  readonly bytes: Uint8Array;
  readonly #fail: (finding: Finding, wanted: Uint8Array) => Promise<never>;

  constructor(bytes: Uint8Array, fail: (finding: Finding, wanted: Uint8Array) => Promise<never>) {
    this.bytes = bytes;
    this.#fail = fail;
  }

  /**
   * Begins so, and then names something else than `butNot`. No control characters: a line has one end.
   * @param placeholder stands for the name in what is told
   */
  async reads(beginning: string, placeholder: string, { butNot }: { butNot: string }): Promise<void> {
    const wanted = utf8(beginning);
    const text = this.#withoutNewline();
    const first = firstDifference(wanted, text);
    const isWrongName = isBlank(text.subarray(wanted.length)) || isSame(text, utf8(beginning + butNot));
    const wrong = first < wanted.length || isWrongName ? first : text.findIndex(isControl);
    if (wrong === -1) return;
    const pattern = `${byteLiteral(utf8(`${beginning}${placeholder}\n`))}  # not ${butNot}`;
    await this.#fail({ kind: 'failed', wanted: pattern, ...bytesWithCaret(this.bytes, wrong) }, wanted);
  }

  /** The line has its end. */
  async hasNewline(): Promise<void> {
    if (this.bytes.at(-1) === NEWLINE) return;
    const wanted = Uint8Array.from([...this.bytes, NEWLINE]);
    await this.#fail({ kind: 'failed', ...byteDifference(wanted, this.bytes) }, wanted);
  }

  /** Each character is encoded as RFC 3629 says. */
  async isUtf8(): Promise<void> {
    // The decoder puts U+FFFD in place of what is none; encoded again, the first difference is there.
    const again = utf8(new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.bytes));
    const first = firstDifference(again, this.bytes);
    if (first < this.bytes.length)
      await this.#fail({ kind: 'failed', wanted: 'UTF-8', ...bytesWithCaret(this.bytes, first) }, again);
  }

  #withoutNewline(): Uint8Array {
    return this.bytes.at(-1) === NEWLINE ? this.bytes.subarray(0, -1) : this.bytes;
  }
}
