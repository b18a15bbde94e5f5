/**
 * The trace of a live lab as its reader sees it. Usually that is what the box tells; while a fresh
 * box is on its way back to a move, it is still what the box before has told.
 */
import { signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import { moveIn, WayBack } from './way-back.ts';

export class LiveTrace {
  readonly shown = signal<readonly TraceEvent[]>([]);
  /** Length of the trace when the last command was given. */
  readonly mark = signal(0);
  #wayBack: WayBack | undefined;

  /** The fresh box that is on its way; undefined when there is none. */
  get wayBack(): WayBack | undefined {
    return this.#wayBack;
  }

  /** seq of the last event that has come; -1 for none. */
  get after(): number {
    return this.#newest.at(-1)?.seq ?? -1;
  }

  get #newest(): readonly TraceEvent[] {
    return this.#wayBack?.trace ?? this.shown.peek();
  }

  /** What comes from now on is new. */
  markCommand(): void {
    this.mark.value = this.shown.peek().length;
  }

  /** The next box is to come to where this one is. False when that is before the first move. */
  setOut(next: () => void): boolean {
    const move = moveIn(this.shown.peek());
    this.#wayBack = move === undefined ? undefined : new WayBack(move, next);
    return move !== undefined;
  }

  giveUp(): void {
    this.#wayBack = undefined;
  }

  /** Another box: nothing of the one before is shown any more, unless this one is to come as far first. */
  forget(): void {
    if (this.#wayBack) return;
    this.shown.value = [];
    this.mark.value = 0;
  }

  /** Events of the newest box, in order; one that has come before is passed over. */
  append(events: readonly TraceEvent[]): void {
    const fresh = events.filter(event => event.seq > this.after);
    if (fresh.length === 0) return;
    if (this.#wayBack) this.#wayBack.add(fresh);
    else this.shown.value = [...this.shown.peek(), ...fresh];
  }

  /** The fresh box takes the place of the one before when it has come as far; true when it just did. */
  arrive(): boolean {
    const way = this.#wayBack;
    if (!way?.isOver) return false;
    this.#wayBack = undefined;
    this.shown.value = way.trace;
    this.mark.value = way.mark;
    return true;
  }
}
