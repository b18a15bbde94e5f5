/**
 * One and the same run as the driver may also have numbered it. Nobody stamps an event at the very
 * moment: a call is stamped before it is made and a return after it is back, a table after it was read;
 * in between, a busy machine may let others run. And a pipe may be read so late that its events have
 * lost their places. Each pipe keeps its own order.
 */
import type { TraceEvent } from '#protocol/events';
import { pipeOf } from '../../src/trace/times.ts';
import { seeded } from './random.ts';

/** The longest that a pipe is read late, in ns. */
const LATEST = 8_000_000;

type Timed = { event: TraceEvent; time: number };

const timed = (trace: readonly TraceEvent[]): Timed[] =>
  trace.map(({ late = 0, ...event }) => ({ event, time: event.at - late }));

/** In order of `read`, with the times and numbers that the driver would give them. */
function numbered(events: readonly (Timed & { read: number })[]): TraceEvent[] {
  let at = 0;
  return events
    .toSorted((one, other) => one.read - other.read)
    .map(({ event, time }, seq) => {
      at = Math.max(at, time);
      return at === time ? { ...event, at, seq } : { ...event, at, late: at - time, seq };
    });
}

/** Pipes are read late, each by more and by less in turn. */
export function readLate(trace: readonly TraceEvent[], seed: number): TraceEvent[] {
  const { below } = seeded(seed);
  const pipes = new Map<string, { until: number; by: number; last: number }>();
  const events = timed(trace).map(({ event, time }) => {
    const pipe = pipeOf(event);
    let state = pipes.get(pipe) ?? { until: 0, by: 0, last: 0 };
    if (time >= state.until) {
      state = { ...state, until: time + below(LATEST), by: below(3) === 0 ? 0 : below(LATEST) };
    }
    const read = Math.max(state.last, time + state.by);
    pipes.set(pipe, { ...state, last: read });
    return { event, time, read };
  });
  return numbered(events);
}

/** Every event is stamped at another time that it may as well have been stamped at. */
export function stampedOtherwise(trace: readonly TraceEvent[], seed: number): TraceEvent[] {
  const { below } = seeded(seed);
  const events = timed(trace);
  const before = new Map<string, number>();
  const early = events.map(({ event, time }) => {
    const from = before.get(pipeOf(event)) ?? time;
    const isEarly = event.type === 'call' || (event.type === 'frame' && event.verb === 'delivered');
    const stamp = isEarly && below(2) === 0 ? from + below(Math.max(1, time - from)) : time;
    before.set(pipeOf(event), stamp);
    return stamp;
  });
  const after = new Map<string, number>();
  for (let place = events.length - 1; place >= 0; place -= 1) {
    const [known, stamp] = [events[place], early[place]];
    if (known === undefined || stamp === undefined) continue;
    const pipe = pipeOf(known.event);
    const until = Math.min(after.get(pipe) ?? stamp, stamp + LATEST);
    const isLate = known.event.type === 'return' || known.event.type === 'sockets';
    const time = isLate && below(2) === 0 ? stamp + below(Math.max(1, until - stamp)) : stamp;
    after.set(pipe, time);
    events[place] = { event: known.event, time };
  }
  return numbered(events.map(each => ({ ...each, read: each.time })));
}
