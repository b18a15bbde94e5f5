/**
 * How long a box may stand unused. It warns some time before it strikes, and takes the warning back
 * when the box is used after all.
 */

export type IdleTimes = {
  /** how long a box lives that nobody uses */
  idleMs: number;
  /** how long before its end the page is told */
  warnMs: number;
};

type Told = {
  /** so much is left; null: the warning is taken back */
  warn: (leftMs: number | null) => void;
  strike: () => void;
};

export class IdleLimit {
  readonly #idleMs: number;
  readonly #told: Told;
  readonly #warning: NodeJS.Timeout;
  readonly #end: NodeJS.Timeout;
  #usedAt = performance.now();
  #isWarned = false;

  constructor({ idleMs, warnMs }: IdleTimes, told: Told) {
    this.#idleMs = idleMs;
    this.#told = told;
    this.#warning = setTimeout(() => this.#warn(), Math.max(0, idleMs - warnMs)).unref();
    this.#end = setTimeout(() => told.strike(), idleMs).unref();
  }

  /** The reader did something: the time begins anew. */
  touch(): void {
    this.#usedAt = performance.now();
    this.#warning.refresh();
    this.#end.refresh();
    if (this.#isWarned) this.#told.warn(null);
    this.#isWarned = false;
  }

  /** Warns again, for a page that has just come back; nothing while the end is far. */
  remind(): void {
    if (this.#isWarned) this.#warn();
  }

  stop(): void {
    clearTimeout(this.#warning);
    clearTimeout(this.#end);
  }

  #warn(): void {
    this.#isWarned = true;
    this.#told.warn(Math.max(0, this.#usedAt + this.#idleMs - performance.now()));
  }
}
