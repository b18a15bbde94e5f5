import { describe, expect, test } from 'vitest';
import { freshLab, labAt } from '#trace/fold';
import { say, whoCanUnblock } from '#trace/sentence';
import { en } from './catalogue.ts';
import {
  blocked,
  call,
  frame,
  network,
  on,
  row,
  sockets,
  started,
  taskStarted,
  traceOf,
  type Unnumbered,
} from './events.ts';
import { tcpFrame, udpFrame } from './frames.ts';

const listening = row({ inode: 1, state: 'LISTEN', local: '10.0.0.2:3333' });
const ends = { local: '10.0.0.2:3333', peer: '10.0.0.1:40112' } as const;

describe('who can wake a blocked program', () => {
  const owner = (program: string, fd: number) => [{ program, pid: 7, fd }];
  const who = (...events: Unnumbered[]): string | null => {
    const trace = traceOf(...events);
    const words = whoCanUnblock(labAt(trace, trace.length), 'server');
    return words === null ? null : say(en, words);
  };
  const has = (...rows: Parameters<typeof sockets>[1][]) => sockets('server', ...rows);
  const connection = row({ inode: 2, owners: owner('server', 4), ...ends });

  test('accept: a client that connects to the listening address', () => {
    const listener = { ...listening, owners: owner('server', 3) };
    expect(who(has(listener), blocked(on.server, 'accept4', 3))).toBe(
      'a client must connect to 10.0.0.2:3333',
    );
    const everywhere = { ...listener, local: '0.0.0.0:3333' };
    expect(who(has(everywhere), blocked(on.server, 'accept4', 3))).toBe('a client must connect to port 3333');
    expect(who(blocked(on.server, 'accept4', 3))).toBe('a client must connect');
    // The kernel may not say which descriptor; the open call does.
    expect(who(has(listener), call(on.server, 'accept', 1, 3), blocked(on.server, 'accept4'))).toBe(
      'a client must connect to 10.0.0.2:3333',
    );
  });

  test('recv: the program at the other end, by name when its socket is in the tables', () => {
    expect(who(has(connection), blocked(on.server, 'recvfrom', 4))).toBe(
      'the program at 10.0.0.1:40112 must send or close',
    );
    const other = row({ owners: owner('client', 3), local: ends.peer, peer: ends.local });
    expect(who(sockets('client', other), has(connection), blocked(on.server, 'recvfrom', 4))).toBe(
      'client at 10.0.0.1:40112 must send or close',
    );
  });

  test('recv on a Unix socket: the program that holds the other end, named or not', () => {
    const unix = { protocol: 'unix', family: 'unix', kind: 'stream' } as const;
    const mine = row({ ...unix, inode: 8, peerInode: 9, owners: owner('server', 4) });
    const its = row({ ...unix, inode: 9, peerInode: 8, owners: owner('client', 3) });
    const waits = blocked(on.server, 'recvfrom', 4);
    expect(who(has(mine, its), waits)).toBe('client must send or close');
    const named = { ...mine, peer: '/tmp/door' };
    expect(who(has(named, its), waits)).toBe('client at /tmp/door must send or close');
    expect(who(has(named), waits)).toBe('the program at /tmp/door must send or close');
    expect(who(has(mine), waits)).toBe('something outside the program must happen');
  });

  test('a forked child waits on its own descriptor, not on its parent’s of the same number', () => {
    const child = { ...on.server, task: 'child-57' };
    const forked = row({
      inode: 3,
      local: ends.local,
      peer: '10.0.0.1:40113',
      owners: [{ program: 'server', pid: 57, fd: 4 }],
    });
    const trace = traceOf(
      has(connection, forked),
      taskStarted(child, '', 57),
      blocked(on.server, 'recvfrom', 4),
      blocked(child, 'recvfrom', 4),
    );
    const state = labAt(trace, trace.length);
    const waits = (task?: string) => whoCanUnblock(state, 'server', task)?.values.peer;
    expect(waits()).toBe(ends.peer);
    expect(waits('child-57')).toBe('10.0.0.1:40113');
    expect(waits('thread-2')).toBeUndefined();
  });

  test('recv with a time limit, where the kernel shows a poll', () => {
    expect(who(has(connection), call(on.server, 'recv', 1, 4), blocked(on.server, 'poll'))).toBe(
      'the program at 10.0.0.1:40112 must send or close',
    );
  });

  const waits: [string, Unnumbered[], string][] = [
    [
      'recvfrom of UDP',
      [
        has(row({ protocol: 'udp', state: null, local: '10.0.0.2:9999', owners: owner('server', 3) })),
        blocked(on.server, 'recvfrom', 3),
      ],
      'somebody must send a datagram to 10.0.0.2:9999',
    ],
    [
      'a full send buffer',
      [has(connection), blocked(on.server, 'sendto', 4)],
      'the program at 10.0.0.1:40112 must receive',
    ],
    [
      'connect',
      [
        has(row({ state: 'SYN-SENT', ...ends, owners: owner('server', 4) })),
        blocked(on.server, 'connect', 4),
      ],
      'the host 10.0.0.1 must answer',
    ],
    [
      'connect before the neighbour is found',
      [call(on.server, 'connect', 1, 4, ["('10.0.0.9', 3333)"]), blocked(on.server, 'connect', 4)],
      'the host 10.0.0.9 must answer',
    ],
    ['input()', [blocked(on.server, 'read', 0)], 'you must type into this terminal'],
    ['sleep()', [blocked(on.server, 'clock_nanosleep')], 'it wakes by itself when its time is up'],
    [
      'select',
      [blocked(on.server, 'epoll_wait', 5)],
      'data or a connection must come on one of its sockets, or its time limit must pass',
    ],
    ['a child', [blocked(on.server, 'wait4')], 'its child process must end'],
    ['a lock', [blocked(on.server, 'futex')], 'another thread of the program must act'],
    ['anything else', [blocked(on.server, 'flock', 9)], 'something outside the program must happen'],
  ];
  test.each(waits)('%s', (_, events, words) => {
    expect(who(...events)).toBe(words);
  });

  describe('a frame that waits on the wire', () => {
    const [ACK, SYN, SYN_ACK, PSH_ACK] = [0x10, 0x02, 0x12, 0x18];
    /** A TCP frame from 10.0.0.1:40000 to 10.0.0.2:3333, as frames.ts makes it. */
    const waits = (flags: number, data = '', id = 1): Unnumbered[] => [
      frame('sent', id, { bytes: tcpFrame({ flags }, data) }),
      frame('held', id, { why: 'step' }),
    ];
    const client = { local: '10.0.0.1:40000', peer: '10.0.0.2:3333' } as const;
    const server = { local: client.peer, peer: client.local } as const;
    const released = 'client’s SYN must be released on the wire';

    test('connect: its own SYN, until that has gone on', () => {
      const asleep = [
        has(row({ state: 'SYN-SENT', ...client, owners: owner('server', 4) })),
        blocked(on.server, 'connect', 4),
      ];
      expect(who(...asleep, ...waits(SYN))).toBe(released);
      expect(who(...asleep, ...waits(SYN), frame('released', 1))).toBe('the host 10.0.0.2 must answer');
      const elsewhere = row({
        state: 'SYN-SENT',
        ...client,
        local: '10.0.0.1:40001',
        owners: owner('server', 4),
      });
      expect(who(has(elsewhere), blocked(on.server, 'connect', 4), ...waits(SYN))).toBe(
        'the host 10.0.0.2 must answer',
      );
    });

    test('connect: the answer to its SYN', () => {
      const asleep = has(row({ state: 'SYN-SENT', ...server, owners: owner('server', 4) }));
      expect(who(asleep, blocked(on.server, 'connect', 4), ...waits(SYN_ACK))).toBe(
        'client’s SYN, ACK must be released on the wire',
      );
    });

    test('a copy of what waits cannot be released: the first one is', () => {
      const asleep = has(row({ state: 'SYN-SENT', ...client, owners: owner('server', 4) }));
      const copy = frame('sent', 2, { bytes: tcpFrame({ flags: SYN }), copyOf: 1 });
      expect(who(asleep, blocked(on.server, 'connect', 4), ...waits(SYN), copy)).toBe(released);
    });

    test('recv: the data, not a bare acknowledgement', () => {
      const asleep = [has(row({ ...server, owners: owner('server', 4) })), blocked(on.server, 'recvfrom', 4)];
      expect(who(...asleep, ...waits(ACK), ...waits(PSH_ACK, 'hello', 2))).toBe(
        'client’s PSH, ACK 5 bytes must be released on the wire',
      );
      expect(who(...asleep, ...waits(ACK))).toBe('the program at 10.0.0.1:40000 must send or close');
    });

    test('recv: the question, without which no answer comes', () => {
      const asleep = [has(row({ ...client, owners: owner('server', 4) })), blocked(on.server, 'recvfrom', 4)];
      expect(who(...asleep, ...waits(PSH_ACK, 'hi'))).toBe(
        'client’s PSH, ACK 2 bytes must be released on the wire',
      );
    });

    test('send: the acknowledgement that would empty the buffer', () => {
      const full = row({ ...server, sendQ: 9000, owners: owner('server', 4) });
      expect(who(has(full), blocked(on.server, 'sendto', 4), ...waits(ACK))).toBe(
        'client’s ACK must be released on the wire',
      );
    });

    test('accept: each part of the handshake, on any address of the host', () => {
      const listener = { ...listening, local: '0.0.0.0:3333', owners: owner('server', 3) };
      const asleep = [has(listener), blocked(on.server, 'accept4', 3)];
      const nobody = 'a client must connect to port 3333';
      expect(who(...asleep, ...waits(SYN))).toBe(released);
      expect(who(...asleep, ...waits(ACK))).toBe(nobody);
      const opening = has(listener, row({ state: 'SYN-RECEIVED', ...server }));
      expect(who(opening, blocked(on.server, 'accept4', 3), ...waits(ACK))).toBe(
        'client’s ACK must be released on the wire',
      );
      const eth0 = { name: 'eth0', link: 'lan', mac: null, up: true, mtu: 1500 };
      const at = (address: string) => network('server', { interfaces: [{ ...eth0, addresses: [address] }] });
      expect(who(at('10.0.0.2/24'), ...asleep, ...waits(SYN))).toBe(released);
      expect(who(at('10.0.0.3/24'), ...asleep, ...waits(SYN))).toBe(nobody);
    });

    test('recvfrom: a datagram to the socket’s port', () => {
      const socket = (local: string) =>
        has(row({ protocol: 'udp', state: null, local, owners: owner('server', 3) }));
      const datagram = [frame('sent', 1, { bytes: udpFrame('hello') }), frame('held', 1, { why: 'step' })];
      const asleep = blocked(on.server, 'recvfrom', 3);
      expect(who(socket('10.0.0.2:9999'), asleep, ...datagram)).toBe(
        'client’s UDP 5 bytes must be released on the wire',
      );
      expect(who(socket('10.0.0.2:9998'), asleep, ...datagram)).toBe(
        'somebody must send a datagram to 10.0.0.2:9998',
      );
    });
  });

  test('nobody, when it is not blocked', () => {
    expect(who(started(on.server))).toBeNull();
    expect(whoCanUnblock(freshLab, 'server')).toBeNull();
  });
});
