import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import { momentOfMove } from '#trace/probes';
import { errnoName } from '../../src/trace/errno.ts';
import { ask } from './ask.ts';
import {
  blocked,
  call,
  exited,
  frame,
  move,
  network,
  on,
  printed,
  raised,
  returned,
  row,
  sockets,
  started,
  traceOf,
  typed,
  type Unnumbered,
} from './events.ts';
import { tcpFrame, udpFrame } from './frames.ts';
import { pythonOutput } from './python.ts';

const server3333 = { local: '10.0.0.2:3333' } as const;

describe('state', () => {
  const listening = row({ inode: 1, state: 'LISTEN', ...server3333 });
  const accepted = row({ inode: 2, state: 'CLOSE-WAIT', ...server3333, peer: '10.0.0.1:40112' });
  const trace = traceOf(
    sockets('server', listening),
    sockets('server', listening, accepted),
    sockets('server'),
  );
  const state = (given: object, moment = 2) =>
    ask({ name: 'state', host: 'server', ...given }, trace, moment);

  test('is that of the one socket with this address, port or peer', () => {
    expect(state({ local: ':3333' }, 1)).toBe('LISTEN');
    expect(state({ local: '10.0.0.2:3333', peer: 'none' })).toBe('LISTEN');
    expect(state({ local: ':3333', peer: '10.0.0.1' })).toBe('CLOSE-WAIT');
    expect(state({ peer: 'any' })).toBe('CLOSE-WAIT');
    expect(state({ peer: ':40112' })).toBe('CLOSE-WAIT');
  });

  test('is unknown when two sockets match, or none, or before there was any', () => {
    expect(state({ local: ':3333' })).toBeNull();
    expect(state({ local: ':333' })).toBeNull();
    expect(state({ peer: '10.0.0.11' })).toBeNull();
    expect(state({ local: ':3333' }, 0)).toBeNull();
    expect(state({ local: ':3333' }, 3)).toBeNull();
    expect(ask({ name: 'state', host: 'nowhere' }, trace)).toBeNull();
  });
});

test('holder: the hosts with a socket in the state, in the order of the trace', () => {
  const waiting = row({ state: 'TIME-WAIT' });
  const trace = traceOf(
    sockets('client', row({})),
    sockets('server', row({})),
    sockets('server', waiting),
    sockets('client', waiting),
  );
  const holder = (moment: number) => ask({ name: 'holder', state: 'TIME-WAIT' }, trace, moment);
  expect([2, 3, 4].map(holder)).toEqual(['none', 'server', 'client+server']);
});

describe('out: the last line that the program printed, as shown', () => {
  const out = (...events: Parameters<typeof printed>[1][]) =>
    ask({ name: 'out', program: 'client' }, traceOf(...events.map(text => printed(on.client, text))));

  test('not the prompt with what was typed behind it', () => {
    const trace = traceOf(
      printed(on.client, 'msg: '),
      typed(on.client, 'hello\r'),
      printed(on.client, 'hello\r\n'),
      printed(on.client, 'echo: hello\r\n'),
      printed(on.server, 'server done\r\n'),
    );
    expect(ask({ name: 'out', program: 'client' }, trace)).toBe('echo: hello');
    expect(ask({ name: 'out', program: 'client' }, trace, 3)).toBe('msg: hello');
  });

  test('without colours, and whole when a letter came in two pieces', () => {
    const korean = Buffer.from('에코: 안녕\r\n');
    expect(out(korean.subarray(0, 10), korean.subarray(10))).toBe('에코: 안녕');
    expect(out('\x1b[1;32mok\x1b[0m\r\n\x1b]0;title\x07\r\n\x1b[?2004l')).toBe('ok');
    expect(out('10 %\r20 %\r100 %\r\n\r\n')).toBe('100 %');
  });

  test('none before anything was printed', () => {
    expect(out()).toBeNull();
    expect(out('\r\n')).toBeNull();
  });
});

