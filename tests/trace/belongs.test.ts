/** The join on recorded labs, and on what real runs show only when a machine is very busy. */
import { describe, expect, test } from 'vitest';
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type Belonging, belongsTo, hasRow, type Picked } from '#trace/belongs';
import {
  call,
  traceOf as closeTogether,
  frame,
  line,
  network,
  on,
  raised,
  returned,
  row,
  sockets,
  started,
  taskStarted,
  type Unnumbered,
} from './events.ts';
import { bytes, etherFrame, ipFrame } from './frames.ts';
import { callsIn, expectJoined, framesIn } from './join-oracle.ts';
import { seeded } from './random.ts';
import { recordings } from './recordings.ts';

const labs = await recordings();

/** Far enough apart that the clocks of frames and of calls leave no doubt about what was first. */
const traceOf = (...events: readonly Unnumbered[]): TraceEvent[] =>
  closeTogether(...events.map((event, index) => ({ at: (index + 1) * 1_000_000, ...event })));

test.each(labs)('$name: what belongs together has the same bytes', ({ trace }) => {
  expectJoined(trace);
});

const anyPick = (trace: readonly TraceEvent[]): Picked[] =>
  trace.flatMap((event, index): Picked[] => {
    if (event.type === 'call') {
      const { program, id, seq, line: number } = event;
      const ofLine = number === null ? [] : [{ kind: 'line', program, line: number } as const];
      return [{ kind: 'call', program, id, seq }, ...ofLine];
    }
    if (event.type === 'frame' && event.verb === 'sent') return [{ kind: 'frame', id: event.id }];
    if (event.type !== 'sockets') return [];
    const { host } = event;
    return event.sockets.map(each => ({ kind: 'socket', host, row: each, moment: index + 1 }));
  });

test.each(labs)('$name: read piece by piece it is as when read at once', ({ trace }) => {
  const { below, pick } = seeded(11);
  const growing: TraceEvent[] = [];
  while (growing.length < trace.length) {
    growing.push(...trace.slice(growing.length, growing.length + 1 + below(9)));
    const picks = anyPick(growing);
    if (picks.length > 0) belongsTo(growing, pick(picks));
  }
  for (const picked of anyPick(trace)) expect(belongsTo(growing, picked)).toEqual(belongsTo(trace, picked));
});

test('events in any order, or with some of them missing, are no reason to fail', () => {
  const { below } = seeded(3);
  for (const { trace } of labs) {
    const shuffled = trace.toSorted(() => below(3) - 1).filter(() => below(5) > 0);
    for (const picked of anyPick(shuffled)) belongsTo(shuffled, picked);
  }
});

test('what is nowhere in the trace belongs to nothing', () => {
  const trace = traceOf(started(on.server));
  const nothing: Belonging = { calls: [], lines: [], sockets: [], frames: [] };
  const picks: Picked[] = [
    { kind: 'line', program: 'server', line: 3 },
    { kind: 'call', program: 'server', id: 1 },
    { kind: 'frame', id: 1 },
    { kind: 'socket', host: 'server', row: row({}) },
  ];
  for (const picked of picks) expect(belongsTo(trace, picked)).toEqual(nothing);
});

/** A segment from the client, at this port, to 10.0.0.2:3333, or back. */
function segment(id: number, port: number, flags: number, seq: number, ack = 0, data = '', isBack = false) {
  const ports = isBack ? [3333, port] : [port, 3333];
  const packet = ipFrame({ protocol: 6 }, [
    ...bytes(
      [ports[0] ?? 0, 2],
      [ports[1] ?? 0, 2],
      [seq, 4],
      [ack, 4],
      [0x50, 1],
      [flags, 1],
      [502, 2],
      [0, 4],
    ),
    ...Buffer.from(data),
  ]);
  if (isBack) packet.set([10, 0, 0, 2, 10, 0, 0, 1], 26);
  return frame('sent', id, { bytes: packet, from: isBack ? 'server' : 'client' });
}
const SYN = 0x02;
const ACK = 0x10;
const SYN_ACK = 0x12;

