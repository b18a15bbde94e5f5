/** One join for each trace, read on from where it was when the trace has grown. */
import type { TraceEvent } from '#protocol/events';
import { type Join, openJoin } from './join.ts';

const joins = new WeakMap<readonly TraceEvent[], Join>();

/** Settled, so that it can be asked. Pass the same array each time (`Timeline.events`). */
export function joinOf(trace: readonly TraceEvent[]): Join {
  const join = joins.get(trace) ?? openJoin();
  joins.set(trace, join);
  join.append(trace);
  return join;
}

/** Remembers what was worked out about something until the trace has grown. */
export function remembered<Subject extends object, Result>(
  workOut: (subject: Subject, join: Join) => Result,
): (join: Join, subject: Subject) => Result {
  const known = new WeakMap<Subject, { length: number; result: Result }>();
  return (join, subject) => {
    const { length } = join;
    const before = known.get(subject);
    if (before?.length === length) return before.result;
    const result = workOut(subject, join);
    known.set(subject, { length, result });
    return result;
  };
}
