/** The timeline's lanes: small lists of events, and every recording. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { lanesOf } from '#trace/lanes';
import {
  blocked,
  call,
  counters,
  exited,
  frame,
  line,
  move,
  network,
  on,
  printed,
  raised,
  resumed,
  returned,
  row,
  sockets,
  started,
  taskEnded,
  taskStarted,
  traceOf,
  typed,
  wire,
} from './events.ts';
import { recordings } from './recordings.ts';

const placed = (trace: readonly TraceEvent[]) =>
  lanesOf(trace).marks.map(mark => mark && `${mark.lane ?? 'lab'}: ${mark.kind}`);

describe('lanes', () => {
  test('stand by host: programs with their tasks, then the kernel; the wire is last', () => {
    const talk = { ...on.server, task: 'thread-2' };
    const trace = traceOf(
      frame('sent', 1),
      sockets('server', row({})),
      started(on.server),
      taskStarted(talk, 'Thread-1 (talk)'),
      started(on.client),
      started({ host: 'server', program: 'other' }),
      call({ ...on.server, task: 'child-57' }, 'recv', 1, 4),
    );
    const lanes = lanesOf(trace).lanes.map(lane => ('name' in lane ? `${lane.id} ${lane.name}` : lane.id));
    expect(lanes).toEqual([
      'program server',
      'task server thread-2 Thread-1 (talk)',
      'task server child-57 ',
      'program other',
      'kernel server',
      'program client',
      'wire',
    ]);
  });

  test('are none before anything happened', () => {
    expect(lanesOf([])).toEqual({ lanes: [], marks: [] });
  });
});

describe('each event is in its lane', () => {
  test('what a program does', () => {
    const trace = traceOf(
      started(on.server),
      line(on.server, 3),
      resumed(on.server),
      call(on.server, 'accept', 1, 3),
      blocked(on.server, 'accept4', 3),
      blocked(on.server, null),
      returned(on.server, 'accept', 1, '4', 4),
      raised(on.server, 'recv', 2, 104, 'ConnectionResetError'),
      taskStarted({ ...on.server, task: 'thread-2' }),
      taskEnded({ ...on.server, task: 'thread-2' }),
      exited(on.server, 0),
      move('end'),
    );
    expect(placed(trace)).toEqual([
      'program server: started',
      'program server: line',
      null,
      'program server: call',
      'kernel server: blocked',
      'kernel server: woke',
      'program server: return',
      'program server: failed',
      'task server thread-2: started',
      'task server thread-2: exited',
      'program server: exited',
      'lab: move',
    ]);
  });

  test('what a terminal shows piece by piece is one thing, until the program does another', () => {
    const trace = traceOf(
      printed(on.client, 'msg: '),
      typed(on.client, 'h'),
      typed(on.client, 'i\r'),
      printed(on.client, 'hi\r\n'),
      printed(on.server, 'up'),
      printed(on.client, 'echo'),
      line(on.client, 4),
      printed(on.client, 'again'),
    );
    const client = 'program client';
    expect(placed(trace)).toEqual([
      `${client}: output`,
      `${client}: input`,
      null,
      `${client}: output`,
      'program server: output',
      null,
      `${client}: line`,
      `${client}: output`,
    ]);
  });

  test('tables that differ in nothing that matters are not marked', () => {
    const open = row({ local: '10.0.0.2:3333', peer: '10.0.0.1:40001' });
    const trace = traceOf(
      network('server'),
      sockets('server'),
      sockets('server', open),
      sockets('server', { ...open }),
      counters('server', { UdpNoPorts: 1 }),
    );
    expect(placed(trace)).toEqual([null, null, 'kernel server: sockets', null, 'kernel server: counters']);
  });

  test('a copy of a waiting segment is the segment, and loopback has no way to be on', () => {
    const trace = traceOf(
      wire({ mode: 'step' }),
      frame('sent', 1),
      frame('held', 1, { why: 'step' }),
      frame('sent', 2, { copyOf: 1 }),
      frame('dropped', 2, { why: 'copy' }),
      frame('delivered', 1, { to: 'server' }),
      frame('sent', 3, { link: 'lo' }),
      frame('delivered', 3, { link: 'lo', to: 'client' }),
      wire({ mode: 'pass' }),
    );
    expect(placed(trace)).toEqual([
      null,
      'wire: sent',
      'wire: held',
      null,
      null,
      'wire: delivered',
      'wire: sent',
      null,
      'wire: setting',
    ]);
  });
});

const labs = await recordings();

test.each(labs)('$name: every mark is in a lane that is there, at its own moment', ({ trace }) => {
  const { lanes, marks } = lanesOf(trace);
  expect(marks).toHaveLength(trace.length);
  const ids = new Set(lanes.map(({ id }) => id));
  expect(ids.size).toBe(lanes.length);
  marks.forEach((mark, index) => {
    if (mark === null) return;
    expect(mark).toMatchObject({ seq: trace[index]?.seq, moment: index + 1 });
    if (mark.lane !== null) expect(ids).toContain(mark.lane);
  });
  expect(ids.has('wire')).toBe(trace.some(({ type }) => type === 'frame'));
});

test('read piece by piece it is as when read at once', () => {
  const { trace } = labs[0] ?? { trace: [] };
  const growing: TraceEvent[] = [];
  for (const event of trace) {
    growing.push(event);
    lanesOf(growing);
  }
  expect(lanesOf(growing)).toEqual(lanesOf(trace));
  expect(lanesOf(growing).lanes).toBe(lanesOf(growing).lanes);
});
