/**
 * Where spans of bytes stand on a ruler: in rows where they overlap, together where they would be too narrow
 * to be hit, and only those that are seen.
 */

export type Stretch = { start: number; end: number };

/** Several spans that stand as one: their first and last place in the list. */
export type Placed = { from: number; to: number; left: number; width: number };

/** Narrower than this is joined with its neighbours, up to a width that can be hit. */
const TOO_NARROW = 6;
const CLUSTER = 44;
/** What stands so far outside is drawn too, so that scrolling shows no gaps. */
const MARGIN = 300;

/** Rows for spans that may overlap: each goes into the first in which it overlaps none before it. */
export function rowsFor(spans: readonly Stretch[], most: number): number[] {
  const taken: Stretch[][] = Array.from({ length: most }, () => []);
  return spans.map(span => {
    const free = taken.findIndex(row => !row.some(other => other.start < span.end && span.start < other.end));
    const row = free === -1 ? most - 1 : free;
    put(taken[row] ?? [], span);
    return row;
  });
}

/** Most spans go on where the last one ended: they are kept as one. */
function put(row: Stretch[], span: Stretch): void {
  const last = row.at(-1);
  if (last !== undefined && last.end === span.start) last.end = span.end;
  else row.push({ ...span });
}

/** @param spans of one row, in order; `scale` in pixels for a byte; `seen` in pixels */
export function place(
  spans: readonly Stretch[],
  scale: number,
  seen: { from: number; to: number },
): Placed[] {
  const all: Placed[] = [];
  for (const [at, { start, end }] of spans.entries()) {
    const left = start * scale;
    const width = Math.max((end - start) * scale, 1);
    if (left > seen.to + MARGIN) break;
    const last = all.at(-1);
    if (last !== undefined && width < TOO_NARROW && joins(last, left, spans, scale)) {
      last.to = at;
      last.width = left + width - last.left;
    } else all.push({ from: at, to: at, left, width });
  }
  return all.filter(({ left, width }) => left + width >= seen.from - MARGIN);
}

/** Whether a narrow span that begins here joins the one before: that is narrow too, or a cluster with room. */
function joins(
  { from, to, left: start, width }: Placed,
  left: number,
  spans: readonly Stretch[],
  scale: number,
) {
  const one = spans[from];
  const isNarrow = to > from || (one !== undefined && (one.end - one.start) * scale < TOO_NARROW);
  return isNarrow && width < CLUSTER && left - (start + width) < 2;
}

const STEPS = [1, 2, 5] as const;

/** Round numbers of bytes that stand at least so many pixels apart, within what is seen. */
export function ticks(
  total: number,
  scale: number,
  apart: number,
  seen: { from: number; to: number },
): number[] {
  let step = 1;
  for (let power = 1; step * scale < apart; power *= 10)
    for (const times of STEPS) if (step * scale < apart) step = times * power;
  const first = Math.max(0, Math.floor((seen.from - MARGIN) / scale / step) * step);
  const last = Math.min(total, (seen.to + MARGIN) / scale);
  const found: number[] = [];
  for (let at = first; at <= last; at += step) found.push(at);
  return found;
}
