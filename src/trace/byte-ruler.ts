/**
 * One direction of a TCP connection on one axis of bytes: what each send handed in, how the kernel cut it
 * into segments, and what each receive took. The three rarely agree, because TCP carries a stream.
 */
import type { TraceEvent } from '#protocol/events';
import { type Range, reachOf, withRange } from './byte-ranges.ts';
import { bytesMoved, type CallFact, isReceive, isSend, literalLength } from './call-facts.ts';
import { joinOf } from './join-of.ts';
import { rowsOf, socketAt, stretchesIn } from './joined.ts';
import { type Journey, journeysOf } from './journeys.ts';
import type { SeenRow } from './socket-life.ts';
import { type Flow, otherSide, type Side } from './tcp-flows.ts';

/** Bytes of the stream: 0 is the first. */
export type CallSpan = Range & { call: CallFact };

export type SegmentSpan = Range & {
  journey: Journey;
  /** some of its bytes had left before */
  isResent: boolean;
  /** copies that its kernel sent while it waited on the wire */
  copies: readonly Journey[];
};

export type ByteRuler = {
  flow: Flow;
  side: Side;
  sends: readonly CallSpan[];
  segments: readonly SegmentSpan[];
  receives: readonly CallSpan[];
  /** the call that ended the direction, and the one that found its end */
  end: { closes: CallFact | null; finds: CallFact | null };
  /** acknowledgements by the other side: up to which byte, and where they came back */
  acknowledgements: readonly { index: number; upTo: number }[];
  /** by each table of the sending socket, up to which byte its kernel had surely been given */
  buffered: readonly { index: number; upTo: number }[];
};

/** The direction in which this side sends, over the whole trace. */
export function byteRuler(trace: readonly TraceEvent[], flow: Flow, side: Side): ByteRuler {
  const join = joinOf(trace);
  const journeys = journeysOf(trace, join, flow);
  const sender = socketAt(join, flow, side);
  const calls = [...stretchesIn(join, flow)].flatMap(([call, stretches]) =>
    stretches
      .filter(each => each.side === side)
      .map(each => ({ call, start: each.start - 1, end: each.end - 1 })),
  );
  const fin = journeys.find(each => each.side === side && each.fin);
  const acknowledgements = journeys
    .filter(each => each.side === otherSide(side) && each.ack !== null && !each.rst)
    .flatMap(({ ack, passages }) =>
      passages.flatMap(({ verb, index }) => (verb === 'arrived' ? [{ index, upTo: (ack ?? 0) - 1 }] : [])),
    );
  const isEnd = ({ start }: Range): boolean => fin !== undefined && start === fin.end - 2;
  return {
    flow,
    side,
    sends: inOrder(calls.filter(({ call }) => isSend(call)).map(asked)),
    segments: segmentsOf(journeys.filter(each => each.side === side)),
    receives: inOrder(
      calls.filter(each => isReceive(each.call) && each.end > each.start && !isEndCall(each)),
    ),
    end: {
      closes: calls.find(each => isEnd(each) && !isSend(each.call) && !isReceive(each.call))?.call ?? null,
      finds: calls.find(isEndCall)?.call ?? null,
    },
    acknowledgements,
    buffered: sender === null ? [] : bufferedBy(rowsOf(join, sender), acknowledgements, trace),
  };
}

/** A receive that gave no byte: it has found the end. */
const isEndCall = ({ call }: CallSpan): boolean => isReceive(call) && bytesMoved(call) === 0;

/** While sendall() sleeps only its argument tells how much it will hand in. */
function asked({ call, start, end }: CallSpan): CallSpan {
  const wanted = call.end === null && call.call === 'sendall' ? (literalLength(call.args[0]) ?? 0) : 0;
  return { call, start, end: Math.max(end, start + wanted) };
}

const inOrder = <Span extends Range>(spans: readonly Span[]): Span[] =>
  spans.toSorted((one, other) => one.start - other.start || one.end - other.end);

function segmentsOf(journeys: readonly Journey[]): SegmentSpan[] {
  let left: Range[] = [];
  const ids = new Set(journeys.map(({ id }) => id));
  const isCopy = ({ copyOf }: Journey): boolean => copyOf !== null && ids.has(copyOf);
  const copiesOf = Map.groupBy(journeys.filter(isCopy), ({ copyOf }) => copyOf);
  const own = journeys.filter(journey => !isCopy(journey));
  return own.flatMap((journey): SegmentSpan[] => {
    // Neither the SYN nor the FIN is a byte.
    const start = journey.start - 1 + (journey.syn ? 1 : 0);
    const end = journey.end - 1 - (journey.fin ? 1 : 0);
    const isData = end > start && !journey.rst;
    if (!isData && !journey.fin) return [];
    const isResent = left.some(each => each.start < end && start < each.end);
    left = withRange(left, { start, end });
    const copies = copiesOf.get(journey.id) ?? [];
    return [{ journey, start, end: Math.max(start, end), isResent, copies }];
  });
}

