import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { openTimeline } from '#trace/timeline';
import { newestWaiting, openWireRows, wireRows } from '../../src/lab/wire-rows.ts';
import { golden } from './golden.ts';
import { ACK, DATA, rowsOf, SYN, SYN_ACK, traceOf } from './wire-fixture.ts';

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

const LOSSY = traceOf([
  { id: 1, at: 0, frame: SYN },
  { id: 1, at: 0, verb: 'held' },
  { id: 2, at: 1, frame: SYN, copyOf: 1 },
  { id: 1, at: 2, verb: 'released' },
  { id: 1, at: 3 },
  { id: 3, at: 4, frame: SYN_ACK },
  { id: 3, at: 5 },
  { id: 4, at: 6, frame: DATA },
  { id: 5, at: 7, frame: DATA },
  { id: 5, at: 8 },
  { id: 4, at: 9 },
]);

test('a segment that was sent again says which row it repeats, a copy in that row does not', () => {
  const marks = wireRows(labAt(LOSSY, LOSSY.length).frames).map(row => row.marks);
  expect(marks).toEqual([[], [], [], [{ kind: 'retransmission', of: 3 }]]);
});

describe('the rows of a lab that goes on, or is looked at as it was', () => {
  const framesAt = (trace: readonly TraceEvent[], moment: number) => labAt(trace, moment).frames;

  test.each([
    ['the golden recording', golden],
    ['a wire that holds, loses and overtakes', LOSSY],
  ])('are those that are made anew at each moment: %s', (_, trace) => {
    const read = openWireRows();
    const there = Array.from(trace, (_, moment) => moment + 1);
    for (const moment of [...there, ...there.toReversed(), ...there.filter(each => each % 7 === 0)]) {
      const frames = framesAt(trace, moment);
      expect(read(frames), `moment ${moment}`).toEqual(wireRows(frames));
    }
  });

  test('are the same objects where nothing happened to their frames, and the same list where nothing happened', () => {
    const read = openWireRows();
    const timeline = openTimeline(LOSSY.slice(0, 7));
    const before = read(timeline.latest.frames);
    expect(read([...timeline.latest.frames])).toBe(before);
    timeline.append(LOSSY.slice(7));
    const after = read(timeline.latest.frames);
    expect(after.slice(0, 2)).toEqual(before);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  test('of a fresh box have nothing of the one before', () => {
    const read = openWireRows();
    read(framesAt(LOSSY, LOSSY.length));
    const fresh = framesAt(golden, golden.length);
    expect(read(fresh)).toEqual(wireRows(fresh));
  });
});
