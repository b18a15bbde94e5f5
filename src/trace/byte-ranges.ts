/** Which bytes of a stream have come so far: ranges that neither touch nor overlap, in order. */
export type Range = { start: number; end: number };

/** The ranges with one more; those that touch become one. */
export function withRange(ranges: readonly Range[], more: Range): Range[] {
  if (more.end <= more.start) return [...ranges];
  const apart = ranges.filter(({ start, end }) => end < more.start || start > more.end);
  const near = ranges.filter(each => !apart.includes(each));
  const joined = {
    start: Math.min(more.start, ...near.map(({ start }) => start)),
    end: Math.max(more.end, ...near.map(({ end }) => end)),
  };
  return [...apart, joined].sort((one, other) => one.start - other.start);
}

/** The end of what has come without a gap. */
export const reachOf = (ranges: readonly Range[], from: number): number =>
  ranges.find(({ start, end }) => start <= from && end >= from)?.end ?? from;
