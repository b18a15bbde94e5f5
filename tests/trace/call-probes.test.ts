/** Probes that read a program's calls and what it printed. */
import { describe, expect, test } from 'vitest';
import type { PredictionSpec } from '#protocol/lab';
import { Probe } from '#protocol/lab';
import { outcomeOf } from '#trace/probes';
import { ask } from './ask.ts';
import {
  call,
  exited,
  move,
  network,
  on,
  printed,
  raised,
  returned,
  started,
  traceOf,
  type Unnumbered,
} from './events.ts';
import { readRecording } from './recordings.ts';

const received = (id: number, value: string, moved: number): Unnumbered[] => [
  call(on.server, 'recv', id, 4, ['3']),
  { ...returned(on.server, 'recv', id, value, 4), moved },
];
const trace = traceOf(
  started(on.server),
  ...received(1, "b'hel'", 3),
  ...received(2, "b'lo'", 2),
  call(on.server, 'recv', 3, 4),
  raised(on.server, 'recv', 3, 11, 'BlockingIOError'),
  call(on.server, 'recv', 4, 4),
);
const recv = { program: 'server', call: 'recv' };

describe('ret', () => {
  test('is of the last call, or of another one', () => {
    const ret = (given: object) => ask({ name: 'ret', ...recv, ...given }, trace);
    expect(ret({})).toBe('waiting');
    expect(ret({ nth: 1 })).toBe("b'hel'");
    expect(ret({ nth: 2, of: 'moved' })).toBe('2');
    expect(ret({ nth: -2, of: 'moved' })).toBe('EAGAIN');
    expect(ret({ nth: 5 })).toBe('none');
  });

  test('tells which host an accepted connection comes from, and its new descriptor', () => {
    const eth0 = { name: 'eth0', link: 'lan', mac: null, up: true, mtu: 1500, addresses: ['10.0.0.3/24'] };
    const accepts = traceOf(
      started(on.server),
      network('c2', { interfaces: [eth0] }),
      call(on.server, 'accept', 1, 3),
      returned(on.server, 'accept', 1, "(fd 4, ('10.0.0.3', 40112))", 4),
      call(on.server, 'accept', 2, 3),
      returned(on.server, 'accept', 2, "(fd 5, ('10.0.0.9', 40112))", 5),
    );
    const accept = (given: object) =>
      ask({ name: 'ret', program: 'server', call: 'accept', ...given }, accepts);
    expect(accept({ nth: 1, of: 'host' })).toBe('c2');
    expect(accept({ of: 'host' })).toBe('10.0.0.9');
    expect(accept({ of: 'fd' })).toBe('5');
  });
});

test('rets, calls and moved: of all calls of a name together', () => {
  expect(ask({ name: 'rets', ...recv, of: 'moved' }, trace)).toBe('3, 2, EAGAIN, waiting');
  expect(ask({ name: 'rets', ...recv, call: 'send' }, trace)).toBe('none');
  expect(ask({ name: 'calls', ...recv }, trace)).toBe(2);
  expect(ask({ name: 'moved', ...recv }, trace)).toBe(5);
});

test('took and elapsed: milliseconds by the events’ own times', () => {
  const timed = traceOf(
    { ...started(on.client), at: 0 },
    { ...call(on.client, 'connect', 1, 3), at: 1_000_000 },
    { ...returned(on.client, 'connect', 1, 'None'), at: 4_500_000 },
    { ...started(on.server), at: 4_500_000 },
    { ...call(on.server, 'recv', 1, 4), at: 5_000_000 },
    { ...returned(on.server, 'recv', 1, "b'x'"), at: 9_000_000, late: 1_000_000 } as Unnumbered,
  );
  expect(ask({ name: 'took', program: 'client', call: 'connect' }, timed)).toBe(3.5);
  const elapsed = { name: 'elapsed', from: { program: 'client', call: 'connect' }, to: recv };
  expect(ask(elapsed, timed)).toBe(7);
  expect(ask(elapsed, timed, 5)).toBeNull();
});

