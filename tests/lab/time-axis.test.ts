import { describe, expect, test } from 'vitest';
import { scaleOf, timeAxis } from '../../src/lab/time-axis.ts';
import { ACK, DATA, type Happening, rowsOf, SYN, SYN_ACK } from './wire-fixture.ts';

/** rem per ms */
const SCALE = 0.05;
const axisOf = (...happenings: Happening[]) => timeAxis(rowsOf(happenings), SCALE / 1e6);

const delayed = [
  { id: 1, at: 0, frame: SYN },
  { id: 1, at: 40 },
  { id: 2, at: 40, frame: SYN_ACK },
  { id: 2, at: 60 },
  { id: 3, at: 80, frame: ACK },
  { id: 4, at: 81, frame: DATA },
] as const satisfies Happening[];

test('arrows begin as far apart as their times are', () => {
  const { spans } = axisOf(...delayed);
  expect(spans.map(({ height }) => Math.round(height * 100))).toEqual([200, 200, 5, 0]);
  expect(spans.flatMap(({ silences }) => silences)).toEqual([]);
});

test('an arrow ends where its time of arrival is, between two others or beside one', () => {
  const axis = axisOf(...delayed);
  expect(axis.placeOf(40e6)).toEqual({ row: 1, below: 0 });
  expect(axis.placeOf(60e6)).toEqual({ row: 1, below: expect.closeTo(1) });
});

test('what is overtaken falls past the one that overtook it', () => {
  const axis = axisOf(
    { id: 1, at: 0, frame: SYN },
    { id: 2, at: 10, frame: DATA },
    { id: 2, at: 20 },
    { id: 1, at: 50 },
  );
  expect(axis.placeOf(20e6)).toEqual({ row: 1, below: expect.closeTo(0.5) });
  expect(axis.placeOf(50e6)).toEqual({ row: 1, below: expect.closeTo(2) });
  expect(axis.spans[1]?.height, 'the last arrow’s end has room too').toBeCloseTo(2);
});

describe('a long silence', () => {
  const silenceOf = (ms: number) =>
    axisOf({ id: 1, at: 0, frame: SYN }, { id: 1, at: 1 }, { id: 2, at: 1 + ms, frame: SYN }).spans[0];

  test('is compressed and says how long it was', () => {
    expect(silenceOf(1000)?.silences).toEqual([1e9]);
    expect(silenceOf(1000)?.height).toBeLessThan(10);
  });

  test('looks the longer the longer it was', () => {
    const heights = [50, 100, 200, 1000, 60_000].map(ms => silenceOf(ms)?.height ?? 0);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(new Set(heights).size).toBe(5);
  });

  test('is none while something is short enough to be drawn as it was', () => {
    expect(silenceOf(80)?.silences).toEqual([]);
  });

  test('does not flatten the way of a frame in it', () => {
    const axis = axisOf({ id: 1, at: 0, frame: SYN }, { id: 1, at: 40 }, { id: 2, at: 9000, frame: SYN });
    expect(axis.placeOf(40e6)).toEqual({ row: 0, below: expect.closeTo(2) });
  });
});

describe('the scale', () => {
  const perMs = (ms: number) =>
    scaleOf(
      rowsOf(
        [1, 2, 3].flatMap(id => [
          { id, at: id, frame: SYN },
          { id, at: id + ms },
        ]),
      ),
    ) * 1e6;

  test('lets a delayed frame fall by a line or two', () => {
    for (const ms of [4, 10, 20, 60, 150, 300]) {
      expect(ms * perMs(ms)).toBeGreaterThan(1.5);
      expect(ms * perMs(ms)).toBeLessThan(4);
    }
  });

  test('does not try to show the way of a frame that arrives at once', () => {
    expect(perMs(0.06)).toBe(perMs(0.3));
    expect(0.06 * perMs(0.06)).toBeLessThan(0.01);
  });

  test('leaves out what somebody held back, and does not change with newer frames', () => {
    const held = [
      { id: 1, at: 0, frame: SYN },
      { id: 1, at: 0, verb: 'held' },
      { id: 1, at: 9000 },
    ] as const satisfies Happening[];
    expect(scaleOf(rowsOf(held))).toBe(scaleOf([]));
    const early = Array.from({ length: 40 }, (_, id) => [
      { id, at: id, frame: SYN },
      { id, at: id + 10 },
    ]);
    const late = Array.from({ length: 40 }, (_, id) => [
      { id: 100 + id, at: 100 + id, frame: SYN },
      { id: 100 + id, at: 500 + id },
    ]);
    expect(scaleOf(rowsOf([...early, ...late].flat()))).toBe(scaleOf(rowsOf(early.flat())));
  });
});
