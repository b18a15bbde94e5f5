/**
 * The way of a fresh box to the move that the box before it had reached: Next, again and again. The
 * reader still sees what was; the new trace takes its place when it has come as far.
 */
import type { TraceEvent } from '#protocol/events';

export class WayBack {
  readonly #target: string;
  readonly #next: () => void;
  #trace: readonly TraceEvent[] = [];
  #mark = 0;
  #reached: string | null = null;
  #state: 'begun' | 'moving' | 'standing' | 'over' = 'begun';

  /** @param next asks the box for its next move */
  constructor(target: string, next: () => void) {
    this.#target = target;
    this.#next = next;
  }

  /** All that the fresh box has told so far. */
  get trace(): readonly TraceEvent[] {
    return this.#trace;
  }

  /** Length of the trace when the last move began. */
  get mark(): number {
    return this.#mark;
  }

  /** The trace has the move, or the walk goes no further by itself. */
  get isOver(): boolean {
    const hasIt = this.#trace.some(event => event.type === 'move' && event.move === this.#target);
    return this.#state === 'over' || (this.#state === 'standing' && hasIt);
  }

  add(events: readonly TraceEvent[]): void {
    this.#trace = [...this.#trace, ...events];
  }

  /** The box stands at this move, and goes on; or a move is still under way on it. */
  stands({ reached, moving }: { reached: string | null; moving: boolean }): void {
    this.#reached = reached;
    if (moving) this.#state = 'moving';
    else if (this.#reached === this.#target) this.#state = 'standing';
    else this.#go();
  }

  /** A move is done; null: the walk is over. */
  moved(move: string | null): void {
    if (move === null) this.#state = 'over';
    else this.stands({ reached: move, moving: false });
  }

  /** A move was refused: this box goes no further. */
  stop(): void {
    this.#state = 'over';
  }

  #go(): void {
    this.#state = 'moving';
    this.#mark = this.#trace.length;
    this.#next();
  }
}

/** The move that a trace has come to. */
export function moveIn(trace: readonly TraceEvent[]): string | undefined {
  const last = trace.findLast(event => event.type === 'move');
  return last?.type === 'move' ? last.move : undefined;
}
