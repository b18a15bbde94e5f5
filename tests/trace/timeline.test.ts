import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { openTimeline } from '#trace/timeline';
import {
  blocked,
  call,
  exited,
  frame,
  line,
  move,
  network,
  on,
  printed,
  resumed,
  returned,
  row,
  sockets,
  started,
  taskEnded,
  taskStarted,
  traceOf,
  type Unnumbered,
  wire,
} from './events.ts';
import { seeded } from './random.ts';

const VERBS = ['delivered', 'dropped', 'held', 'released', 'duplicated'] as const;

/** Any events in any order: the fold must hold for traces that no lab would write. */
function randomTrace(seed: number, length: number): TraceEvent[] {
  const { below, pick } = seeded(seed);
  const anyEvent = (): Unnumbered => {
    const where = pick([on.server, on.client, { ...on.server, task: 'child-5' }]);
    // Few enough that most of what happens to a frame happens to one that was sent.
    const id = below(length / 10);
    return pick([
      () => started(where),
      () => exited(where, below(2)),
      () => line(where, below(40), { x: String(below(3)), y: String(below(3)) }),
      () => resumed(where),
      () => taskStarted(where),
      () => taskEnded(where),
      () => call(where, 'recv', below(5), 4),
      () => returned(where, 'recv', below(5), "b''"),
      () => blocked(where, pick(['recvfrom', null]), 4),
      () => sockets(where.host, row({ inode: below(5), recvQ: below(9) })),
      () => frame('sent', id),
      () => frame('sent', id, { copyOf: below(length / 10) }),
      () => frame('delivered', id, { to: pick(['server', 'client']) }),
      () => frame(pick(VERBS), id, { why: pick(['step', 'asked', 'loss']) }),
      () => frame(pick(VERBS), id),
      () => frame('corrupted', id, { bytes: Uint8Array.of(below(256)) }),
      () => wire({ mode: pick(['pass', 'step']) }),
      () => network(where.host, { forwards: below(2) === 1 }),
      () => printed(where, 'text'),
      () => move(`move-${below(9)}`),
      () => ({ type: 'truncated', what: 'output', program: where.program }) as const,
    ])();
  };
  return traceOf(...Array.from({ length }, anyEvent));
}

test.each([1, 2, 3, 4, 5])('every moment equals the plain fold, asked in any order (seed %i)', seed => {
  const { below } = seeded(seed);
  const trace = randomTrace(seed, 900);
  const timeline = openTimeline(trace.slice(0, 100));
  for (let from = 100; from < trace.length; ) {
    const count = 1 + below(60);
    timeline.append(trace.slice(from, from + count));
    from += count;
    const moment = below(Math.min(from, trace.length) + 1);
    expect(timeline.at(moment)).toEqual(labAt(trace, moment));
  }
  for (const moment of [0, 1, 199, 200, 201, 399, 400, 401, 899, 900]) {
    expect(timeline.at(moment)).toEqual(labAt(trace, moment));
  }
  expect(timeline.latest).toEqual(labAt(trace, trace.length));
  expect(timeline.events).toEqual(trace);
});

test('going forward and back by one event visits the same states', () => {
  const trace = randomTrace(9, 450);
  const timeline = openTimeline(trace);
  const forth = Array.from({ length: 451 }, (_, moment) => timeline.at(moment));
  const back = Array.from({ length: 451 }, (_, index) => timeline.at(450 - index)).reverse();
  expect(back).toEqual(forth);
  expect(forth.map(({ moment }) => moment)).toEqual(Array.from({ length: 451 }, (_, moment) => moment));
});

test('a moment outside of the trace is its nearest end', () => {
  const timeline = openTimeline(randomTrace(3, 10));
  expect(timeline.at(-5).moment).toBe(0);
  expect(timeline.at(11)).toBe(timeline.latest);
});
