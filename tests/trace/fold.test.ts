import { describe, expect, test } from 'vitest';
import type { WireSetting } from '#protocol/wire';
import { fold, freshLab, type LabState, labAt } from '#trace/fold';
import {
  base64,
  blocked,
  breakpoints,
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
  type Unnumbered,
  wire,
} from './events.ts';

const endOf = (trace: ReturnType<typeof traceOf>): LabState => labAt(trace, trace.length);
const serverAfter = (...events: Unnumbered[]) =>
  endOf(traceOf(started(on.server), ...events)).programs.server;

describe('a program', () => {
  test('runs once started and forgets its earlier run', () => {
    const program = serverAfter(line(on.server, 3, { x: '1' }), exited(on.server, 1), started(on.server));
    expect(program).toMatchObject({ status: 'running', line: null, locals: {}, exit: null });
  });

  test('stands before the line that it reached, with its locals', () => {
    expect(serverAfter(line(on.server, 3, { port: '3333' }))).toMatchObject({
      status: 'paused',
      file: 'server.py',
      line: 3,
      function: '<module>',
      locals: { port: '3333' },
    });
  });

  test('shows which locals are new or different since the line before', () => {
    const program = serverAfter(
      line(on.server, 3, { kept: '1', differs: '1', gone: '1' }),
      line(on.server, 4, { kept: '1', differs: '2', fresh: '1' }),
    );
    expect(program?.changed).toEqual(['differs', 'fresh']);
  });

  test('a local named like a property of every object is new when it first comes', () => {
    expect(serverAfter(line(on.server, 3, { toString: '1' }))?.changed).toEqual(['toString']);
  });

  test('keeps showing its line while that line is executed', () => {
    expect(serverAfter(line(on.server, 3), resumed(on.server))).toMatchObject({ status: 'running', line: 3 });
  });

  test('has its newest call, which has not returned until its own return comes', () => {
    const entering = call(on.server, 'accept', 2, 3);
    expect(serverAfter(entering)?.call).toMatchObject({ call: 'accept', fd: 3, returned: false });
    expect(serverAfter(entering, returned(on.server, 'close', 1, 'None'))?.call?.returned).toBe(false);
    expect(serverAfter(entering, returned(on.server, 'accept', 2, '(…)', 4))?.call).toMatchObject({
      returned: true,
      value: '(…)',
      fd: 4,
    });
  });

  test('keeps the error of a call that failed', () => {
    const failing = raised(on.server, 'bind', 1, 98, 'OSError');
    expect(serverAfter(call(on.server, 'bind', 1, 3), failing)?.call).toMatchObject({
      returned: true,
      errno: 98,
      error: 'OSError',
      value: null,
      fd: 3,
    });
  });

  const waking = [
    { what: 'the kernel says so', event: blocked(on.server, null), status: 'running' },
    { what: 'its call returns', event: returned(on.server, 'accept', 1, '(…)', 4), status: 'running' },
    { what: 'it enters another call', event: call(on.server, 'recv', 2, 4), status: 'running' },
    { what: 'it reaches a line', event: line(on.server, 8), status: 'paused' },
    { what: 'it ends', event: exited(on.server, 0), status: 'exited' },
  ];
  test.each(waking)('is blocked until $what', ({ event, status }) => {
    const asleep = [call(on.server, 'accept', 1, 3), blocked(on.server, 'accept4', 3)];
    expect(serverAfter(...asleep)).toMatchObject({
      status: 'blocked',
      blocked: { syscall: 'accept4', fd: 3, since: 3000 },
    });
    expect(serverAfter(...asleep, event)).toMatchObject({ status, blocked: null });
  });

  test('stays ended when the kernel’s word of its sleep comes late', () => {
    expect(serverAfter(exited(on.server, 0), blocked(on.server, 'read', 0))?.status).toBe('exited');
  });

  test('ends with a code or a signal', () => {
    expect(serverAfter(exited(on.server, null, 'SIGKILL'))).toMatchObject({
      status: 'exited',
      exit: { code: null, signal: 'SIGKILL' },
    });
  });

  test('is marked when its output is recorded no more', () => {
    expect(serverAfter({ type: 'truncated', what: 'output', program: 'server' })?.truncated).toBe(true);
  });
});

