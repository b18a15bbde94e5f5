import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { Probe } from '#protocol/lab';
import { momentOfMove, probe } from '#trace/probes';
import { errnoName } from '../../src/trace/errno.ts';
import {
  call,
  exited,
  frame,
  move,
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

const ask = (spec: Probe, trace: readonly TraceEvent[], moment = trace.length) =>
  probe(Probe.parse(spec), trace, moment);
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
