import { describe, expect, test } from 'vitest';
import { freshLab, labAt } from '#trace/fold';
import { say, whoCanUnblock } from '#trace/sentence';
import { en } from './catalogue.ts';
import { blocked, call, on, row, sockets, started, traceOf, type Unnumbered } from './events.ts';

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

  test('nobody, when it is not blocked', () => {
    expect(who(started(on.server))).toBeNull();
    expect(whoCanUnblock(freshLab, 'server')).toBeNull();
  });
});
