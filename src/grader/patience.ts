/**
 * How long the checker waits for what a right program does within milliseconds. Once a wait was in
 * vain the later ones are shorter: a program that never listens is told so soon, six times over.
 */
const LISTEN_MS = 3000;
const CALL_MS = 3000;
const REPLY_MS = 2000;
const WORN = 1 / 3;

export class Patience {
  #share = 1;

  get listenMs(): number {
    return Math.round(LISTEN_MS * this.#share);
  }

  /** until a client has connected */
  get callMs(): number {
    return Math.round(CALL_MS * this.#share);
  }

  get replyMs(): number {
    return Math.round(REPLY_MS * this.#share);
  }

  /** A wait was in vain. */
  wear(): void {
    this.#share = WORN;
  }
}
