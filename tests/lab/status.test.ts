import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import en from '../../content/ui/en.json' with { type: 'json' };
import { doingText, waitingText } from '../../src/lab/doing.ts';
import { lastSentence } from '../../src/lab/last-sentence.ts';
import { lineNow } from '../../src/lab/line-now.ts';
import { parseRecording } from '../../src/lab/recorded-source.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { goldenUpTo } from './golden.ts';

const words = wordsFrom('en', en);
const firstPacket = new URL('../../sandbox/labs/first-packet/', import.meta.url);

function statusAfter(move: string, before: string): string | undefined {
  const trace = goldenUpTo(move);
  return lastSentence(trace, goldenUpTo(before).length, moment => labAt(trace, moment), words);
}

test('the status tells how the step ended, not which line comes next', () => {
  expect(statusAfter('listen', 'bind')).toBe('server: listen returned');
  expect(statusAfter('recv', 'send')).toBe("server: recv returned b'hello'");
});

test('connect wakes the server too, but the status speaks of the program that was told to go on', () => {
  expect(statusAfter('connect', 'client-create')).toBe('client: connect returned');
});

test('of a program that an error has ended the status tells the error, not the exit code', () => {
  const trace = parseRecording(readFileSync(new URL('recorded.client-first.jsonl', firstPacket), 'utf8'));
  const text = lastSentence(trace, 0, moment => labAt(trace, moment), words);
  expect(text).toContain('client: connect failed with ECONNREFUSED');
});

test('a blocked program says in what, and who can wake it', () => {
  const trace = goldenUpTo('accept');
  const text = doingText(labAt(trace, trace.length), 'server', words);
  expect(text).toBe('in accept(): a client must connect to port 3333.');
});

test('a move whose program sleeps says why the lab waits', () => {
  const at = (move: string) => {
    const trace = goldenUpTo(move);
    return waitingText(labAt(trace, trace.length), 'server', words);
  };
  expect(at('sleep')).toContain('server is blocked in sleep(): it wakes by itself');
  expect(at('listener-close')).toBeUndefined();
});

test('a blocked program is shown at the line of its call', () => {
  const trace = goldenUpTo('accept');
  const call = trace.findLast(event => event.type === 'call' && event.program === 'server');
  expect(call?.type === 'call' && call.line).toBeGreaterThan(1);
  expect(lineNow(trace, 'server')).toBe(call?.type === 'call' ? call.line : undefined);
});

test('a program that was left running is at no known line once its call has returned', () => {
  const stamp = { host: 'server', program: 'server', at: 0 };
  const base = { ...stamp, call: 'listen', id: 1, fd: 3, line: 11 };
  const run: TraceEvent[] = [
    { ...stamp, seq: 0, type: 'line', file: 'server.py', line: 8, function: '<module>', locals: {} },
    { ...stamp, seq: 1, type: 'resumed', how: 'run' },
    { ...base, seq: 2, type: 'call', args: [] },
    { ...base, seq: 3, type: 'return', value: 'None', errno: null, error: null },
  ];
  expect(lineNow(run.slice(0, 3), 'server')).toBe(11);
  expect(lineNow(run, 'server')).toBeUndefined();
});

test('a move in which nothing was left to do keeps the sentence of the step before', () => {
  const trace: TraceEvent[] = [...goldenUpTo('end')];
  const mark = trace.length;
  trace.push({ type: 'move', seq: mark, at: 0, move: 'nothing-to-do' });
  expect(lastSentence(trace, mark, moment => labAt(trace, moment), words)).toBe('server ended (exit code 0)');
});
