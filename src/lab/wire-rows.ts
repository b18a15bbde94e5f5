/**
 * Frames as rows of the wire's table: decoded once, with sequence numbers that begin at zero. What a
 * kernel sends again while the first one waits has no row of its own.
 */
import { contextsOf } from '#trace/conversations';
import { summaryOf } from '#trace/dissect';
import type { FrameState } from '#trace/fold';

export type Summary = ReturnType<typeof summaryOf>;

export type WireRow = {
  frame: FrameState;
  number: number;
  summary: Summary;
  /** relative to the first sequence number of its direction, as Wireshark counts; null where there is none */
  seq: number | null;
  ack: number | null;
  /** number of a frame that left later and arrived earlier */
  overtakenBy: number | null;
};

/** One row per frame, in order of sending; a copy belongs to the row of the frame that it repeats. */
export function wireRows(frames: readonly FrameState[]): WireRow[] {
  const contexts = contextsOf(frames);
  const ids = new Set(frames.map(({ id }) => id));
  const rows: WireRow[] = [];
  for (const [index, frame] of frames.entries()) {
    if (frame.copyOf !== null && ids.has(frame.copyOf)) continue;
    const { seq, ack } = contexts[index] ?? { seq: null, ack: null };
    const number = rows.length + 1;
    rows.push({ frame, number, summary: summaryOf(frame), seq, ack, overtakenBy: null });
  }
  return withOvertaken(rows);
}

/** From the last row to the first, with the earliest arrival so far on each way. */
function withOvertaken(rows: WireRow[]): WireRow[] {
  const earliest = new Map<string, { at: number; number: number }>();
  for (const row of rows.toReversed()) {
    const { link, from, to, deliveredAt } = row.frame;
    if (deliveredAt === null || link === 'lo') continue;
    const way = `${link} ${from} ${to}`;
    const other = earliest.get(way);
    if (other !== undefined && other.at < deliveredAt) row.overtakenBy = other.number;
    else earliest.set(way, { at: deliveredAt, number: row.number });
  }
  return rows;
}

/** The newest frame that waits for somebody to act on it. */
export const newestWaiting = (rows: readonly WireRow[]): WireRow | undefined =>
  rows.findLast(({ frame }) => frame.status === 'held');