const created = (id: number, fd: number): Unnumbered[] => [
  call(on.client, 'socket', id, null, ['AF_INET', 'SOCK_STREAM']),
  returned(on.client, 'socket', id, `<socket fd=${fd}>`, fd),
];
const connecting = (id: number, fd: number) => call(on.client, 'connect', id, fd, ["('10.0.0.2', 3333)"]);
const held = (fd: number, given: Partial<SocketRow>) =>
  row({ owners: [{ program: 'client', pid: 2, fd }], peer: '10.0.0.2:3333', state: 'SYN-SENT', ...given });

/** Ids of the client's calls that belong to a frame. */
const callsOf = (trace: readonly TraceEvent[], id: number) =>
  belongsTo(trace, { kind: 'frame', id }).calls.map(each => each.id);

describe('two sockets that are being connected at once', () => {
  const begun = [...created(1, 3), ...created(2, 4), connecting(3, 3), connecting(4, 4)];
  const syns = [segment(1, 40_002, SYN, 100), segment(2, 40_001, SYN, 200)];

  test('are taken in the order in which they asked', () => {
    const trace = traceOf(...begun, ...syns);
    expect([callsOf(trace, 1), callsOf(trace, 2)]).toEqual([[3], [4]]);
  });

  test('until a table says which is which', () => {
    const table = sockets(
      'client',
      held(3, { inode: 7, local: '10.0.0.1:40001' }),
      held(4, { inode: 8, local: '10.0.0.1:40002' }),
    );
    const trace = traceOf(...begun, ...syns, table);
    expect([callsOf(trace, 1), callsOf(trace, 2)]).toEqual([[4], [3]]);
    const [first] = table.sockets;
    const own = belongsTo(trace, { kind: 'socket', host: 'client', row: first ?? row({}) });
    expect(own.frames.map(({ id }) => id)).toEqual([2]);
    expect(own.calls.map(({ id }) => id)).toEqual([1, 3]);
  });
});

