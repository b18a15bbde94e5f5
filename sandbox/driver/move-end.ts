/**
 * Whether a move has come to its end, read from a trace that grows. An end that has been passed counts:
 * a reader who steps by hand goes on when it pleases, and the walk carries on from there.
 */
import type { TraceEvent } from '#protocol/events';
import type { Move } from '#protocol/lab';
import { isOfFlow, programNow } from './program-now.ts';
import { followWire } from './wire-now.ts';

export interface MoveEnd {
  /** Number of events after which the move had ended; null: it has not. */
  read(): number | null;
}

/** Where a move begins to count. */
export type MoveBegin = {
  /** number of events after which the last move of its program, or of its thread, had ended */
  from: number;
  /** number of events after which the last move of whichever program was completed */
  after: number;
};

/** @param begin `after` tells which frames have begun to wait since; of the program all since `from` counts */
export function followMove(
  { until, program, task }: Move,
  trace: readonly TraceEvent[],
  { from, after }: MoveBegin,
): MoveEnd {
  const wire = followWire(trace);
  const isEnd = (event: TraceEvent): boolean => {
    if ('held' in until) return event.type === 'frame' && event.verb === 'held' && !wire.isOfCopy(event);
    if (!isOfFlow(event, program, task)) return false;
    if ('returned' in until) return event.type === 'return' && event.call === until.returned;
    if ('blocked' in until) return event.type === 'blocked' && event.syscall === until.blocked;
    if ('line' in until) return event.type === 'line' && event.line === until.line;
    return event.type === 'program-exited' || event.type === 'task-ended';
  };
  let position = 'held' in until ? after : from;
  let end: number | null = null;
  return {
    read() {
      wire.read();
      for (; end === null && position < trace.length; position += 1) {
        const event = trace[position];
        if (event !== undefined && isEnd(event)) end = position + 1;
      }
      if (end === null) return isStillSo(trace, { program, task, until }) ? from : null;
      // A call returns before its program stands still again.
      return 'returned' in until && programNow(trace, program, task).status === 'running' ? null : end;
    },
  };
}

type Flow = Pick<Move, 'program' | 'task' | 'until'>;

/** A program that has not stirred since its last move may be asleep in that call already. */
function isStillSo(trace: readonly TraceEvent[], { program, task, until }: Flow): boolean {
  if (!('blocked' in until)) return false;
  const now = programNow(trace, program, task);
  return now.status === 'blocked' && now.syscall === until.blocked;
}
