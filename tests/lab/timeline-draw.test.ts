/** What the timeline draws of a short trace, and of one that has more marks than it has pixels. */
import { expect, test } from 'vitest';
import { draw } from '../../src/lab/timeline-draw.ts';
import type { DrawnMark, Shape } from '../../src/lab/timeline-marks.ts';

const WIDTH = 416;
const palette = {
  ...{ ink: 'ink', soft: 'soft', line: 'line', danger: 'danger', warn: 'warn', accent: 'accent', lit: 'lit' },
  hosts: [],
};

const mark = (shape: Shape, step: number, more: Partial<DrawnMark> = {}): DrawnMark => ({
  ...{ shape, lane: 'server', step, until: step, seq: step, hasFailed: false, frame: null, line: null },
  ...more,
});

/** The colour of each rectangle that was filled, with its place from left to right. */
function rectangles(marks: readonly DrawnMark[], steps: number, here = steps) {
  const filled: { x: number; width: number; colour: string; alpha: number }[] = [];
  const context = {
    ...{ fillStyle: '', strokeStyle: '', lineWidth: 1, globalAlpha: 1 },
    fillRect(x: number, _y: number, width: number) {
      filled.push({ x, width, colour: this.fillStyle, alpha: this.globalAlpha });
    },
    ...{ clearRect() {}, beginPath() {}, moveTo() {}, lineTo() {}, stroke() {}, setLineDash() {} },
  };
  const lanes = { lanes: ['blue', 'red'], laneOf: ({ lane }: DrawnMark) => (lane === 'server' ? 0 : 1) };
  draw(
    context as unknown as CanvasRenderingContext2D,
    { width: WIDTH, height: 60 },
    { marks, moves: [], steps, here, now: steps, isLit: null, ...lanes },
    palette,
  );
  return filled.filter(({ colour }) => colour !== 'accent');
}

test('of a short trace each mark is drawn, in the colour of its lane', () => {
  const marks = [mark('tick', 1), mark('tick', 2, { lane: 'client' }), mark('tick', 3, { hasFailed: true })];
  expect(rectangles(marks, 4).map(({ colour }) => colour)).toEqual(['blue', 'red', 'danger']);
});

test('of a long one there is a mark wherever there was one, and no more than there is room for', () => {
  const steps = 20_000;
  const marks = Array.from({ length: steps }, (_, nth) => mark('tick', nth + 1));
  const drawn = rectangles(marks, steps);
  expect(drawn.length).toBeLessThanOrEqual(WIDTH);
  const gaps = drawn.slice(1).map(({ x }, nth) => x - (drawn[nth]?.x ?? 0));
  expect(Math.max(...gaps), 'a solid band: a tick is 1.5 px wide').toBeLessThan(1.5);
});

test('what differs in look or length is not hidden by what lies at the same place', () => {
  const steps = 20_000;
  const marks = [
    ...[mark('tick', 100), mark('tick', 101, { hasFailed: true }), mark('tick', 102, { lane: 'client' })],
    ...[mark('bar', 103), mark('bar', 104, { until: 9_000 }), mark('tick', 105)],
  ];
  const drawn = rectangles(marks, steps, 104);
  expect(drawn.map(({ colour, alpha }) => `${colour} ${alpha}`)).toEqual([
    ...['blue 1', 'danger 1', 'red 1', 'blue 1', 'blue 1', 'blue 0.3'],
  ]);
  expect(Math.max(...drawn.map(({ width }) => width))).toBeGreaterThan(100);
});
