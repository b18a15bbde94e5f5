/**
 * What the frames before a TCP segment tell about it: the initial sequence numbers of both directions,
 * and by how much its window is to be multiplied, which only the SYNs say (RFC 7323, section 2.2).
 */

import { bytesOf } from './bytes.ts';
import { dissect, summaryOf } from './dissect.ts';
import type { FrameState } from './fold.ts';
import type { Dissection, Summary } from './layer.ts';
import { fromIsn } from './sequence.ts';

export type TcpContext = {
  /** relative to the first number of its direction, as Wireshark counts */
  seq: number;
  /** relative to the other direction's; null without ACK */
  ack: number | null;
  /** initial sequence number of its direction; null when its SYN was not seen */
  isn: number | null;
  peerIsn: number | null;
  /** shift count for its window; null when the SYNs were not seen */
  scale: number | null;
};

/** One direction of a connection. */
type Direction = {
  first: number;
  /** its SYN was seen; then `first` is the initial sequence number */
  opened: boolean;
  /** undefined: its SYN had no window scale option */
  shift: number | undefined;
};

/** Follows the connections of a list of frames; to be fed in order, each frame once. */
export function conversations(): (summary: Summary) => TcpContext | null {
  const directions = new Map<string, Direction>();
  return summary => {
    const { seq, source, destination, flags = [] } = summary;
    if (seq === undefined) return null;
    const there = `${source}>${destination}`;
    const back = `${destination}>${source}`;
    const known = directions.get(there);
    if (flags.includes('SYN') && !(known?.opened && known.first === seq)) {
      // The same pair of ports again: a new connection, in which nothing of the old one holds.
      if (known?.opened && !flags.includes('ACK')) directions.delete(back);
      directions.set(there, { first: seq, opened: true, shift: summary.windowShift });
    } else if (known === undefined) {
      directions.set(there, { first: seq, opened: false, shift: undefined });
    }
    return contextOf(summary, directions.get(there), directions.get(back));
  };
}

function contextOf(summary: Summary, own: Direction | undefined, peer: Direction | undefined): TcpContext {
  const { seq = 0, ack } = summary;
  return {
    seq: own === undefined ? seq : fromIsn(seq, own.first),
    // Without the other direction there is nothing to count from (a RST to a closed port acknowledges 1).
    ack: ack === undefined ? null : peer === undefined ? ack : fromIsn(ack, peer.first),
    isn: own?.opened ? own.first : null,
    peerIsn: peer?.opened ? peer.first : null,
    scale: scaleOf(summary, own, peer),
  };
}

/** Both sides must have offered it, and the window of a SYN itself is never scaled. */
function scaleOf({ flags }: Summary, own: Direction | undefined, peer: Direction | undefined): number | null {
  if (flags?.includes('SYN')) return 0;
  if (!own?.opened || !peer?.opened) return null;
  return peer.shift === undefined ? 0 : (own.shift ?? 0);
}

const known = new WeakMap<readonly FrameState[], readonly (TcpContext | null)[]>();

/** The context of each frame of a list, worked out once per list; null for what is not TCP. */
export function contextsOf(frames: readonly FrameState[]): readonly (TcpContext | null)[] {
  const before = known.get(frames);
  if (before !== undefined) return before;
  const next = conversations();
  const contexts = frames.map(frame => next(summaryOf(frame)));
  known.set(frames, contexts);
  return contexts;
}

/** A frame of a list with all its headers and what the frames before it tell; and its bytes. */
export function detailsOf(
  frame: FrameState,
  frames: readonly FrameState[],
): Dissection & { bytes: Uint8Array } {
  const bytes = bytesOf(frame.bytes);
  const context = contextsOf(frames)[frames.indexOf(frame)] ?? null;
  return { ...dissect(bytes, context), bytes };
}
