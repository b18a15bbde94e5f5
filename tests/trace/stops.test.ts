import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { openStops } from '#trace/stops';
import { golden } from '../lab/golden.ts';

const stopsOf = (events: readonly TraceEvent[]): readonly number[] => {
  const stops = openStops();
  stops.follow(events);
  return stops.moments;
};

test('a trace that comes bit by bit has the stops of the whole one', () => {
  const whole = stopsOf(golden);
  for (const size of [1, 2, 7]) {
    const stops = openStops();
    for (let end = 0; end < golden.length + size; end += size) stops.follow(golden.slice(0, end));
    expect(stops.moments).toEqual(whole);
  }
});

test('a reader is stopped after every call, and not after what only follows from one', () => {
  const stops = openStops();
  stops.follow(golden);
  const told = stops.events.map(index => golden[index]?.type);
  for (const type of ['call', 'return', 'line'] as const)
    expect(told.filter(each => each === type)).toHaveLength(
      golden.filter(event => event.type === type).length,
    );
  for (const type of ['resumed', 'move', 'counters'] as const) expect(told).not.toContain(type);
});

test('that a move is done is seen with what completed it, also where a trace ends with it', () => {
  for (const [index, event] of golden.entries())
    if (event.type === 'move') expect(stopsOf(golden.slice(0, index + 1)).at(-1)).toBe(index + 1);
});

test('output that comes in pieces is one stop, after the last of them', () => {
  const at = { host: 'pc', program: 'p' };
  const output = (seq: number): TraceEvent => ({ type: 'output', seq, at: seq, ...at, bytes: 'YQ==' });
  const other: TraceEvent = { type: 'output', seq: 2, at: 2, host: 'pc', program: 'q', bytes: 'YQ==' };
  expect(stopsOf([output(0), output(1), other])).toEqual([2, 3]);
});

test('going from stop to stop there and back again', () => {
  const stops = openStops();
  stops.follow(golden);
  const [first = 0] = stops.moments;
  const last = stops.moments.at(-1) ?? 0;
  const there: number[] = [];
  for (let moment = 0; moment !== last; moment = stops.after(moment)) there.push(moment);
  const back: number[] = [];
  for (let moment = last; moment !== 0; ) {
    moment = stops.before(moment);
    back.unshift(moment);
  }
  expect(there).toEqual(back);
  expect(there[1]).toBe(first);
  expect(stops.countUntil(0)).toBe(0);
  expect(stops.countUntil(last)).toBe(stops.moments.length);
  expect(stops.after(last)).toBe(last);
});