describe('the breakpoints of a program', () => {
  test('are those that were told last, before its start too, and stay when it starts and ends', () => {
    const set = breakpoints(on.server, [7, 12], [99]);
    const held = { breakpoints: [7, 12], nowhere: [99] };
    expect(serverAfter(set)).toMatchObject({ ...held, status: 'running' });
    expect(endOf(traceOf(set)).programs.server).toMatchObject({ ...held, status: 'ready' });
    expect(endOf(traceOf(set, started(on.server))).programs.server).toMatchObject(held);
    expect(serverAfter(set, exited(on.server, 0))).toMatchObject({ ...held, status: 'exited' });
    expect(serverAfter(set, breakpoints(on.server, []))).toMatchObject({ breakpoints: [], nowhere: [] });
  });

  test('are nobody else’s, and change nothing of where it stands', () => {
    const lab = endOf(traceOf(started(on.client), line(on.server, 3), breakpoints(on.server, [7])));
    expect(lab.programs.client?.breakpoints).toEqual([]);
    expect(lab.programs.server).toMatchObject({ status: 'paused', line: 3 });
  });
});

describe('a task of a program', () => {
  const talk = { ...on.server, task: 'thread-2' };
  const child = { ...on.server, task: 'child-57' };
  const childThread = { ...on.server, task: 'child-57-thread-2' };
  const begun = [taskStarted(talk, 'Thread-1 (talk)'), taskStarted(child, '', 57), taskStarted(childThread)];

  test('may be told of before its start is, and stands where it stood', () => {
    const program = serverAfter(line(talk, 9), taskStarted(talk, 'Thread-1 (talk)'));
    expect(program?.tasks['thread-2']).toMatchObject({ name: 'Thread-1 (talk)', status: 'paused', line: 9 });
    const again = serverAfter(line(child, 9), taskEnded(child), taskStarted(child, 'another', 57));
    expect(again?.tasks['child-57']).toMatchObject({ name: 'another', status: 'running', line: null });
  });

  test('has a line, variables, a call and a sleep of its own', () => {
    const program = serverAfter(
      line(on.server, 3, { port: '3333' }),
      ...begun,
      line(talk, 9, { data: "b''" }),
      resumed(talk),
      call(talk, 'recv', 1, 4),
      blocked(talk, 'recvfrom', 4),
    );
    expect(program?.tasks['thread-2']).toEqual({
      name: 'Thread-1 (talk)',
      pid: 2,
      status: 'blocked',
      file: 'server.py',
      line: 9,
      function: '<module>',
      locals: { data: "b''" },
      changed: ['data'],
      call: expect.objectContaining({ call: 'recv', fd: 4, returned: false }),
      blocked: { syscall: 'recvfrom', fd: 4, since: 9000 },
    });
    expect(program).toMatchObject({ status: 'paused', line: 3, locals: { port: '3333' }, call: null });
  });

  test('runs from its start on, in the order in which they came', () => {
    const tasks = serverAfter(...begun)?.tasks ?? {};
    expect(Object.entries(tasks).map(([id, { status, pid }]) => [id, status, pid])).toEqual([
      ['thread-2', 'running', 2],
      ['child-57', 'running', 57],
      ['child-57-thread-2', 'running', 2],
    ]);
  });

  test('is known from its first event, where the trace has not its start', () => {
    expect(serverAfter(line(talk, 9))?.tasks).toMatchObject({ 'thread-2': { name: '', status: 'paused' } });
    expect(serverAfter(taskEnded(talk), blocked(talk, null))?.tasks).toEqual({});
  });

  const living = (...events: Unnumbered[]) =>
    Object.entries(serverAfter(...begun, blocked(talk, 'recvfrom', 4), ...events)?.tasks ?? {})
      .filter(([, { status, blocked: sleep }]) => status !== 'ended' || sleep !== null)
      .map(([id]) => id);

  test('stays once it has ended, and a process takes its threads along', () => {
    expect(living()).toEqual(['thread-2', 'child-57', 'child-57-thread-2']);
    expect(living(taskEnded(talk))).toEqual(['child-57', 'child-57-thread-2']);
    expect(living(taskEnded(child))).toEqual(['thread-2']);
    expect(living(taskEnded(talk), blocked(talk, 'recvfrom', 4))).toEqual(['child-57', 'child-57-thread-2']);
  });

  test('a child lives on when the program’s first process has ended, and none outlives a new start', () => {
    expect(living(exited(on.server, 0))).toEqual(['child-57', 'child-57-thread-2']);
    expect(serverAfter(...begun, started(on.server))?.tasks).toEqual({});
  });
});

