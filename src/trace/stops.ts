/**
 * The moments at which a reader who goes through a trace step by step is stopped: after each event of
 * which there is something to see (lanes.ts). What only closes another event (the end of a sleep, a
 * counter, the rest of an output, that a move is done) is seen together with it.
 */
import type { TraceEvent } from '#protocol/events';
import { lanesOf, type MarkKind } from './lanes.ts';

const CLOSING: ReadonlySet<MarkKind> = new Set(['woke', 'counters', 'truncated', 'move']);

export type Stops = {
  /** Moments, rising. The array grows; do not keep a copy. */
  readonly moments: readonly number[];
  /** Index of the event that each stop is about. */
  readonly events: readonly number[];
  /** Takes in what has come since: the whole trace each time. */
  follow(trace: readonly TraceEvent[]): void;
  /** How many stops are at or before this moment: the number of the step that is shown. */
  countUntil(moment: number): number;
  /** The last stop before this moment; 0 when there is none. */
  before(moment: number): number;
  /** The first stop after this moment; the same moment when there is none. */
  after(moment: number): number;
};

export function openStops(): Stops {
  const moments: number[] = [];
  const events: number[] = [];
  let known = 0;

  /** Index of the first stop behind this moment. */
  function place(moment: number): number {
    let low = 0;
    let high = moments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((moments[middle] ?? 0) <= moment) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function take(event: TraceEvent, kind: MarkKind | undefined, index: number): void {
    if (kind !== undefined && !CLOSING.has(kind)) {
      events.push(index);
      moments.push(index + 1);
      // A program that is told to go on begins something new.
    } else if (event.type !== 'resumed' && moments.at(-1) === index) moments[moments.length - 1] = index + 1;
  }

  return {
    moments,
    events,
    follow(trace) {
      const { marks } = lanesOf(trace);
      for (; known < trace.length; known += 1) {
        const event = trace[known];
        if (event !== undefined) take(event, marks[known]?.kind, known);
      }
    },
    countUntil: place,
    before: moment => moments[place(moment - 1) - 1] ?? 0,
    after: moment => moments[place(moment)] ?? moment,
  };
}
