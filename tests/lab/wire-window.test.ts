import { expect, test } from 'vitest';
import { around, earlier, later, MOST, STEP, windowAt } from '../../src/lab/wire-window.ts';

test('a short table is drawn whole, wherever the reader looks', () => {
  expect(windowAt(0, null)).toEqual({ start: 0, end: 0 });
  expect(windowAt(MOST, null)).toEqual({ start: 0, end: MOST });
  expect(windowAt(MOST, STEP)).toEqual({ start: 0, end: MOST });
});

test('of a long one the newest rows are drawn, and most new rows only add to them', () => {
  const counts = Array.from({ length: 10 * STEP }, (_, more) => 9000 + more);
  const starts = counts.map(count => windowAt(count, null).start);
  expect(new Set(starts).size).toBeLessThanOrEqual(11);
  for (const [index, count] of counts.entries()) {
    const { end } = windowAt(count, null);
    const drawn = end - (starts[index] ?? 0);
    expect(end).toBe(count);
    expect(drawn).toBeGreaterThan(MOST - STEP);
    expect(drawn).toBeLessThanOrEqual(MOST);
  }
});

test('who looks at earlier rows keeps them while others come', () => {
  const shown = windowAt(1000, earlier(windowAt(1000, null)));
  expect(windowAt(5000, shown.start)).toEqual({ start: shown.start, end: shown.start + MOST });
});

test('from the newest rows to the first and back, each step overlaps the one before', () => {
  let shown = windowAt(1000, null);
  while (shown.start > 0) {
    const next = windowAt(1000, earlier(shown));
    expect(next.start).toBeLessThan(shown.start);
    expect(next.end).toBeGreaterThan(shown.start);
    shown = next;
  }
  let start: number | null = 0;
  while (start !== null) {
    const next = windowAt(1000, start);
    expect(next.start).toBeLessThan(shown.end);
    shown = next;
    start = later(shown, 1000);
  }
  expect(windowAt(1000, start).start, 'the newest are the next step').toBeLessThan(shown.end);
  expect(windowAt(1000, start).end).toBe(1000);
});

test.each([0, 1, 89, 90, 500, 899, 999])('row %i is in the window around it', row => {
  const { start, end } = windowAt(1000, around(row, 1000));
  expect(row).toBeGreaterThanOrEqual(start);
  expect(row).toBeLessThan(end);
});
