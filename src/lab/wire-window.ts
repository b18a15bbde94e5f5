/**
 * Which rows of a long table are drawn: a window of them, which goes on with the newest unless the reader
 * looks at others. It moves in steps, so that most new rows only add to it.
 */
export type RowWindow = { start: number; end: number };

export const STEP = 30;
export const MOST = 3 * STEP;

/** The first row of the window that ends with the newest. */
const newest = (count: number): number => (count <= MOST ? 0 : Math.ceil((count - MOST) / STEP) * STEP);

/** @param chosen first row that the reader wants to see; null: go on with the newest */
export function windowAt(count: number, chosen: number | null): RowWindow {
  const start = Math.min(chosen ?? Infinity, newest(count));
  return { start, end: Math.min(count, start + MOST) };
}

export const earlier = ({ start }: RowWindow): number => Math.max(0, start - STEP);

/** Null: so late that it goes on with the newest. */
export const later = ({ start }: RowWindow, count: number): number | null => orNewest(start + STEP, count);

/** The first row of a window with this one in its middle. */
export const around = (row: number, count: number): number | null =>
  orNewest(Math.floor(Math.max(0, row - MOST / 2) / STEP) * STEP, count);

const orNewest = (start: number, count: number): number | null => (start >= newest(count) ? null : start);