describe('a table and the calls beside it', () => {
  test('a socket that a table shows before socket() has come back is that one', () => {
    const [entered, back] = created(1, 3);
    if (entered === undefined || back === undefined) throw new Error('unreachable');
    const fresh = sockets('client', held(3, { inode: 7, peer: null, state: 'CLOSED' }));
    const later = sockets('client', held(3, { inode: 7, local: '10.0.0.1:40001' }));
    const trace = traceOf(entered, fresh, back, connecting(2, 3), segment(1, 40_001, SYN, 1), later);
    const { sockets: own } = belongsTo(trace, { kind: 'call', program: 'client', id: 2 });
    expect(own.map(({ rows }) => rows.map(({ moment }) => moment))).toEqual([[2, 6]]);
  });

  test('a row read before a descriptor was closed and given out again is the old socket’s', () => {
    const old = held(3, { inode: 7, local: '10.0.0.1:40001', state: 'ESTABLISHED' });
    const trace = traceOf(
      ...created(1, 3),
      connecting(2, 3),
      segment(1, 40_001, SYN, 1),
      call(on.client, 'close', 3, 3),
      returned(on.client, 'close', 3, 'None', 3),
      ...created(4, 3),
      connecting(5, 3),
      segment(2, 40_002, SYN, 9),
      sockets('client', old),
    );
    const rowsOf = (id: number) =>
      belongsTo(trace, { kind: 'call', program: 'client', id }).sockets.map(({ rows }) => rows.length);
    expect([rowsOf(2), rowsOf(5)]).toEqual([[1], [0]]);
    const { sockets: table } = trace.findLast(event => event.type === 'sockets') ?? { sockets: [] };
    const has = (id: number) =>
      hasRow(belongsTo(trace, { kind: 'call', program: 'client', id }), table[0] ?? old);
    expect([has(2), has(5)]).toEqual([true, false]);
  });

  test('one in the accept queue, without number or owner, is the one that accept() gives out', () => {
    const queued = row({ inode: 0, local: '10.0.0.2:3333', peer: '10.0.0.1:40001', recvQ: 5 });
    const given = { ...queued, inode: 9, owners: [{ program: 'server', pid: 2, fd: 4 }], recvQ: 0 };
    const trace = traceOf(
      call(on.server, 'socket', 1, null, ['AF_INET', 'SOCK_STREAM']),
      returned(on.server, 'socket', 1, '<socket fd=3>', 3),
      call(on.server, 'bind', 2, 3, ["('', 3333)"]),
      returned(on.server, 'bind', 2, 'None', 3),
      call(on.server, 'listen', 3, 3),
      returned(on.server, 'listen', 3, 'None', 3),
      segment(1, 40_001, SYN, 100),
      segment(2, 40_001, SYN_ACK, 500, 101, '', true),
      segment(3, 40_001, ACK, 101, 501),
      segment(4, 40_001, ACK, 101, 501, 'early'),
      sockets('server', queued),
      call(on.server, 'accept', 4, 3),
      returned(on.server, 'accept', 4, "(fd 4, ('10.0.0.1', 40001))", 4),
      sockets('server', given),
    );
    const own = belongsTo(trace, { kind: 'socket', host: 'server', row: given });
    expect(own.sockets.map(({ rows }) => rows.map(({ row: { inode } }) => inode))).toEqual([[0, 9]]);
    expect(own.calls.map(({ id }) => id)).toEqual([4]);
    expect(own.frames.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(callsOf(trace, 1)).toEqual([4]);
  });

  test('a closed connection comes back without its number, and is still the same', () => {
    const open = held(3, { inode: 7, local: '10.0.0.1:40001', state: 'ESTABLISHED' });
    const over = { ...open, inode: 0, owners: [], state: 'TIME-WAIT' as const };
    const again = held(3, { inode: 8, local: '10.0.0.1:40001' });
    const trace = traceOf(...[open, over, again].map(each => sockets('client', each)));
    const rowsOf = (each: SocketRow, moment: number) =>
      belongsTo(trace, { kind: 'socket', host: 'client', row: each, moment }).sockets.map(({ rows }) =>
        rows.map(each => each.moment),
      );
    expect([rowsOf(open, 1), rowsOf(over, 2), rowsOf(again, 3)]).toEqual([[[1, 2]], [[1, 2]], [[3]]]);
  });
});

test('the same four-tuple in the accept queue is another socket, though no table showed the first one’s end', () => {
  const first = row({ inode: 5, local: '10.0.0.2:3333', peer: '10.0.0.1:40001', state: 'CLOSE-WAIT' });
  const second = { ...first, inode: 0, state: 'ESTABLISHED' as const };
  const trace = traceOf(
    segment(1, 40_001, SYN, 100),
    sockets('server', first),
    segment(2, 40_001, SYN, 900),
    sockets('server', second),
  );
  const framesOf = (each: SocketRow, moment: number) =>
    belongsTo(trace, { kind: 'socket', host: 'server', row: each, moment }).frames.map(({ id }) => id);
  expect([framesOf(first, 2), framesOf(second, 4)]).toEqual([[1], [2]]);
});

test('a datagram that never left is passed over: the next one’s is told by its length', () => {
  const datagram = ipFrame({ protocol: 17 }, [
    ...bytes([40_001, 2], [9999, 2], [11, 2], [0, 2]),
    ...Buffer.from('two'),
  ]);
  const target = "('10.0.0.2', 9999)";
  const trace = traceOf(
    call(on.client, 'socket', 1, null, ['AF_INET', 'SOCK_DGRAM']),
    returned(on.client, 'socket', 1, '<socket fd=3>', 3),
    call(on.client, 'sendto', 2, 3, ["b'first'", target]),
    returned(on.client, 'sendto', 2, '5', 3),
    call(on.client, 'sendto', 3, 3, ["b'two'", target]),
    frame('sent', 1, { bytes: datagram }),
    returned(on.client, 'sendto', 3, '3', 3),
  );
  expect(callsOf(trace, 1)).toEqual([3]);
});

test('a call that is told of only after its frames still has them', () => {
  const late = (event: Unnumbered): Unnumbered => ({ ...event, at: 20_000_000 });
  const trace = traceOf(
    ...created(1, 3),
    ...[
      segment(1, 40_001, SYN, 100),
      segment(2, 40_001, SYN_ACK, 500, 101, '', true),
      segment(3, 40_001, ACK, 101, 501),
      segment(4, 40_001, ACK, 101, 501, 'hello'),
      connecting(2, 3),
      returned(on.client, 'connect', 2, 'None', 3),
      call(on.client, 'sendall', 3, 3, ["b'hello'"]),
      returned(on.client, 'sendall', 3, 'None', 3),
    ].map(late),
  );
  expect([1, 2, 3, 4].map(id => callsOf(trace, id))).toEqual([[2], [2], [2], [3]]);
});

describe('bytes are counted', () => {
  const opened = [
    ...created(1, 3),
    connecting(2, 3),
    segment(1, 40_001, SYN, 100),
    segment(2, 40_001, SYN_ACK, 500, 101, '', true),
    segment(3, 40_001, ACK, 101, 501),
    returned(on.client, 'connect', 2, 'None', 3),
  ];
  const sendOf = (id: number, text: string): Unnumbered[] => [
    call(on.client, 'send', id, 3, [`b'${text}'`]),
    returned(on.client, 'send', id, String(text.length), 3),
  ];

  test('two sends in one segment, one send in two, and a copy of parts of both', () => {
    const trace = traceOf(
      ...opened,
      ...sendOf(3, 'abc'),
      ...sendOf(4, 'defgh'),
      ...sendOf(5, 'ij'),
      segment(4, 40_001, ACK, 101, 501, 'abcde'),
      segment(5, 40_001, ACK, 106, 501, 'fghij'),
      segment(6, 40_001, ACK, 103, 501, 'cdefg'),
    );
    expect([4, 5, 6].map(id => callsOf(trace, id))).toEqual([
      [3, 4],
      [4, 5],
      [3, 4],
    ]);
    const copies = belongsTo(trace, { kind: 'frame', id: 4 }).frames.map(({ id }) => id);
    expect(copies).toEqual([4, 6]);
  });

  test('what was on the wire before a send was entered is not its', () => {
    const trace = traceOf(
      ...opened,
      segment(4, 40_001, ACK, 101, 501, 'sent by sendfile'),
      ...sendOf(3, 'abc'),
      segment(5, 40_001, ACK, 117, 501, 'abc'),
    );
    expect([4, 5].map(id => callsOf(trace, id))).toEqual([[], [3]]);
  });

  test('a send whose text was cut has what went out until the next one', () => {
    const trace = traceOf(
      ...opened,
      call(on.client, 'sendall', 3, 3, ["b'xxxxx…"]),
      segment(4, 40_001, ACK, 101, 501, 'xxxxxxxxxx'),
      returned(on.client, 'sendall', 3, 'None', 3),
      ...sendOf(4, 'abc'),
      segment(5, 40_001, ACK, 111, 501, 'abc'),
    );
    expect([4, 5].map(id => callsOf(trace, id))).toEqual([[3], [4]]);
  });
});

test('an ICMP error belongs to the connect that it is about', () => {
  const syn = Buffer.from(segment(1, 40_001, SYN, 100).bytes ?? '', 'base64').subarray(14);
  const unreachable = [...bytes([3, 1], [1, 1], [0, 2], [0, 4]), ...syn];
  const error = ipFrame({ protocol: 1 }, unreachable);
  const trace = traceOf(
    ...created(1, 3),
    connecting(2, 3),
    segment(1, 40_001, SYN, 100),
    frame('sent', 2, { bytes: error, from: 'router' }),
    raised(on.client, 'connect', 2, 113, 'OSError'),
  );
  expect(callsOf(trace, 2)).toEqual([2]);
  const { frames } = belongsTo(trace, { kind: 'call', program: 'client', id: 2 });
  expect(frames.map(({ id }) => id)).toEqual([1, 2]);
});

test('a question for a neighbour belongs to the call that waits for it, and so does the answer', () => {
  const arp = (operation: number, sender: number, target: number) =>
    etherFrame(0x0806, [
      ...bytes([1, 2], [0x0800, 2], [6, 1], [4, 1], [operation, 2]),
      ...[2, 0, 0, 0, 0, sender, 10, 0, 0, sender, 0, 0, 0, 0, 0, 0, 10, 0, 0, target],
    ]);
  const trace = traceOf(
    frame('sent', 9, { bytes: arp(1, 1, 3) }),
    ...created(1, 3),
    connecting(2, 3),
    frame('sent', 1, { bytes: arp(1, 1, 2) }),
    frame('sent', 2, { bytes: arp(2, 2, 1), from: 'server' }),
    segment(3, 40_001, SYN, 100),
  );
  expect([9, 1, 2, 3].map(id => callsOf(trace, id))).toEqual([[], [2], [2], [2]]);
});

test('through a router a segment is two frames, and they belong together', () => {
  const first = segment(1, 40_001, SYN, 100);
  const trace = traceOf(
    network('client', {
      interfaces: [
        { name: 'eth0', link: 'left', mac: null, up: true, mtu: 1500, addresses: ['10.0.0.1/24'] },
      ],
    }),
    ...created(1, 3),
    connecting(2, 3),
    { ...first, link: 'left' },
    { ...first, id: 2, link: 'right', from: 'router' },
  );
  expect([1, 2].map(id => callsOf(trace, id))).toEqual([[2], [2]]);
  expect(belongsTo(trace, { kind: 'frame', id: 2 }).frames.map(({ id }) => id)).toEqual([1, 2]);
});

describe('a line', () => {
  const talk = { ...on.server, task: 'thread-2' };
  const trace = traceOf(
    line(on.server, 7),
    call(on.server, 'recv', 1, 4),
    returned(on.server, 'recv', 1, "b''", 4),
    taskStarted(talk),
    line(talk, 7),
    call(talk, 'recv', 2, 5),
    line(on.server, 8),
    line(on.server, 7),
    call(on.server, 'recv', 3, 4),
  );
  const picked = (given: { task?: string | null; seq?: number }) =>
    belongsTo(trace, { kind: 'line', program: 'server', line: 7, ...given }).calls.map(({ id }) => id);

  test('has every call that was made there, by whichever thread, or by one', () => {
    expect(picked({})).toEqual([1, 2, 3]);
    expect(picked({ task: null })).toEqual([1, 3]);
    expect(picked({ task: 'thread-2' })).toEqual([2]);
  });

  test('at one time has the calls of that time', () => {
    expect(picked({ seq: 1 })).toEqual([1]);
    expect(picked({ seq: 5 })).toEqual([2]);
    expect(picked({ seq: 8 })).toEqual([3]);
    expect(picked({ seq: 9 })).toEqual([3]);
    expect(picked({ seq: 7 })).toEqual([]);
  });

  test('without a call it is itself all the same', () => {
    const { lines } = belongsTo(trace, { kind: 'line', program: 'server', line: 8 });
    expect(lines).toEqual([{ program: 'server', task: undefined, line: 8, seq: 7, moment: 7 }]);
  });
});

test('every recording has frames and calls to tell of', () => {
  const counts = labs.map(({ trace }) => callsIn(trace).length + framesIn(trace).length);
  expect(Math.max(...counts)).toBeGreaterThan(20);
});
