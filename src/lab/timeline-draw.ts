/**
 * The timeline's lanes on a canvas: a long trace has thousands of marks, too many for elements of their
 * own. What a mark is has a shape; the colour is its machine's.
 */
import type { DrawnMark, Shape } from './timeline-marks.ts';

export const LANE_HEIGHT = 15;

export type Palette = {
  ink: string;
  soft: string;
  line: string;
  danger: string;
  warn: string;
  accent: string;
  lit: string;
  hosts: readonly string[];
};

export type Drawing = {
  marks: readonly DrawnMark[];
  moves: readonly { step: number }[];
  /** the colour of each lane, from the top */
  lanes: readonly string[];
  /** number of a mark's lane */
  laneOf(mark: DrawnMark): number | undefined;
  /** number of steps there are */
  steps: number;
  /** the step that is shown */
  here: number;
  /** the step at which the lab itself is */
  now: number;
  /** null: nothing is picked */
  isLit: ((mark: DrawnMark) => boolean) | null;
};

/** The x of a step, from 0 to `width`; the margin keeps half a slider's thumb free on both sides. */
export const xOf = (step: number, steps: number, width: number): number =>
  MARGIN + (step / Math.max(1, steps)) * (width - 2 * MARGIN);

export const stepAt = (x: number, steps: number, width: number): number =>
  Math.round(((x - MARGIN) / Math.max(1, width - 2 * MARGIN)) * Math.max(1, steps));

export const MARGIN = 8;

/** Draws all of it. The canvas has `width` × `height` CSS pixels. */
export function draw(
  context: CanvasRenderingContext2D,
  { width, height }: { width: number; height: number },
  drawing: Drawing,
  palette: Palette,
): void {
  const { steps, here, now, lanes, moves, marks, isLit, laneOf } = drawing;
  const x = (step: number) => xOf(step, steps, width);
  context.clearRect(0, 0, width, height);
  context.lineWidth = 1;
  context.strokeStyle = palette.line;
  for (const lane of lanes.keys()) stroke(context, MARGIN, middle(lane), width - MARGIN, middle(lane));
  context.setLineDash([2, 3]);
  for (const { step } of moves) stroke(context, x(step), 0, x(step), height);
  context.setLineDash([]);
  const crowd = openCrowd(lanes.length);
  for (const mark of marks) {
    const lane = laneOf(mark);
    if (lane === undefined) continue;
    const lit = isLit?.(mark) ?? false;
    const at = { x: x(mark.step), end: x(mark.until ?? now), y: middle(lane) };
    // What has not happened yet at the moment that is shown is pale, and so is what is not picked.
    const pale = mark.step > here ? 'to come' : isLit === null || lit ? 'no' : 'not picked';
    const ink = lit ? 'lit' : mark.hasFailed ? 'danger' : 'lane';
    if (crowd.hides(lane, mark.shape, at, { pale, ink })) continue;
    context.globalAlpha = ALPHA[pale];
    drawMark(context, mark, at, ink === 'lane' ? (lanes[lane] ?? palette.ink) : palette[ink], palette);
  }
  context.globalAlpha = 1;
  context.fillStyle = palette.accent;
  context.fillRect(x(here) - 1, 0, 2, height);
}

const ALPHA = { no: 1, 'not picked': 0.35, 'to come': 0.3 } as const;

/** px: of marks that look alike in one lane, one that follows so closely adds nothing to what is seen. */
const CLOSE: Readonly<Record<Shape, number>> = {
  ...{ tick: 1, bar: 1.5, dot: 2, post: 1.5, diamond: 4, arrow: 3.5, arrived: 2.5, cross: 2, gate: 1 },
};

type Look = { pale: keyof typeof ALPHA; ink: 'lit' | 'danger' | 'lane' };

/** Of thousands of marks on a few hundred pixels most lie under others like them. */
function openCrowd(lanes: number) {
  const last = Array.from({ length: lanes }, () => new Map<Shape, At & Look>());
  return {
    /** Whether this mark need not be drawn; otherwise it is remembered. Asked from left to right. */
    hides(lane: number, shape: Shape, { x, end, y }: At, { pale, ink }: Look): boolean {
      const before = last[lane]?.get(shape);
      const close = CLOSE[shape];
      const isHidden =
        before !== undefined &&
        before.pale === pale &&
        before.ink === ink &&
        x - before.x < close &&
        end - before.end < close;
      if (!isHidden) last[lane]?.set(shape, { x, end, y, pale, ink });
      return isHidden;
    },
  };
}

const middle = (lane: number): number => lane * LANE_HEIGHT + LANE_HEIGHT / 2 + 0.5;

function stroke(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath();
  context.moveTo(x1, y1);
  context.lineTo(x2, y2);
  context.stroke();
}

type At = { x: number; end: number; y: number };

function drawMark(
  context: CanvasRenderingContext2D,
  { shape: drawn, until }: DrawnMark,
  { x, end, y }: At,
  colour: string,
  palette: Palette,
): void {
  context.fillStyle = colour;
  context.strokeStyle = colour;
  switch (drawn) {
    case 'tick':
      context.fillRect(x - 0.75, y - 3, 1.5, 6);
      break;
    case 'bar':
      context.fillRect(x, y - 4, Math.max(3, end - x), 8);
      // Still open: it reaches to where the lab is, and has no end of its own.
      if (until === null) context.clearRect(x + 1.5, y - 2.5, Math.max(0, end - x - 1.5), 5);
      break;
    case 'dot':
      dot(context, x, y, 2);
      break;
    case 'post':
      context.fillRect(x - 1.5, y - 6, 3, 12);
      break;
    case 'diamond':
      shape(context, [x - 4, y, x, y - 4, x + 4, y, x, y + 4]);
      break;
    case 'arrow':
      shape(context, [x - 3, y - 4, x + 4, y, x - 3, y + 4]);
      break;
    case 'arrived':
      dot(context, x, y, 2.5);
      break;
    case 'gate':
      context.fillStyle = palette.warn;
      context.fillRect(x - 3, y - 5, 2, 10);
      context.fillRect(x + 1, y - 5, 2, 10);
      break;
    case 'cross':
      context.strokeStyle = palette.danger;
      context.lineWidth = 2;
      stroke(context, x - 4, y - 4, x + 4, y + 4);
      stroke(context, x - 4, y + 4, x + 4, y - 4);
      context.lineWidth = 1;
      break;
    default:
      drawn satisfies never;
  }
}

function dot(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

function shape(context: CanvasRenderingContext2D, points: readonly number[]): void {
  context.beginPath();
  for (let at = 0; at < points.length; at += 2) context.lineTo(points[at] ?? 0, points[at + 1] ?? 0);
  context.closePath();
  context.fill();
}
