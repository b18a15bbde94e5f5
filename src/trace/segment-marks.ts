/**
 * What is said of a TCP segment in the light of those before it: that it is sent again, that it asks in
 * vain. Told only where the frames leave no doubt: on one link, from one sender, in order of sending.
 */
import { bytesOf, u8, u16 } from './bytes.ts';
import { summaryOf } from './dissect.ts';
import { ETH_P_IPV6, ETHERNET_BYTES } from './ethernet.ts';
import type { FrameState } from './fold.ts';
import type { Summary } from './layer.ts';
import { fromIsn } from './sequence.ts';

export type SegmentMark =
  /** Part of what it carries has left before; `first`: id of the frame with which it did. */
  | { kind: 'retransmission'; first: number }
  /** The nth in a row that asks again for what is missing (RFC 5681, section 2). */
  | { kind: 'duplicate-ack'; nth: number }
  /** Its sender takes nothing at present. */
  | { kind: 'zero-window' }
  /** Carries nothing, behind a number that is acknowledged already, so as to be answered. */
  | { kind: 'window-probe' }
  | { kind: 'keep-alive' };

/** A stretch of sequence numbers, counted from the direction's first one, and the frame that was first to carry it. */
type Carried = { start: number; end: number; frame: number };

/** One direction of a connection on one link. */
type Direction = {
  /** Who sends into the link, and with how many hops left: a packet that comes round again has fewer. */
  from: string;
  hops: number;
  first: number;
  carried: Carried[];
  /** behind the highest number sent */
  end: number;
  ack: number | null;
  window: number | null;
  duplicates: number;
};

type Segment = Summary & { seq: number; flags: readonly string[] };

const NOTHING: readonly SegmentMark[] = [];

/** Follows the frames of a trace, each to be fed once, in order of sending; tells the marks of each. */
export function segmentMarks(): (frame: FrameState) => readonly SegmentMark[] {
  const directions = new Map<string, Direction>();

  /** The direction that a segment belongs to; undefined: somebody passes it on, or it has come round. */
  function directionOf(frame: FrameState, { seq, flags }: Segment, there: string, back: string) {
    const known = directions.get(there);
    const hops = hopsOf(frame.bytes);
    const begins = flags.includes('SYN') && known?.first !== seq;
    if (known !== undefined && (known.from !== frame.from || known.hops !== hops)) return undefined;
    if (known !== undefined && !begins) return known;
    // The same pair of ports again: of the old connection nothing holds.
    if (begins && !flags.includes('ACK')) directions.delete(back);
    const fresh = { from: frame.from, hops, first: seq, ...UNSPOKEN, carried: [] };
    directions.set(there, fresh);
    return fresh;
  }

  return frame => {
    const summary = summaryOf(frame);
    if (!isSegment(summary) || summary.flags.includes('RST')) return NOTHING;
    const scope = frame.link === 'lo' ? `lo ${frame.from}` : frame.link;
    const back = `${scope} ${summary.destination} ${summary.source}`;
    const own = directionOf(frame, summary, `${scope} ${summary.source} ${summary.destination}`, back);
    if (own === undefined) return NOTHING;
    const marks = [...carrying(own, summary, frame), ...acknowledging(own, directions.get(back), summary)];
    own.ack = summary.ack ?? own.ack;
    own.window = summary.window ?? null;
    return marks.length === 0 ? NOTHING : marks;
  };
}

const UNSPOKEN = { end: 0, ack: null, window: null, duplicates: 0 };

const isSegment = (summary: Summary): summary is Segment =>
  summary.kind === 'tcp' && summary.seq !== undefined && summary.flags !== undefined;

/** SYN and FIN take up a number each (RFC 9293, section 3.4). */
const extentOf = ({ length, flags }: Segment): number =>
  length + Number(flags.includes('SYN')) + Number(flags.includes('FIN'));

/** Sequence numbers compare as if they did not wrap, within half of their range. */
const HALF = 2 ** 31;

/** A sender counts up: what begins below its highest number was sent before. */
function carrying(own: Direction, segment: Segment, frame: FrameState): SegmentMark[] {
  const extent = extentOf(segment);
  const start = fromIsn(segment.seq, own.first);
  // From before the first segment that the trace has: nothing is known of it.
  if (extent === 0 || start >= HALF) return [];
  const before = start < own.end ? own.carried.findLast(each => each.start <= start) : undefined;
  const end = start + extent;
  if (end > own.end) {
    own.carried.push({ start: Math.max(start, own.end), end, frame: frame.id });
    own.end = end;
  }
  // The copy of a waiting frame stands in that one's row.
  if (before === undefined || before.end <= start || frame.copyOf !== null) return [];
  return [{ kind: 'retransmission', first: before.frame }];
}

function acknowledging(own: Direction, peer: Direction | undefined, segment: Segment): SegmentMark[] {
  const { flags, window, ack } = segment;
  const isBare = extentOf(segment) === 0 && flags.join() === 'ACK';
  own.duplicates = isBare && isDuplicate(own, peer, segment) ? own.duplicates + 1 : 0;
  const marks: SegmentMark[] = [];
  if (own.duplicates > 0) marks.push({ kind: 'duplicate-ack', nth: own.duplicates });
  if (isBare && isProbe(own, peer, segment))
    marks.push({ kind: peer?.window === 0 ? 'window-probe' : 'keep-alive' });
  if (window === 0 && ack !== undefined && !flags.includes('SYN')) marks.push({ kind: 'zero-window' });
  return marks;
}

/** RFC 5681, section 2: the same number and window again, while there is something to acknowledge. */
const isDuplicate = (own: Direction, peer: Direction | undefined, { ack, window }: Segment): boolean =>
  peer !== undefined &&
  ack !== undefined &&
  own.ack === ack &&
  own.window === window &&
  fromIsn(ack, peer.first) < peer.end;

/** Linux probes with the number before the first that is not acknowledged (tcp_xmit_probe_skb). */
const isProbe = (own: Direction, peer: Direction | undefined, { seq }: Segment): boolean =>
  peer !== undefined &&
  peer.ack !== null &&
  fromIsn(peer.ack, seq) === 1 &&
  fromIsn(seq, own.first) < own.end;

/** Hop limit (IPv6) or time to live (IPv4): the same for all that a host sends into a link by itself. */
function hopsOf(base64: string): number {
  const bytes = bytesOf(base64.slice(0, 32));
  return u8(bytes, u16(bytes, 12) === ETH_P_IPV6 ? ETHERNET_BYTES + 7 : ETHERNET_BYTES + 8);
}
