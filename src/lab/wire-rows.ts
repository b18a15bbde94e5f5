/**
 * Frames as rows of the wire's table: decoded once, with sequence numbers that begin at zero.
 */
import { dissect, summaryOf } from '#trace/dissect';
import type { FrameState } from '#trace/fold';
import { bytesOf } from './base64.ts';

type Dissection = ReturnType<typeof dissect>;
export type Layer = Dissection['layers'][number];
export type Summary = Dissection['summary'];

export type WireRow = {
  frame: FrameState;
  number: number;
  summary: Summary;
  /** relative to the first sequence number of its direction, as Wireshark counts; null where there is none */
  seq: number | null;
  ack: number | null;
};

/**
 * One row per frame, in order of sending. A connection begins anew with a SYN: the same pair of ports
 * may be used again with other first numbers.
 */
export function wireRows(frames: readonly FrameState[]): WireRow[] {
  const starts = new Map<string, number>();
  return frames.map((frame, index) => {
    const summary = summaryOf(frame);
    const { seq, ack, source, destination } = summary;
    const there = `${source}>${destination}`;
    const back = `${destination}>${source}`;
    if (seq !== undefined && (summary.flags?.includes('SYN') || !starts.has(there))) starts.set(there, seq);
    return {
      frame,
      number: index + 1,
      summary,
      seq: seq === undefined ? null : relative(seq, starts.get(there)),
      // Without the other direction's SYN there is nothing to count from (a RST to a closed port acks 1).
      ack: ack === undefined || !summary.flags?.includes('ACK') ? null : relative(ack, starts.get(back)),
    };
  });
}

/** Sequence numbers wrap at 2^32 (RFC 9293, section 3.4). */
const relative = (value: number, start: number | undefined): number =>
  start === undefined ? value : (value - start) >>> 0;

export const detailsOf = (frame: FrameState): Dissection & { bytes: Uint8Array } => {
  const bytes = bytesOf(frame.bytes);
  return { ...dissect(bytes), bytes };
};
