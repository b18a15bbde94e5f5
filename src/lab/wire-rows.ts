/**
 * Frames as rows of the wire's table: decoded once, with sequence numbers that begin at zero. What a
 * kernel sends again while the first one waits has no row of its own.
 */
import { conversations } from '#trace/conversations';
import { summaryOf } from '#trace/dissect';
import type { FrameState } from '#trace/fold';
import { fragments } from '#trace/fragments';
import { type SegmentMark, segmentMarks } from '#trace/segment-marks';

export type Summary = ReturnType<typeof summaryOf>;

/** As the trace tells it, with the numbers of rows for ids of frames. */
export type RowMark =
  | { kind: 'retransmission'; of: number }
  | Exclude<SegmentMark, { kind: 'retransmission' }>
  /** a later fragment of the datagram that began there */
  | { kind: 'part'; of: number };

export type WireRow = {
  frame: FrameState;
  number: number;
  summary: Summary;
  /** relative to the first sequence number of its direction, as Wireshark counts; null where there is none */
  seq: number | null;
  ack: number | null;
  /** what the frames before it say of it */
  marks: readonly RowMark[];
  /** number of a frame that left later and arrived earlier */
  overtakenBy: number | null;
};

/** What is said of a frame whatever becomes of it; null: it belongs to the row of another. */
type Fact = Pick<WireRow, 'number' | 'summary' | 'seq' | 'ack' | 'marks'> | null;

/** One row per frame, in order of sending; a copy belongs to the row of the frame that it repeats. */
export const wireRows = (frames: readonly FrameState[]): readonly WireRow[] => openWireRows()(frames);

/**
 * The same for a lab that goes on, or is looked at as it was: a row is made anew only when its frame has
 * changed, and so is the list.
 */
export function openWireRows(): (frames: readonly FrameState[]) => readonly WireRow[] {
  let read = openReading();
  return frames => {
    if (!read.continues(frames)) read = openReading();
    return read.rows(frames);
  };
}

/** The rows of one run, whose frames only become more, or fewer for who looks back. */
function openReading() {
  const facts: Fact[] = [];
  const learn = openFacts();
  const known: FrameState[] = [];
  const made: (WireRow | undefined)[] = [];
  let latest: readonly WireRow[] = [];

  const isKnown = (frame: FrameState | undefined, at: number) =>
    frame?.seq === known[at]?.seq && frame?.bytes === known[at]?.bytes;

  return {
    continues(frames: readonly FrameState[]): boolean {
      const last = Math.min(frames.length, known.length) - 1;
      return last === -1 || (isKnown(frames[0], 0) && isKnown(frames[last], last));
    },
    rows(frames: readonly FrameState[]): readonly WireRow[] {
      for (const frame of frames.slice(known.length)) {
        facts.push(learn(frame));
        known.push(frame);
      }
      const rows: WireRow[] = [];
      let hasChanged = false;
      for (const [at, frame] of frames.entries()) {
        const fact = facts[at];
        if (fact == null) continue;
        let row = made[at];
        if (row?.frame !== frame) {
          row = { ...fact, frame, overtakenBy: overtaker(frames, facts, at) };
          made[at] = row;
          hasChanged = true;
        }
        rows.push(row);
      }
      if (hasChanged || rows.length !== latest.length) latest = rows;
      return latest;
    },
  };
}

/** To be given the frames of a run one by one: counts the rows, and follows the connections. */
function openFacts(): (frame: FrameState) => Fact {
  const numbers = new Map<number, number>();
  const contextOf = conversations();
  const marksOf = segmentMarks();
  const beginningOf = fragments();
  let count = 0;
  return frame => {
    const summary = summaryOf(frame);
    const context = contextOf(summary);
    const marks = marksOf(frame);
    const beginning = beginningOf(frame);
    const original = frame.copyOf === null ? undefined : numbers.get(frame.copyOf);
    if (original === undefined) count += 1;
    numbers.set(frame.id, original ?? count);
    if (original !== undefined) return null;
    const told = marks.map((mark): RowMark => {
      if (mark.kind !== 'retransmission') return mark;
      return { kind: 'retransmission', of: numbers.get(mark.first) ?? count };
    });
    const of = beginning === null ? undefined : numbers.get(beginning);
    if (of !== undefined) told.push({ kind: 'part', of });
    const { seq = null, ack = null } = context ?? {};
    return { number: count, summary, seq, ack, marks: told };
  };
}

/** Of the frames that left later on the same way and arrived earlier, the first to arrive. */
function overtaker(frames: readonly FrameState[], facts: readonly Fact[], at: number): number | null {
  const frame = frames[at];
  if (frame?.deliveredAt == null || frame.link === 'lo') return null;
  let earliest = frame.deliveredAt;
  let number: number | null = null;
  for (let later = at + 1; later < frames.length; later += 1) {
    const other = frames[later];
    // Those that left when it had arrived came too late for that.
    if (other === undefined || other.sentAt >= frame.deliveredAt) break;
    const { link, from, to, deliveredAt } = other;
    const isSameWay = link === frame.link && from === frame.from && to === frame.to;
    const fact = facts[later];
    if (!isSameWay || fact == null || deliveredAt === null || deliveredAt >= earliest) continue;
    earliest = deliveredAt;
    number = fact.number;
  }
  return number;
}

/** The newest frame that waits for somebody to act on it. */
export const newestWaiting = (rows: readonly WireRow[]): WireRow | undefined =>
  rows.findLast(({ frame }) => frame.status === 'held');
