/**
 * The segments of a connection, each from its sender to the other end: what it carries, and when it came
 * there or was lost. A segment that a router has passed on is one journey over several frames.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { type FrameHappening, frameEvents } from './frame-events.ts';
import type { Join } from './join.ts';
import { hostOf, socketAt } from './joined.ts';
import { packetEnds, type TcpEnds } from './packet-ends.ts';
import { fromIsn } from './sequence.ts';
import { type Flow, type FlowFrame, otherSide, type Side } from './tcp-flows.ts';

export type Passage = {
  index: number;
  verb: 'held' | 'released' | 'lost' | 'arrived';
  /** why it was lost, as events.ts has it; "corrupt": it came with other bytes, and TCP throws it away */
  why: string | null;
};

export type Journey = {
  /** of the frame that its sender sent */
  id: number;
  seq: number;
  /** place in the trace at which it left */
  index: number;
  side: Side;
  syn: boolean;
  fin: boolean;
  rst: boolean;
  /** sequence numbers that it takes up, counted from the initial one: 0 is the SYN, 1 the first byte */
  start: number;
  end: number;
  /** what it acknowledges of the other side's numbers; null without ACK */
  ack: number | null;
  /** id of the waiting frame whose segment this one repeats */
  copyOf: number | null;
  passages: Passage[];
};

type Known = { length: number; journeys: readonly Journey[] };
const known = new WeakMap<Flow, Known>();

/** In the order in which they left. */
export function journeysOf(trace: readonly TraceEvent[], join: Join, flow: Flow): readonly Journey[] {
  const before = known.get(flow);
  if (before?.length === trace.length) return before.journeys;
  const journeys = ([0, 1] as const).flatMap(side => ofSide(trace, join, flow, side));
  journeys.sort((one, other) => one.index - other.index);
  known.set(flow, { length: trace.length, journeys });
  return journeys;
}

/** The host of an end: its socket's, else the one that has the address. */
const endHost = (join: Join, flow: Flow, side: Side): string | undefined =>
  socketAt(join, flow, side)?.host ?? (flow.scope === '' ? hostOf(join, flow.ends[side]) : flow.scope);

function ofSide(trace: readonly TraceEvent[], join: Join, flow: Flow, side: Side): Journey[] {
  const goal = endHost(join, flow, otherSide(side));
  const journeys: Journey[] = [];
  /** of what has left and may be passed on by a router, by what it says */
  const underway = new Map<string, Journey[]>();
  let origin = endHost(join, flow, side);
  for (const part of flow.frames) {
    const happenings = frameEvents(trace, part.id);
    const [first] = happenings;
    if (first === undefined || part.side !== side || part.isError) continue;
    const { from, link } = first.event;
    origin ??= from;
    const said = `${part.carries?.start} ${part.carries?.end} ${ackIn(first, flow, side)} ${part.rst}`;
    const journey = from === origin ? begun(part, first, flow) : underway.get(`${link} ${said}`)?.shift();
    if (journey === undefined) continue;
    if (from === origin) journeys.push(journey);
    for (const passage of passagesOf(happenings, goal)) journey.passages.push(passage);
    // Wherever it is sent into next, it is the first there that says the same.
    for (const next of linksOf(trace, flow)) {
      if (next === link || from !== origin) continue;
      const key = `${next} ${said}`;
      underway.set(key, [...(underway.get(key) ?? []), journey]);
    }
  }
  return journeys;
}

const links = new WeakMap<Flow, { frames: number; names: ReadonlySet<string> }>();

/** The links that a connection's frames were seen on. */
function linksOf(trace: readonly TraceEvent[], flow: Flow): ReadonlySet<string> {
  const before = links.get(flow);
  if (before?.frames === flow.frames.length) return before.names;
  const names = new Set(flow.frames.flatMap(({ id }) => frameEvents(trace, id)[0]?.event.link ?? []));
  links.set(flow, { frames: flow.frames.length, names });
  return names;
}

const HALF = 2 ** 31;

function relative(flow: Flow, side: Side, value: number): number {
  const distance = fromIsn(value, flow.isn[side] ?? value - 1);
  return distance < HALF ? distance : distance - 2 ** 32;
}

const parsed = new WeakMap<FrameEvent, TcpEnds | null>();

/** A trace is read again whenever it has grown: each frame is parsed once. */
function endsIn(event: FrameEvent): TcpEnds | null {
  const before = parsed.get(event);
  if (before !== undefined) return before;
  const ends = packetEnds(event.bytes ?? '');
  const tcp = ends.kind === 'tcp' ? ends : null;
  parsed.set(event, tcp);
  return tcp;
}

function ackIn({ event }: FrameHappening, flow: Flow, side: Side): number | null {
  const ack = endsIn(event)?.ack ?? null;
  return ack === null ? null : relative(flow, otherSide(side), ack);
}

function begun(part: FlowFrame, first: FrameHappening, flow: Flow): Journey {
  const { id, index, seq, side, syn, fin, rst, carries } = part;
  const start = carries?.start ?? relative(flow, side, endsIn(first.event)?.seq ?? 0);
  const end = carries?.end ?? start;
  const copyOf = first.event.copyOf ?? null;
  return {
    id,
    index,
    seq,
    side,
    syn,
    fin,
    rst,
    start,
    end,
    ack: ackIn(first, flow, side),
    copyOf,
    passages: [],
  };
}

/** What happened to one frame; only what comes to the other end has arrived. */
export function passagesOf(happenings: readonly FrameHappening[], goal: string | undefined): Passage[] {
  const [sent] = happenings;
  // Loopback delivers at once, though it is told of later.
  if (sent?.event.link === 'lo') return [{ index: sent.index, verb: 'arrived', why: null }];
  let isSpoilt = false;
  return happenings.flatMap(({ index, event: { verb, to, why } }): Passage[] => {
    switch (verb) {
      case 'held':
      case 'released':
        return [{ index, verb, why: why ?? null }];
      case 'dropped':
        return [{ index, verb: 'lost', why: why ?? null }];
      case 'corrupted':
        isSpoilt = true;
        return [];
      case 'delivered':
        if (goal !== undefined && to !== goal) return [];
        return [{ index, verb: isSpoilt ? 'lost' : 'arrived', why: isSpoilt ? 'corrupt' : null }];
      case 'sent':
      case 'duplicated':
        return [];
      default:
        return verb satisfies never;
    }
  });
}

/** Where it arrived for the first time; null: it has not. */
export const arrivalOf = ({ passages }: Journey): number | null =>
  passages.find(({ verb }) => verb === 'arrived')?.index ?? null;
