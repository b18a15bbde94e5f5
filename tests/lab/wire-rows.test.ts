import { expect, test } from 'vitest';
import { labAt } from '#trace/fold';
import { newestWaiting, wireRows } from '../../src/lab/wire-rows.ts';
import { golden } from './golden.ts';
import { ACK, DATA, rowsOf, SYN, SYN_ACK } from './wire-fixture.ts';

const rows = wireRows(labAt(golden, golden.length).frames);
const tcp = rows.filter(({ summary }) => summary.kind === 'tcp');

test('the handshake counts from zero, whatever the kernel drew as first number', () => {
  expect(tcp.slice(0, 3).map(({ summary, seq, ack }) => [summary.text, seq, ack])).toEqual([
    ['SYN', 0, null],
    ['SYN, ACK', 0, 1],
    ['ACK', 1, 1],
  ]);
});

test('five bytes move the numbers by five, and a FIN by one', () => {
  const data = tcp.find(({ summary }) => summary.length === 5);
  const acknowledged = tcp[tcp.indexOf(data ?? expect.fail()) + 1];
  expect([data?.seq, acknowledged?.ack]).toEqual([1, 6]);
  expect(tcp.at(-1)?.ack).toBe(7);
});

test('what the kernel sends again meanwhile stays in the row of the frame that waits', () => {
  const waiting = rowsOf([
    { id: 1, at: 0, frame: SYN },
    { id: 1, at: 0, verb: 'held', why: 'step' },
    { id: 2, at: 1000, frame: SYN, copyOf: 1 },
    { id: 3, at: 3000, frame: SYN, copyOf: 1 },
    { id: 4, at: 3100, frame: ACK },
  ]);
  expect(waiting.map(({ number, frame, seq }) => [number, frame.id, seq])).toEqual([
    [1, 1, 0],
    [2, 4, 1],
  ]);
  expect(waiting[0]?.frame.copies).toEqual([2, 3]);
});

test('a copy of a frame that the trace does not have is a row like any other', () => {
  expect(rowsOf([{ id: 9, at: 0, frame: SYN, copyOf: 1 }])).toHaveLength(1);
});

test('who left earlier and arrived later was overtaken, but not on another way', () => {
  const [late, other, early] = rowsOf([
    { id: 1, at: 0, frame: SYN },
    { id: 2, at: 1, frame: SYN_ACK },
    { id: 3, at: 2, frame: DATA },
    { id: 2, at: 3 },
    { id: 3, at: 4 },
    { id: 1, at: 5 },
  ]);
  expect([late?.overtakenBy, other?.overtakenBy, early?.overtakenBy]).toEqual([3, null, null]);
});

test('the newest frame that waits is the last of those that still do', () => {
  const two = [
    { id: 1, at: 0, frame: SYN },
    { id: 1, at: 0, verb: 'held' },
    { id: 2, at: 1, frame: DATA },
    { id: 2, at: 1, verb: 'held' },
    { id: 3, at: 2, frame: SYN_ACK },
  ] as const;
  expect(newestWaiting(rowsOf(two))?.frame.id).toBe(2);
  expect(newestWaiting(rowsOf([...two, { id: 2, at: 3, verb: 'released' }]))?.frame.id).toBe(1);
  expect(newestWaiting(rowsOf(two.slice(0, 1)))).toBeUndefined();
});
