/**
 * Whether the other end of a connection still answers. A network that swallows everything closes
 * nothing: without a question after some silence, a dead connection would look like a quiet one.
 */

export type PulseTimes = {
  /** silence after which is asked */
  silenceMs: number;
  /** how long an answer may take */
  patienceMs: number;
};

export const PULSE: PulseTimes = { silenceMs: 15_000, patienceMs: 10_000 };
/** A timer that comes so much too late: the page itself was held up, and the answer may lie there unread. */
const HELD_UP_MS = 2000;

export class Pulse {
  readonly #times: PulseTimes;
  readonly #ask: () => void;
  readonly #lost: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #due = 0;
  #heardAt = 0;
  #isAsking = false;

  constructor(times: PulseTimes, ask: () => void, lost: () => void) {
    this.#times = times;
    this.#ask = ask;
    this.#lost = lost;
  }

  /** The connection stands. */
  begin(): void {
    this.heard();
    this.#wait(this.#times.silenceMs);
  }

  /** Something came. */
  heard(): void {
    this.#heardAt = performance.now();
    this.#isAsking = false;
  }

  /** Asks at once, because something makes it doubtful. */
  probe(): void {
    if (this.#isAsking) return;
    this.#isAsking = true;
    this.#ask();
    this.#wait(this.#times.patienceMs);
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#due = performance.now() + ms;
    this.#timer = setTimeout(() => this.#look(), ms);
  }

  #look(): void {
    const now = performance.now();
    const { silenceMs, patienceMs } = this.#times;
    if (this.#isAsking) {
      if (now - this.#due > HELD_UP_MS) this.#wait(patienceMs);
      else this.#lost();
    } else if (now - this.#heardAt >= silenceMs) this.probe();
    else this.#wait(silenceMs - (now - this.#heardAt));
  }
}