test('returned: the programs in which a call has come back', () => {
  const at = (program: string) => ({ host: program, program });
  const all = traceOf(
    ...['r1', 'r2', 'r3'].flatMap(name => [started(at(name)), call(at(name), 'recvfrom', 1, 3)]),
    returned(at('r3'), 'recvfrom', 1, "b'hi'"),
    returned(at('r1'), 'recvfrom', 1, "b'hi'"),
  );
  const returnedAt = (moment: number) => ask({ name: 'returned', call: 'recvfrom' }, all, moment);
  expect([6, 7, 8].map(returnedAt)).toEqual(['none', 'r3', 'r1+r3']);
});

test('out and lines: one line that was printed, and how many', () => {
  const run = traceOf(
    started(on.client),
    printed(on.client, 'connected\r\n\r\nrecv msg: a\r\nrecv msg: '),
    printed(on.client, 'b\r\n'),
  );
  const out = (nth: number) => ask({ name: 'out', program: 'client', nth }, run);
  expect([1, 2, -1, 4].map(out)).toEqual(['connected', 'recv msg: a', 'recv msg: b', null]);
  expect(ask({ name: 'lines', program: 'client', contains: 'recv msg' }, run)).toBe(2);
});

describe('the outcome of a prediction', () => {
  const spec = (given: Partial<PredictionSpec>): PredictionSpec => ({
    id: 'how-long',
    kind: 'range',
    options: ['..10', '10..100', '100..'],
    probe: Probe.parse({ name: 'took', program: 'client', call: 'connect' }),
    before: 'connect',
    at: 'connected',
    ...given,
  });
  const took = (ms: number) =>
    traceOf(
      { ...started(on.client), at: 0 },
      { ...call(on.client, 'connect', 1, 3), at: 0 },
      { ...returned(on.client, 'connect', 1, 'None'), at: ms * 1e6 },
      { ...move('connected'), at: ms * 1e6 },
    );

  test('of a range is the one in which the number lies, and tells the number', () => {
    expect(outcomeOf(spec({}), took(9.999))).toEqual({ value: '..10', exactly: '9.999' });
    expect(outcomeOf(spec({}), took(10))).toEqual({ value: '10..100', exactly: '10' });
    expect(outcomeOf(spec({}), took(3061))).toEqual({ value: '100..', exactly: '3061' });
  });

  test('of a number or a choice is what was found', () => {
    expect(outcomeOf(spec({ kind: 'number' }), took(3))).toEqual({ value: '3', exactly: null });
    const state = Probe.parse({ name: 'state', host: 'client' });
    expect(outcomeOf(spec({ kind: 'choice', probe: state }), took(3))).toEqual({
      value: 'none',
      exactly: null,
    });
  });

  test('is nothing before the run has come so far, and a number outside of every range is itself', () => {
    expect(outcomeOf(spec({}), took(3).slice(0, 3))).toBeNull();
    expect(outcomeOf(spec({ options: ['10..100'] }), took(3))).toEqual({ value: '3', exactly: null });
    expect(
      outcomeOf(spec({ options: ['..10', '10..'] }), traceOf(started(on.client), move('connected'))),
    ).toEqual({
      value: 'none',
      exactly: null,
    });
  });
});

test('a program that was ended while it waited waits no more', () => {
  const ended = traceOf(
    started(on.server),
    call(on.server, 'recv', 1, 4),
    exited(on.server, null, 'SIGKILL'),
  );
  expect(ask({ name: 'rets', ...recv }, ended)).toBe('none');
});

describe('in a run with a lost segment', () => {
  const run = readRecording(new URL('./runs/lost-segment.jsonl', import.meta.url).pathname);

  test('nothing is lost: as many bytes are taken as were given', () => {
    expect(ask({ name: 'moved', program: 'client', call: 'send' }, run)).toBe(9000);
    expect(ask({ name: 'moved', ...recv }, run)).toBe(9000);
    expect(ask({ name: 'out', program: 'client' }, run)).toBe("b'got 9000'");
  });
});