describe('errno', () => {
  const errno = (...events: Unnumbered[]) =>
    ask({ name: 'errno', program: 'client' }, traceOf(started(on.client), ...events));

  test('is that of the last failing call', () => {
    expect(errno(call(on.client, 'connect', 1, 3))).toBe('none');
    expect(
      errno(
        raised(on.client, 'connect', 1, 111, 'ConnectionRefusedError'),
        raised(on.server, 'bind', 1, 98, 'OSError'),
        returned(on.client, 'close', 2, 'None'),
      ),
    ).toBe('ECONNREFUSED');
  });

  test('is the class of an error without a number', () => {
    expect(errno(raised(on.client, 'recv', 1, null, 'TimeoutError'))).toBe('TimeoutError');
    expect(errno(raised(on.client, 'getaddrinfo', 1, -2, 'gaierror'))).toBe('gaierror');
  });

  test('forgets the failure of an earlier run', () => {
    expect(errno(raised(on.client, 'bind', 1, 98, 'OSError'), exited(on.client, 1), started(on.client))).toBe(
      'none',
    );
  });

  test('counts a printed traceback only when it ended the program', () => {
    const traceback = printed(on.client, pythonOutput('int("x")'));
    expect(errno(traceback)).toBe('none');
    expect(errno(traceback, exited(on.client, 0))).toBe('none');
    expect(errno(traceback, exited(on.client, 1))).toBe('ValueError');
  });

  const endings = [
    ['a refused connection', 'import socket; socket.create_connection(("127.0.0.1", 1))', 'ECONNREFUSED'],
    ['a letter cut in two', '("가" * 40).encode()[:100].decode()', 'UnicodeDecodeError'],
    ['an exception of a module', 'import json; json.loads("{")', 'JSONDecodeError'],
    ['an exception without words', 'raise KeyError', 'KeyError'],
    ['words in two lines', 'raise ValueError("one\\nTypeError: two")', 'ValueError'],
    ['an exception while handling another', 'try:\n int("x")\nexcept ValueError:\n {}["y"]', 'KeyError'],
    ['a mistake in the file', 'if:', 'SyntaxError'],
    [
      'Ctrl-C behind a prompt',
      'print("msg: ^C", end="", flush=True); raise KeyboardInterrupt',
      'KeyboardInterrupt',
    ],
    ['a traceback in colour', 'raise OSError(32, "\\x1b[35mBroken pipe\\x1b[0m")', 'EPIPE'],
  ] as const;
  test.each(endings)('is read from the traceback of %s', (_, source, name) => {
    expect(errno(printed(on.client, pythonOutput(source)), exited(on.client, 1))).toBe(name);
  });
});

describe('failures', () => {
  const decodeError = printed(on.server, pythonOutput('b"\\xff".decode()'));
  const trace = traceOf(
    started(on.server),
    started(on.client),
    raised(on.client, 'recv', 1, 104, 'ConnectionResetError'),
    exited(on.client, 1),
    decodeError,
    exited(on.server, 1),
  );
  const failures = (given: readonly TraceEvent[], moment?: number) =>
    ask({ name: 'failures' }, given, moment);

  test('are told for every program in order of its start', () => {
    expect(failures(trace)).toBe('server:UnicodeDecodeError client:ECONNRESET');
    expect(failures(trace, 4)).toBe('server:none client:ECONNRESET');
    expect(failures(trace, 2)).toBe('server:none client:none');
    expect(failures(trace, 0)).toBe('none');
  });

  test('a program that survived a failing call has not failed', () => {
    const survived = traceOf(
      started(on.client),
      raised(on.client, 'connect', 1, 111, 'ConnectionRefusedError'),
      exited(on.client, 0),
    );
    expect(failures(survived)).toBe('client:none');
  });

  test('a program that ended without a word is told by its signal or code', () => {
    const ends = traceOf(
      started(on.server),
      started(on.client),
      exited(on.server, null, 'SIGKILL'),
      exited(on.client, 3),
    );
    expect(failures(ends)).toBe('server:SIGKILL client:exit-3');
  });
});

