/** A lab without a walk: whose turn it is, and how a recording of it goes on. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { recordedSource } from '../../src/lab/recorded-source.ts';
import { turnOf } from '../../src/lab/turns.ts';
import { golden, goldenMoves } from './golden.ts';

const programs = [{ name: 'server' }, { name: 'client' }];
const turnAt = (trace: readonly TraceEvent[]) => turnOf(programs, trace, labAt(trace, trace.length));

const in_ = (program: string) => ({ host: program, program });
const stands = (seq: number, program: string): TraceEvent => ({
  ...{ type: 'line', seq, at: seq, ...in_(program), file: 'x.py', line: seq, function: '<module>' },
  locals: {},
});
const goes = (seq: number, program: string): TraceEvent => ({
  ...{ type: 'resumed', seq, at: seq, ...in_(program), how: 'call' },
});
const waits = (seq: number, program: string): TraceEvent => ({
  ...{ type: 'blocked', seq, at: seq, ...in_(program), syscall: 'accept4', fd: 3 },
});

test('the first program goes on until it waits, then the next one, and back when that one waits', () => {
  const trace: TraceEvent[] = [stands(0, 'server'), stands(1, 'client')];
  expect(turnAt(trace)).toBe('server');
  trace.push(goes(2, 'server'), stands(3, 'server'));
  expect(turnAt(trace)).toBe('server');
  trace.push(goes(4, 'server'), waits(5, 'server'));
  expect(turnAt(trace)).toBe('client');
  trace.push(goes(6, 'client'), stands(7, 'server'), stands(8, 'client'));
  expect(turnAt(trace)).toBe('client');
  trace.push(goes(9, 'client'), waits(10, 'client'));
  expect(turnAt(trace)).toBe('server');
  trace.push(goes(11, 'server'), waits(12, 'server'));
  expect(turnAt(trace)).toBeUndefined();
});

test('a program that has ended, or a thread that was stepped, is passed over', () => {
  const thread: TraceEvent = { ...goes(2, 'client'), task: 'thread-2' } as TraceEvent;
  expect(turnAt([stands(0, 'server'), stands(1, 'client'), thread])).toBe('server');
  const ended: TraceEvent = {
    ...{ type: 'program-exited', seq: 3, at: 3, ...in_('server'), code: 0, signal: null },
  };
  expect(turnAt([stands(0, 'server'), stands(1, 'client'), ended])).toBe('client');
});

test('a recording without moves goes on command by command, to the same end', () => {
  const trace = golden.filter(({ type }) => type !== 'move');
  const source = recordedSource(trace);
  const lengths = [source.trace.value.length];
  while (source.refused.value !== 'nothing-left') {
    source.next();
    lengths.push(source.trace.value.length);
  }
  // The last press has found nothing more.
  expect(lengths.pop()).toBe(trace.length);
  expect(lengths.at(-1)).toBe(trace.length);
  expect(new Set(lengths).size).toBe(lengths.length);
  expect(lengths.length).toBeGreaterThan(goldenMoves.length);
  for (const length of lengths.slice(1, -1)) {
    const following = trace[length];
    expect(following?.type === 'resumed' || following?.type === 'input').toBe(true);
  }
});

test('steps by hand behind the last move are gone through one by one', () => {
  const trace: TraceEvent[] = [
    stands(0, 'server'),
    goes(1, 'server'),
    { type: 'move', seq: 2, at: 2, move: 'first' },
    stands(3, 'server'),
    goes(4, 'server'),
    stands(5, 'server'),
    goes(6, 'server'),
    stands(7, 'server'),
  ];
  const source = recordedSource(trace);
  const lengths: number[] = [];
  for (let count = 0; count < 3; count += 1) {
    source.next();
    lengths.push(source.trace.value.length);
  }
  expect(lengths).toEqual([3, 6, 8]);
});