/** Not spread into Math.max(): a long stream has more than a call may have arguments. */
const largest = (numbers: readonly number[]): number =>
  numbers.reduce((most, number) => Math.max(most, number), 0);

/** What became of the stream by a moment. */
export type StreamState = {
  /** bytes that the sending kernel has been given, has sent, and knows to have come */
  handed: number;
  sent: number;
  acknowledged: number;
  /** bytes that have come to the other kernel, in order and behind a gap; and those that its program took */
  arrived: number;
  beyond: readonly Range[];
  read: number;
  isEndSent: boolean;
  isEndArrived: boolean;
};

export function streamState(ruler: ByteRuler, moment: number): StreamState {
  const past = ruler.segments.filter(({ journey }) => journey.index < moment);
  const came = past.flatMap(({ start, end, journey, copies }) =>
    hasArrived([journey, ...copies], moment) ? [{ start, end }] : [],
  );
  const ranges = came.reduce<Range[]>(withRange, []);
  const taken = ruler.receives.filter(({ call }) => call.end !== null && call.end < moment);
  const read = largest(taken.map(({ end }) => end));
  // What was read has come, and what has come was sent, whoever is told of first.
  const arrived = Math.max(read, reachOf(ranges, 0));
  const sent = Math.max(arrived, largest(past.map(({ end }) => end)));
  const given = ruler.sends.filter(({ call }) => call.end !== null && call.end < moment);
  const fins = past.filter(({ journey }) => journey.fin);
  return {
    handed: Math.max(sent, upTo(ruler.buffered, moment), largest(given.map(({ end }) => end))),
    sent,
    acknowledged: Math.min(sent, upTo(ruler.acknowledgements, moment)),
    arrived,
    beyond: ranges.filter(({ start }) => start > arrived),
    read,
    isEndSent: fins.length > 0,
    isEndArrived: fins.some(({ end, journey }) => end <= arrived && hasArrived([journey], moment)),
  };
}

const hasArrived = (journeys: readonly Journey[], moment: number): boolean =>
  journeys.some(({ passages }) => passages.some(({ verb, index }) => verb === 'arrived' && index < moment));

type Marks = readonly { index: number; upTo: number }[];

/** The furthest byte that has been marked before the moment. */
const upTo = (marks: Marks, moment: number): number =>
  largest(marks.flatMap(mark => (mark.index < moment ? [mark.upTo] : [])));

/** How much of Send-Q is no byte: a FIN that is not acknowledged. In other states it may be a SYN. */
const FIN_IN: Readonly<Record<string, number>> = {
  ESTABLISHED: 0,
  'CLOSE-WAIT': 0,
  'FIN-WAIT-1': 1,
  CLOSING: 1,
  'LAST-ACK': 1,
};

/** So long a table may be read before it is stamped; ns. */
const READING = 2_000_000;

/**
 * The end of what the send buffer has had, by each table: Send-Q counts what is not acknowledged, and a FIN.
 * An acknowledgement that came while the table was read may be in it or not, so it does not count.
 */
function bufferedBy(rows: readonly SeenRow[], acknowledgements: Marks, trace: readonly TraceEvent[]): Marks {
  return rows.flatMap(({ index, time, row: { state, sendQ } }) => {
    const fin = FIN_IN[state ?? ''];
    if (fin === undefined || sendQ <= fin) return [];
    const before = acknowledgements.filter(
      each => each.index < index && (trace[each.index]?.at ?? 0) < time.earliest - READING,
    );
    return [{ index, upTo: largest(before.map(each => each.upTo)) + sendQ - fin }];
  });
}

/** How a segment stands at a moment. */
export type SegmentFate = 'underway' | 'waits' | 'lost' | 'arrived';

export function fateAt({ journey, copies }: SegmentSpan, moment: number): SegmentFate {
  if (hasArrived([journey, ...copies], moment)) return 'arrived';
  const last = journey.passages.findLast(({ index }) => index < moment);
  if (last === undefined || last.verb === 'released') return 'underway';
  return last.verb === 'held' ? 'waits' : last.verb;
}

/** The length of the axis: all bytes that the trace up to a moment tells of. */
export const lengthAt = (ruler: ByteRuler, moment: number): number =>
  Math.max(
    streamState(ruler, moment).handed,
    largest(ruler.sends.filter(({ call }) => call.index < moment).map(({ end }) => end)),
  );