test('wire: the number of frames sent whose text contains the words', () => {
  const trace = traceOf(
    frame('sent', 1, { bytes: tcpFrame({ flags: 0x02 }) }),
    frame('delivered', 1, { to: 'server' }),
    frame('sent', 2, { bytes: tcpFrame({ flags: 0x12 }) }),
    frame('sent', 3, { bytes: udpFrame('hello') }),
  );
  const wire = (contains: string, moment?: number) => ask({ name: 'wire', contains }, trace, moment);
  expect(wire('SYN')).toBe(2);
  expect(wire('SYN, ACK')).toBe(1);
  expect(wire('UDP 5 bytes')).toBe(1);
  expect(wire('RST')).toBe(0);
  expect(wire('SYN', 1)).toBe(1);
});

describe('a segment that waits', () => {
  const syn = tcpFrame({ flags: 0x02 });
  const trace = traceOf(
    frame('sent', 1, { bytes: syn }),
    frame('held', 1, { why: 'rule:hold-syn' }),
    frame('sent', 2, { bytes: syn, copyOf: 1 }),
    frame('sent', 3, { bytes: udpFrame('hello') }),
    frame('held', 3, { why: 'step' }),
    frame('released', 1, { why: 'asked' }),
    frame('dropped', 2, { why: 'copy' }),
    frame('dropped', 3, { why: 'asked' }),
  );

  test('counts once, however often the kernel sends it again', () => {
    expect(ask({ name: 'wire', contains: 'SYN' }, trace)).toBe(1);
  });

  test('waits until it goes on or is dropped; its copies are not counted', () => {
    const waiting = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(moment => ask({ name: 'waiting' }, trace, moment));
    expect(waiting).toEqual([0, 0, 1, 1, 1, 2, 1, 1, 0]);
  });
});

describe('ret: what the newest call of a name gave', () => {
  const ret = (...events: Unnumbered[]) =>
    ask({ name: 'ret', program: 'client', call: 'connect' }, traceOf(started(on.client), ...events));
  const connect = call(on.client, 'connect', 1, 3);

  test('nothing before there was one, and then it waits', () => {
    expect(ret(call(on.client, 'socket', 1), call(on.server, 'connect', 1))).toBe('none');
    expect(ret(connect, blocked(on.client, 'connect', 3))).toBe('waiting');
    expect(ret(connect, call(on.client, 'close', 2), returned(on.client, 'close', 2, 'None'))).toBe(
      'waiting',
    );
  });

  test('its value, the name of its errno, or the exception where there is no number', () => {
    expect(ret(connect, returned(on.client, 'connect', 1, 'None'))).toBe('None');
    expect(ret(connect, raised(on.client, 'connect', 1, 113, 'OSError'))).toBe('EHOSTUNREACH');
    expect(ret(connect, raised(on.client, 'connect', 1, null, 'TimeoutError'))).toBe('TimeoutError');
  });

  test('the newest one counts, and only of this run', () => {
    const failed = [connect, raised(on.client, 'connect', 1, 111, 'ConnectionRefusedError')];
    expect(ret(...failed, call(on.client, 'connect', 2, 3))).toBe('waiting');
    expect(ret(...failed, exited(on.client, 1), started(on.client))).toBe('none');
  });

  test('of a forked child the answer is its own: it counts its calls on from its parent’s', () => {
    const child = { ...on.client, task: 'child-57' };
    const entered = call(child, 'connect', 1, 3);
    expect(ret(entered, connect, returned(child, 'connect', 1, 'None'))).toBe('waiting');
    expect(ret(connect, entered, returned(child, 'connect', 1, 'None'))).toBe('None');
  });

  test('a program that was ended in it waits no more', () => {
    expect(ret(connect, exited(on.client, null, 'SIGKILL'))).toBe('none');
  });
});

test('neigh: what a host has found out about an address on its link', () => {
  const knows = (state: HostNetwork['neighbours'][number]['state'], mac: string | null) =>
    network('client', { neighbours: [{ address: '10.0.0.2', mac, interface: 'eth0', state }] });
  const trace = traceOf(
    network('client'),
    knows('INCOMPLETE', null),
    knows('REACHABLE', '02:00:00:00:00:02'),
  );
  const neighbour = (moment: number, host = 'client', address = '10.0.0.2') =>
    ask({ name: 'neigh', host, address }, trace, moment);
  expect([0, 1, 2, 3].map(moment => neighbour(moment))).toEqual([null, 'none', 'INCOMPLETE', 'REACHABLE']);
  expect(neighbour(3, 'client', '10.0.0.9')).toBe('none');
  expect(neighbour(3, 'server')).toBeNull();
  expect([0, 1, 2].map(moment => ask({ name: 'neigh', host: 'client' }, trace, moment))).toEqual([
    null,
    0,
    1,
  ]);
});

