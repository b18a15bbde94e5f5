/**
 * The keys of one terminal, kept until it is certain that the box has them: what was on its way when
 * a connection broke, and what was typed while there was none. Bytes are counted from the
 * terminal's beginning, by the page here and by the server there.
 */

/** What was typed into a terminal and has reached no box: it waits, no more is kept, or it never will. */
export type Unsent = { why: 'waiting' | 'full' | 'gone'; text: string };

/** So many may wait for a connection; a reader who types more had better know that nobody listens. */
export const MOST_WAITING = 4096;
/** So many that were sent are kept: more are not on their way at once, the server reads them as they come. */
const MOST_KEPT = 64 * 1024;

export class KeptKeys {
  #kept = new Uint8Array();
  /** bytes ever typed, and ever sent */
  #total = 0;
  #sent = 0;

  /** @param total bytes that the box has taken already, from another page of this tab */
  constructor(total = 0) {
    this.#total = total;
    this.#sent = total;
  }

  /** Typed, and not sent yet. */
  get waiting(): Uint8Array<ArrayBuffer> {
    return this.#behind(this.#sent);
  }

  sent(bytes: Uint8Array): void {
    this.#add(bytes);
    this.#sent = this.#total;
  }

  /** Keeps keys for later; false, and keeps none of them, when too many wait already. */
  queue(bytes: Uint8Array): boolean {
    if (this.#total - this.#sent + bytes.length > MOST_WAITING) return false;
    this.#add(bytes);
    return true;
  }

  /** The box has taken so many. What it lacks is handed out, and counts as sent. */
  resend(taken: number): Uint8Array<ArrayBuffer> {
    const bytes = this.#behind(taken);
    this.#sent = this.#total;
    return bytes;
  }

  #add(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#kept.length + bytes.length);
    all.set(this.#kept);
    all.set(bytes, this.#kept.length);
    this.#kept = all.slice(Math.max(0, all.length - MOST_KEPT));
    this.#total += bytes.length;
  }

  /** Nothing where a part is kept no more: text with a hole in it is worse than none. */
  #behind(position: number): Uint8Array<ArrayBuffer> {
    const missing = this.#total - position;
    return missing > this.#kept.length ? new Uint8Array() : this.#kept.slice(this.#kept.length - missing);
  }
}

const NAMES: Readonly<Record<string, string>> = { '\r': '⏎', '\n': '⏎', '\t': '⇥', '\x7f': '⌫' };

/** Keys as a reader can recognise them: "hello⏎", "^C". */
export const keysText = (bytes: Uint8Array): string =>
  [...new TextDecoder().decode(bytes)].map(key => NAMES[key] ?? (key < ' ' ? caret(key) : key)).join('');

/** A control character as terminals write it (termios(3), ECHOCTL). */
const caret = (key: string): string => `^${String.fromCharCode(key.charCodeAt(0) + 0x40)}`;
