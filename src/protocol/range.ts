/**
 * Ranges that a prediction offers for a number which differs from run to run: "..10", "10..100",
 * "100..", each from its first number up to, not including, its second.
 */
export type Range = { from: number; to: number };

const RANGE = /^(\d+(?:\.\d+)?)?\.\.(\d+(?:\.\d+)?)?$/;

/** Null for what is no range. */
export function rangeIn(text: string): Range | null {
  const found = RANGE.exec(text);
  if (found === null || text === '..') return null;
  const [, from, to] = found;
  const range = {
    from: Number(from ?? Number.NEGATIVE_INFINITY),
    to: Number(to ?? Number.POSITIVE_INFINITY),
  };
  return range.from < range.to ? range : null;
}

/** The one of these ranges in which a number lies. */
export const rangeOf = (ranges: readonly string[], value: number): string | undefined =>
  ranges.find(text => {
    const range = rangeIn(text);
    return range !== null && range.from <= value && value < range.to;
  });