describe('a frame', () => {
  const only = (...events: Unnumbered[]) => endOf(traceOf(...events)).frames[0];

  test('is on the wire until it is delivered', () => {
    expect(only(frame('sent', 1))).toMatchObject({
      status: 'sent',
      sentAt: 1000,
      deliveredAt: null,
      to: null,
    });
    expect(only(frame('sent', 1), frame('delivered', 1, { to: 'server' }))).toMatchObject({
      status: 'delivered',
      deliveredAt: 2000,
      to: 'server',
    });
  });

  test('waits from when it is held until it is released, and since when is remembered', () => {
    const held = [frame('sent', 1), frame('held', 1, { why: 'step' })];
    expect(only(...held)).toMatchObject({ status: 'held', heldAt: 2000, why: 'step' });
    expect(only(...held, frame('released', 1, { why: 'asked' }))).toMatchObject({
      status: 'sent',
      heldAt: 2000,
      why: 'asked',
    });
    expect(only(frame('sent', 1))).toMatchObject({ heldAt: null, why: null });
  });

  test('is dropped for a reason', () => {
    expect(only(frame('sent', 1), frame('dropped', 1, { why: 'rule:drop-syn' }))).toMatchObject({
      status: 'dropped',
      why: 'rule:drop-syn',
      deliveries: [],
    });
    expect(only(frame('sent', 1), frame('dropped', 1))?.why).toBeNull();
  });

  test('delivered twice, its first delivery is the one that counts and both are kept', () => {
    const twice = [
      frame('sent', 1),
      frame('duplicated', 1, { why: 'duplicate' }),
      frame('delivered', 1, { to: 'server' }),
      frame('delivered', 1, { to: 'other' }),
    ];
    expect(only(...twice)).toMatchObject({
      status: 'delivered',
      deliveredAt: 3000,
      to: 'server',
      why: 'duplicate',
      deliveries: [
        { to: 'server', at: 3000 },
        { to: 'other', at: 4000 },
      ],
    });
  });

  test('one of whose duplicates is dropped has arrived, whichever came first', () => {
    const [sent, duplicated] = [frame('sent', 1), frame('duplicated', 1)];
    const [arrives, isLost] = [frame('delivered', 1, { to: 'server' }), frame('dropped', 1, { why: 'loss' })];
    for (const rest of [
      [arrives, isLost],
      [isLost, arrives],
    ]) {
      expect(only(sent, duplicated, ...rest)).toMatchObject({ status: 'delivered', why: 'loss' });
      expect(only(sent, duplicated, ...rest)?.deliveries).toHaveLength(1);
    }
  });

  test('on a switch is delivered to each of its other ports', () => {
    const flooded = [
      frame('sent', 1, { from: 'c1' }),
      frame('delivered', 1, { from: 'c1', to: 'server' }),
      frame('delivered', 1, { from: 'c1', to: 'c2' }),
    ];
    expect(only(...flooded)?.deliveries.map(({ to }) => to)).toEqual(['server', 'c2']);
  });

  test('that was corrupted keeps the bytes that were sent and those that go on', () => {
    const [good, bad] = [Uint8Array.of(1, 2), Uint8Array.of(1, 3)];
    const events = [frame('sent', 1, { bytes: good }), frame('corrupted', 1, { bytes: bad, why: 'corrupt' })];
    expect(only(frame('sent', 1, { bytes: good }))?.corrupted).toBeNull();
    expect(only(...events, frame('delivered', 1, { to: 'server' }))).toMatchObject({
      bytes: base64(good),
      corrupted: base64(bad),
      status: 'delivered',
      why: 'corrupt',
    });
  });

  test('that waits knows its copies, and each copy what it repeats', () => {
    const { frames } = endOf(
      traceOf(
        frame('sent', 1),
        frame('held', 1, { why: 'step' }),
        frame('sent', 2, { copyOf: 1 }),
        frame('sent', 3),
        frame('sent', 4, { copyOf: 1 }),
        frame('released', 1, { why: 'asked' }),
        frame('delivered', 1, { to: 'server' }),
        frame('dropped', 2, { why: 'copy' }),
      ),
    );
    expect(frames.map(({ id, copies, copyOf }) => ({ id, copies, copyOf }))).toEqual([
      { id: 1, copies: [2, 4], copyOf: null },
      { id: 2, copies: [], copyOf: 1 },
      { id: 3, copies: [], copyOf: null },
      { id: 4, copies: [], copyOf: 1 },
    ]);
    expect(frames.map(({ status }) => status)).toEqual(['delivered', 'dropped', 'sent', 'sent']);
  });

  test('that was never sent is not invented', () => {
    expect(endOf(traceOf(frame('delivered', 7, { to: 'server' }))).frames).toEqual([]);
  });

  test('far back in a long trace is still found', () => {
    const many = Array.from({ length: 400 }, (_, id) => frame('sent', id));
    const { frames } = endOf(traceOf(...many, frame('dropped', 3)));
    expect(frames).toHaveLength(400);
    expect(frames.map(({ id }) => id)).toEqual(many.map(({ id }) => id));
    expect(frames.filter(({ status }) => status !== 'sent').map(({ id }) => id)).toEqual([3]);
  });
});

