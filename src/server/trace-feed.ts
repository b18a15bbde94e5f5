/**
 * Sends a box's trace to the page: a position in the list, and no queue. A page that reads slowly,
 * or comes back after a broken connection, is simply further behind.
 */
import type { Box } from '#driver/box';
import type { Link } from './link.ts';

/** Events in one message, so that a long trace does not leave as one huge text. */
const BATCH = 200;

export class TraceFeed {
  readonly #box: Box;
  readonly #unlisten: () => void;
  #position = 0;
  #scheduled = false;
  #link: Link | null = null;
  #undrain: () => void = () => undefined;

  constructor(box: Box) {
    this.#box = box;
    this.#unlisten = box.onEvent(() => this.#schedule());
  }

  /** @param after seq of the last event the page has; -1 for none */
  attach(link: Link, after: number): void {
    this.detach();
    const position = this.#box.trace.findIndex(event => event.seq > after);
    this.#position = position === -1 ? this.#box.trace.length : position;
    this.#link = link;
    this.#undrain = link.onDrain(() => this.flush());
    this.#schedule();
  }

  detach(): void {
    this.#undrain();
    this.#link = null;
  }

  stop(): void {
    this.detach();
    this.#unlisten();
  }

  /** Sends what is there, as far as the page keeps up. */
  flush(): void {
    const { trace } = this.#box;
    while (this.#link !== null && this.#position < trace.length && !this.#link.backlogged) {
      const events = trace.slice(this.#position, this.#position + BATCH);
      this.#position += events.length;
      this.#link.send({ type: 'trace', events });
    }
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.flush();
    });
  }
}
