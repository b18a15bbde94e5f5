import { expect, test } from 'vitest';
import { place, rowsFor, type Stretch, ticks } from '../../src/lab/ruler-layout.ts';

const spans = (...ends: number[]): Stretch[] => ends.map((end, at) => ({ start: ends[at - 1] ?? 0, end }));
const everything = { from: 0, to: 100_000 };

test('what follows each other stands in one row, what comes again below', () => {
  const all = [...spans(5, 10, 15), { start: 5, end: 10 }, { start: 7, end: 9 }];
  expect(rowsFor(all, 4)).toEqual([0, 0, 0, 1, 2]);
});

test('when all rows are taken the last one has what is left', () => {
  const same = Array.from({ length: 5 }, () => ({ start: 0, end: 1 }));
  expect(rowsFor(same, 3)).toEqual([0, 1, 2, 2, 2]);
});

test('wide spans stand for themselves', () => {
  expect(place(spans(5, 10), 10, everything)).toEqual([
    { from: 0, to: 0, left: 0, width: 50 },
    { from: 1, to: 1, left: 50, width: 50 },
  ]);
});

test('narrow ones are joined until they can be hit, and every span is in one of them', () => {
  const many = spans(...Array.from({ length: 1000 }, (_, at) => at + 1));
  const placed = place(many, 0.5, everything);
  expect(placed.every(({ width }, at) => width >= 40 || at === placed.length - 1)).toBe(true);
  expect(placed.map(({ from }) => from)).toEqual(
    [0, ...placed.map(({ to }) => to + 1)].slice(0, placed.length),
  );
  expect(placed.at(-1)?.to).toBe(999);
});

test('narrow spans with a gap between them are not joined', () => {
  const apart = [
    { start: 0, end: 1 },
    { start: 50, end: 51 },
  ];
  expect(place(apart, 1, everything)).toHaveLength(2);
});

test('of a long stream only what is seen is drawn', () => {
  const many = spans(...Array.from({ length: 10_000 }, (_, at) => (at + 1) * 10));
  const placed = place(many, 1, { from: 50_000, to: 50_800 });
  expect(placed.length).toBeLessThan(200);
  expect(placed.some(({ left }) => left === 50_000)).toBe(true);
});

test.each([
  [15, 26, [0, 5, 10, 15]],
  [4000, 0.2, [0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000]],
  [0, 26, [0]],
])('the axis of %i bytes has round numbers', (total, scale, expected) => {
  expect(ticks(total, scale, 56, { from: 0, to: 900 })).toEqual(expected);
});
