/**
 * TCP connections as the frames show them. The same four-tuple may come again: a SYN with another
 * initial sequence number begins a new connection, and one with the same is a copy (RFC 9293, 3.4.1).
 * What is passed on over further links has the same numbers, so it joins by itself.
 */

import type { TcpEnds } from './packet-ends.ts';
import { fromIsn } from './sequence.ts';
import type { SocketLife } from './socket-life.ts';
import type { Time } from './times.ts';

/** Which end: 0 sent the first frame, 1 is the other. */
export type Side = 0 | 1;

/**
 * A stretch of one direction's sequence numbers, counted from its initial one: 0 is the SYN, data
 * begins at 1, and the FIN is the number behind the last byte.
 */
export type Stretch = { side: Side; start: number; end: number };

export type FlowFrame = {
  id: number;
  index: number;
  seq: number;
  time: Time;
  side: Side;
  syn: boolean;
  fin: boolean;
  rst: boolean;
  /** what it takes up; null for a mere acknowledgement */
  carries: Stretch | null;
  /** what it acknowledges that had not been; told only of mere acknowledgements */
  acknowledges: Stretch | null;
  /** an ICMP error about the stretch, sent by somebody in between */
  isError: boolean;
};

export type Flow = {
  readonly ends: readonly [string, string];
  readonly scope: string;
  /** who sent its first frame, and who has the other end's address, if anybody has said */
  readonly host: string;
  readonly goal: string | undefined;
  readonly from: number;
  readonly began: Time;
  readonly frames: FlowFrame[];
  /** set by flow-links.ts */
  readonly lives: [SocketLife | null, SocketLife | null];
  /** initial sequence numbers; null until the side has sent */
  readonly isn: [number | null, number | null];
  /** the highest acknowledgement of what the side has sent */
  readonly acknowledged: [number, number];
  /** it began with a SYN that the trace has */
  readonly hasSyn: boolean;
  /** its handshake was completed */
  isOpen: boolean;
};

export type SeenFrame = { id: number; index: number; seq: number; time: Time; host: string; scope: string };

export type Flows = {
  readonly all: readonly Flow[];
  /** Adds a segment; tells whether it began or opened a connection. */
  add(ends: TcpEnds, frame: SeenFrame): { flow: Flow; part: FlowFrame; isNews: boolean };
  /** Adds an error about a segment; nothing when its flow is unknown. */
  addError(about: TcpEnds, frame: SeenFrame): { flow: Flow; part: FlowFrame } | undefined;
  /** All connections between two ends, oldest first, whichever side began. */
  between(one: string, other: string, host: string): readonly Flow[];
};

/** Sequence numbers compare as if they did not wrap, within half of their range. */
const HALF = 2 ** 31;

/** @param hostOf the host that has an address; undefined when nobody has said */
export function openFlows(hostOf: (endpoint: string) => string | undefined): Flows {
  const flows = new Map<string, Flow[]>();
  const all: Flow[] = [];

  const of = (one: string, other: string, scope: string): Flow[] => {
    const key = one < other ? `${scope} ${one} ${other}` : `${scope} ${other} ${one}`;
    const known = flows.get(key) ?? [];
    flows.set(key, known);
    return known;
  };

  return {
    all,
    add(ends, frame) {
      const known = of(ends.source, ends.destination, frame.scope);
      const open = known.at(-1);
      const isNew = open === undefined || beginsAnew(open, ends);
      const flow = isNew ? freshFlow(ends, frame, hostOf(ends.destination)) : open;
      if (isNew) {
        known.push(flow);
        all.push(flow);
      }
      const wasOpen = flow.isOpen;
      const part = seen(flow, ends, frame);
      flow.frames.push(part);
      return { flow, part, isNews: isNew || flow.isOpen !== wasOpen };
    },
    addError(about, frame) {
      const flow = of(about.source, about.destination, frame.scope).at(-1);
      if (flow === undefined) return undefined;
      const side = sideOf(flow, about.source);
      const start = relative(flow, side, about.seq);
      const carries = { side, start, end: start + Math.max(1, about.length) };
      const { id, index, seq, time } = frame;
      const none = { syn: false, fin: false, rst: false, acknowledges: null };
      const part = { id, index, seq, time, side, carries, isError: true, ...none };
      flow.frames.push(part);
      return { flow, part };
    },
    between: (one, other, host) => {
      const local = of(one, other, host);
      return local.length > 0 ? local : of(one, other, '');
    },
  };
}

export const sideOf = ({ ends }: Flow, endpoint: string): Side => (ends[0] === endpoint ? 0 : 1);

export const otherSide = (side: Side): Side => (side === 0 ? 1 : 0);

export const overlap = (one: Stretch, other: Stretch): boolean =>
  one.side === other.side && one.start < other.end && other.start < one.end;

function beginsAnew(open: Flow, { syn, ack, seq, source }: TcpEnds): boolean {
  if (!syn || ack !== null) return false;
  const side = sideOf(open, source);
  // From the other side without ACK: both ends connect at once, which is one connection.
  const isAnswered = open.isn[1] !== null || open.frames.some(({ rst }) => rst);
  if (side === 1 && !isAnswered) return false;
  return open.isn[side] !== seq;
}

const freshFlow = (
  { source, destination, syn }: TcpEnds,
  { index, time, host, scope }: SeenFrame,
  goal: string | undefined,
): Flow => ({
  ends: [source, destination],
  scope,
  host,
  goal: scope === '' ? goal : scope,
  from: index,
  began: time,
  frames: [],
  lives: [null, null],
  isn: [null, null],
  acknowledged: [0, 0],
  hasSyn: syn,
  isOpen: false,
});

function relative(flow: Flow, side: Side, seq: number): number {
  const distance = fromIsn(seq, flow.isn[side] ?? seq - 1);
  return distance < HALF ? distance : distance - 2 ** 32;
}

function seen(flow: Flow, ends: TcpEnds, { id, index, seq, time }: SeenFrame): FlowFrame {
  const { syn, fin, rst, length } = ends;
  const side = sideOf(flow, ends.source);
  // A SYN may come late, behind an answer that the trace has first; a RST tells no number of its own.
  if (syn) flow.isn[side] = ends.seq;
  else if (flow.isn[side] === null && !rst) flow.isn[side] = ends.seq - 1;
  const start = relative(flow, side, ends.seq);
  const end = start + length + (syn ? 1 : 0) + (fin ? 1 : 0);
  const carries = end > start && !rst ? { side, start, end } : null;
  const acknowledges = acknowledged(flow, otherSide(side), ends);
  if (side === 0 && acknowledges !== null && flow.isn[1] !== null) flow.isOpen = true;
  const isMere = carries === null && !rst;
  return {
    id,
    index,
    seq,
    time,
    side,
    syn,
    fin,
    rst,
    carries,
    acknowledges: isMere ? acknowledges : null,
    isError: false,
  };
}

/** What of a side's numbers is acknowledged by a segment and was not before. */
function acknowledged(flow: Flow, side: Side, { ack, rst }: TcpEnds): Stretch | null {
  if (ack === null || rst || flow.isn[side] === null) return null;
  const [start, end] = [flow.acknowledged[side], relative(flow, side, ack)];
  if (end <= start) return null;
  flow.acknowledged[side] = end;
  return { side, start, end };
}