test('sockets, moves, faults and the last event are those of the moment', () => {
  const listening = row({ state: 'LISTEN', local: '10.0.0.2:3333' });
  const trace = traceOf(
    sockets('server', listening),
    move('listen'),
    { type: 'fault', code: 'memory-limit', detail: '400 MB' },
    typed(on.client, 'hello\r'),
    printed(on.client, 'hello\r\n'),
  );
  expect(labAt(trace, 1)).toMatchObject({ sockets: { server: [listening] }, moves: [], fault: null });
  expect(endOf(trace)).toMatchObject({
    moment: 5,
    at: 5000,
    moves: ['listen'],
    fault: { code: 'memory-limit', detail: '400 MB' },
    last: trace[4],
  });
});

test('the wire’s setting is the last one, and an open wire before any', () => {
  const rules: WireSetting['rules'] = [
    { id: 'drop-syn', match: { flags: ['SYN'] }, verb: 'drop', nth: 1, count: null, delayMs: 0 },
  ];
  expect(freshLab.wire).toEqual({ mode: 'pass', impairments: [], rules: [] });
  expect(endOf(traceOf(wire({ mode: 'step' }), wire({ rules }))).wire).toEqual({
    mode: 'pass',
    impairments: [],
    rules,
  });
});

test('the network of each host is as its kernel said last', () => {
  const neighbours = [{ address: '10.0.0.2', mac: null, interface: 'eth0', state: 'INCOMPLETE' }] as const;
  const trace = traceOf(
    network('client', { forwards: true }),
    network('server'),
    network('client', { neighbours: [...neighbours] }),
  );
  const empty = { interfaces: [], routes: [], neighbours: [], forwards: false };
  expect(endOf(trace).networks).toEqual({ client: { ...empty, neighbours }, server: empty });
});

test('the counters of each host are as its kernel said last', () => {
  const trace = traceOf(
    counters('server', { UdpNoPorts: 1 }),
    counters('client', { TcpRetransSegs: 2 }),
    counters('server', { UdpNoPorts: 1, UdpInCsumErrors: 1 }),
  );
  expect(labAt(trace, 1).counters).toEqual({ server: { UdpNoPorts: 1 } });
  expect(endOf(trace).counters).toEqual({
    server: { UdpNoPorts: 1, UdpInCsumErrors: 1 },
    client: { TcpRetransSegs: 2 },
  });
});

test('a moment outside of the trace is its nearest end', () => {
  const trace = traceOf(started(on.server));
  expect(labAt(trace, -1)).toBe(freshLab);
  expect(labAt(trace, 99).moment).toBe(1);
});

test('folding changes no earlier state and shares what an event does not touch', () => {
  const trace = traceOf(
    started(on.server),
    sockets('server', row({})),
    ...Array.from({ length: 300 }, (_, id) => frame('sent', id)),
    frame('delivered', 0, { to: 'server' }),
  );
  const before = labAt(trace, trace.length - 1);
  const copy = structuredClone(before);
  const after = trace.slice(-1).reduce(fold, before);
  expect(before).toEqual(copy);
  expect(after.programs).toBe(before.programs);
  expect(after.sockets).toBe(before.sockets);
  expect(after.frames[0]).not.toBe(before.frames[0]);
  expect(after.frames.slice(1).every((each, index) => each === before.frames[index + 1])).toBe(true);
});

test('a state copied by hand folds on like the one it was copied from', () => {
  const trace = traceOf(frame('sent', 1), frame('delivered', 1, { to: 'server' }));
  const copied: LabState = { ...labAt(trace, 1) };
  expect(trace.slice(1).reduce(fold, copied)).toEqual(labAt(trace, 2));
});
