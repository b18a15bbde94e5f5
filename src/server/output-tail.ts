/**
 * The last bytes of a terminal that were sent, so that a page that lost its connection, or was
 * reloaded, can go on. Bytes are counted from the terminal's beginning.
 */

export class OutputTail {
  readonly #limit: number;
  #chunks: Uint8Array[] = [];
  #kept = 0;
  #total = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes ever added. */
  get total(): number {
    return this.#total;
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#kept += bytes.length;
    this.#total += bytes.length;
    for (;;) {
      const first = this.#chunks[0];
      if (first === undefined || this.#kept - first.length < this.#limit) return;
      this.#chunks.shift();
      this.#kept -= first.length;
    }
  }

  /** Everything from this position on, or as much of it as is still kept (at most the limit). */
  from(position: number): Uint8Array {
    const kept = Buffer.concat(this.#chunks);
    const wanted = Math.min(Math.max(0, this.#total - position), this.#limit);
    return kept.subarray(Math.max(0, kept.length - wanted));
  }
}