describe('route: where a host sends what is for an address', () => {
  const direct = (to: string, device: string, source: string | null = null) => ({
    ...{ to, via: null, interface: device, source },
  });
  const through = (to: string, via: string, device = 'eth0') => ({
    to,
    via,
    interface: device,
    source: null,
  });
  const eth0 = {
    ...{ name: 'eth0', link: 'lan', mac: '02:00:00:00:00:01', up: true, mtu: 1500 },
    addresses: ['192.168.1.10/26', 'fd00::1:10/64'],
  };
  const routes = [
    through('192.168.1.128/28', '192.168.1.2'),
    direct('192.168.1.0/26', 'eth0', '192.168.1.10'),
    through('192.168.0.0/16', '192.168.1.3'),
    through('default', '192.168.1.1'),
    direct('fd00::/64', 'eth0'),
    through('default', 'fd00::1', 'eth1'),
  ];
  const host = (given: Parameters<typeof network>[1]) => traceOf(network('a', given));
  const way = (to: string, trace = host({ interfaces: [eth0], routes })) =>
    ask({ name: 'route', host: 'a', to }, trace);

  const ways = [
    ['192.168.1.20', 'eth0', 'its own link'],
    ['192.168.1.63', 'eth0', 'the last address of its own link'],
    ['192.168.1.64', '192.168.1.3', 'the first address behind it'],
    ['192.168.1.143', '192.168.1.2', 'the longest prefix, not the first that was added'],
    ['192.168.1.144', '192.168.1.3', 'just behind a longer prefix'],
    ['8.8.8.8', '192.168.1.1', 'the default'],
    ['192.168.1.10', 'lo', 'itself'],
    ['127.0.0.5', 'lo', 'loopback'],
    ['fd00::2', 'eth0', 'its own link'],
    ['fd00:0:0:0::2', 'eth0', 'the same, written longer'],
    ['fd00::0:0:1:10', 'lo', 'itself'],
    ['fd00:0:0:1::2', 'fd00::1', 'the default of IPv6'],
  ] as const;
  test.each(ways)('%s: %s (%s)', (to, expected) => {
    expect(way(to)).toBe(expected);
  });

  test('none without a route, or with one for the other family only', () => {
    expect(way('8.8.8.8', host({ routes: [direct('10.0.0.0/24', 'eth0')] }))).toBe('none');
    expect(way('8.8.8.8', host({ routes: [through('default', 'fd00::1')] }))).toBe('none');
    expect(way('8.8.8.8', host({}))).toBe('none');
  });

  test('its own address is itself while the interface is down, as the kernel has it', () => {
    expect(way('192.168.1.10', host({ interfaces: [{ ...eth0, up: false }], routes: [] }))).toBe('lo');
  });

  test('is unknown before the host’s tables came', () => {
    expect(ask({ name: 'route', host: 'b', to: '10.0.0.1' }, host({}))).toBeNull();
  });
});

test('the moment of a move is just after it', () => {
  const trace = traceOf(started(on.server), move('bind'), move('listen'));
  expect(momentOfMove(trace, 'bind')).toBe(2);
  expect(momentOfMove(trace, 'accept')).toBeNull();
});

test.skipIf(process.platform !== 'linux')('error numbers have the names that Linux gives them', () => {
  const synonyms: Readonly<Record<string, string>> = { EWOULDBLOCK: 'EAGAIN', ENOTSUP: 'EOPNOTSUPP' };
  for (const [name, number] of Object.entries(constants.errno)) {
    expect(errnoName(number)).toBe(synonyms[name] ?? name);
  }
  expect(errnoName(999)).toBe('errno 999');
});
