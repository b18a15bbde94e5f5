/**
 * What the timeline draws: the marks of the trace's lanes (src/trace/lanes.ts), each at the step at which
 * it is seen. A call reaches from its beginning to its return.
 */
import type { TraceEvent } from '#protocol/events';
import { lanesOf, type MarkKind } from '#trace/lanes';
import type { Stops } from '#trace/stops';

export type Shape = 'tick' | 'bar' | 'dot' | 'post' | 'diamond' | 'arrow' | 'arrived' | 'cross' | 'gate';

/** What each kind is drawn as; null: it is not. */
const SHAPES: Readonly<Record<MarkKind, Shape | null>> = {
  started: 'post',
  exited: 'post',
  line: 'tick',
  call: 'bar',
  return: null, // the end of its call's bar
  failed: null,
  output: 'dot',
  input: 'dot',
  blocked: null, // its call's bar tells how long
  woke: null,
  sockets: 'diamond',
  counters: null,
  network: 'diamond',
  setting: 'diamond',
  sent: 'arrow',
  held: 'gate',
  released: 'arrow',
  duplicated: 'arrow',
  corrupted: 'arrow',
  delivered: 'arrived',
  dropped: 'cross',
  truncated: null,
  move: null,
  fault: 'cross',
};

export type DrawnMark = {
  shape: Shape;
  /** id of its lane */
  lane: string;
  /** number of the step at which it is seen; the first one is 1 */
  step: number;
  /** of a call: the step of its return; null: it has not returned */
  until: number | null;
  seq: number;
  hasFailed: boolean;
  /** what it is for the join */
  frame: number | null;
  line: { program: string; line: number } | null;
};

export type DrawnMarks = {
  /** Grows; a call's mark changes when it returns. */
  readonly all: readonly DrawnMark[];
  /** Steps at which a move was completed. */
  readonly moves: readonly { step: number; move: string }[];
  /** Takes in what has come since: the whole trace each time. */
  follow(events: readonly TraceEvent[], stops: Stops): void;
};

export function openMarks(): DrawnMarks {
  const all: DrawnMark[] = [];
  const moves: { step: number; move: string }[] = [];
  const open = new Map<string, DrawnMark>();
  let known = 0;

  function close(event: Extract<TraceEvent, { type: 'return' }>, step: number): void {
    const call = open.get(nameOf(event));
    open.delete(nameOf(event));
    if (call !== undefined) Object.assign(call, { until: step, hasFailed: event.error !== null });
  }

  function draw(event: TraceEvent, shape: Shape, lane: string, step: number): void {
    const mark: DrawnMark = {
      ...{ shape, lane, step, seq: event.seq },
      until: event.type === 'call' ? null : step,
      hasFailed: false,
      frame: event.type === 'frame' ? event.id : null,
      line: event.type === 'line' ? { program: event.program, line: event.line } : null,
    };
    all.push(mark);
    if (event.type === 'call') open.set(nameOf(event), mark);
  }

  return {
    all,
    moves,
    follow(events, stops) {
      const { marks } = lanesOf(events);
      for (; known < events.length; known += 1) {
        const event = events[known];
        if (event === undefined) continue;
        // What closes a step is seen with it; all else with the step that comes.
        if (event.type === 'move') moves.push({ step: stops.countUntil(known + 1), move: event.move });
        const step = stops.countUntil(known) + 1;
        if (event.type === 'return') close(event, step);
        const mark = marks[known];
        const shape = mark && SHAPES[mark.kind];
        if (mark && shape) draw(event, shape, mark.lane ?? 'wire', step);
      }
    },
  };
}

const nameOf = ({ program, task, id }: Extract<TraceEvent, { type: 'call' | 'return' }>): string =>
  `${id} ${task ?? ''} ${program}`;
