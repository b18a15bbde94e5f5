/**
 * Which stretch of a connection's sequence numbers each call is about: a send its bytes, a receive
 * those that it took, connect and accept the SYNs, close the FIN. Bytes are counted call by call; the
 * frames tell where counting alone would go astray (a call that was not reported, TLS's own bytes).
 */
import {
  bytesMoved,
  type CallFact,
  errnoIn,
  isConnect,
  isReceive,
  isSend,
  isShutdown,
} from './call-facts.ts';
import { at } from './flow-links.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import { type Flow, type FlowFrame, otherSide, type Side, type Stretch } from './tcp-flows.ts';

export type Stretches = ReadonlyMap<CallFact, readonly Stretch[]>;

/** Stretches of all calls that were made on either end of a connection. */
export function stretchesOf(flow: Flow): Stretches {
  const stretches = new Map<CallFact, readonly Stretch[]>();
  for (const side of [0, 1] as const) {
    const life = at(flow, side);
    if (life === null) continue;
    const calls = life.calls.filter(call => flowOf(call) === flow);
    for (const call of calls) if (opens(call, life)) stretches.set(call, HANDSHAKE);
    for (const [call, stretch] of sent(flow, side, calls)) stretches.set(call, [stretch]);
    for (const [call, stretch] of received(flow, side, calls)) stretches.set(call, [stretch]);
    const end = finStretch(flow, side);
    const closing = end === null ? undefined : closer(calls, end.index, life);
    if (closing !== undefined && end !== null) stretches.set(closing, [end.stretch]);
  }
  return stretches;
}

/** The connection that a call is about; undefined when it is about none, or no frame shows it. */
export function flowOf(call: CallFact): Flow | undefined {
  const life = call.call === 'accept' ? call.made : call.life;
  const flows = life === null ? [] : lifeOf(life).flows;
  if (!isConnect(call)) return flows.findLast(({ from }) => from <= call.index) ?? flows[0];
  const next = flows.find(({ from }) => from > call.index);
  // Asked again, a connection that is on its way tells how it stands (connect(2), EALREADY).
  return next ?? (errnoIn(call) === null ? flows.at(-1) : undefined);
}

const HANDSHAKE: readonly Stretch[] = [
  { side: 0, start: 0, end: 1 },
  { side: 1, start: 0, end: 1 },
];

const opens = (call: CallFact, life: SocketLife): boolean =>
  isConnect(call) || (call.call === 'accept' && call.made !== null && lifeOf(call.made) === life);

/** Calls in their order with the frames of one direction in between. */
function sent(flow: Flow, side: Side, calls: readonly CallFact[]): [CallFact, Stretch][] {
  const sends = calls.filter(call => isSend(call) && (call.end === null || !call.failed));
  const highest = highWater(flow, side);
  let end = 1;
  return sends.map((call, place) => {
    // What was on the wire before the call began cannot be this call's.
    const start = call.isLate ? end : Math.max(end, highest(call.index));
    const next = sends[place + 1]?.index ?? Number.POSITIVE_INFINITY;
    end = start + (bytesMoved(call) ?? Math.max(0, highest(next) - start));
    return [call, { side, start, end }];
  });
}

/** Receives take what has come in order; the first that finds nothing more tells of the FIN. */
function received(flow: Flow, side: Side, calls: readonly CallFact[]): [CallFact, Stretch][] {
  const from = otherSide(side);
  const fin = finStretch(flow, from);
  const highest = highWater(flow, from);
  const done = calls
    .filter(call => isReceive(call) && call.end !== null && !call.failed)
    .toSorted((one, other) => (one.end ?? 0) - (other.end ?? 0));
  let end = 1;
  return done.flatMap((call): [CallFact, Stretch][] => {
    const start = end;
    const count = bytesMoved(call) ?? Math.min(sizeAsked(call), Math.max(0, highest(call.end ?? 0) - start));
    end = start + count;
    if (count > 0) return [[call, { side: from, start, end }]];
    return fin === null ? [] : [[call, fin.stretch]];
  });
}

const sizeAsked = ({ args }: CallFact): number => {
  const size = Number(args[0]);
  return size > 0 ? size : Number.POSITIVE_INFINITY;
};

/** The end of the data that a side had sent before a place in the trace. */
function highWater(flow: Flow, side: Side): (index: number) => number {
  const marks: { index: number; end: number }[] = [];
  for (const { index, carries, fin, isError } of flow.frames) {
    if (carries?.side !== side || isError) continue;
    const end = carries.end - (fin ? 1 : 0);
    if (end > (marks.at(-1)?.end ?? 1)) marks.push({ index, end });
  }
  return index => marks[lastBefore(marks, index)]?.end ?? 1;
}

/** Place of the last mark before an index, -1 for none: found by halving, for a stream has many. */
function lastBefore(marks: readonly { index: number }[], index: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.index ?? 0) < index) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function finStretch(flow: Flow, side: Side): { index: number; stretch: Stretch } | null {
  const frame = flow.frames.find(each => each.fin && each.side === side && !each.isError);
  if (frame?.carries == null) return null;
  const { end } = frame.carries;
  return { index: frame.index, stretch: { side, start: end - 1, end } };
}

/** The call that ended what a side sends: the first shutdown, else the last close before the FIN. */
function closer(calls: readonly CallFact[], fin: number, life: SocketLife): CallFact | undefined {
  const before = calls.filter(({ index, isLate }) => index < fin || isLate);
  return before.find(isShutdown) ?? before.findLast(call => isLastClose(call, fin, life));
}

/** Closing one descriptor of several ends nothing (close(2)): a table in between shows who still holds it. */
const isLastClose = ({ call, end }: CallFact, fin: number, { rows }: SocketLife): boolean =>
  call === 'close' &&
  !rows.some(({ index, row }) => index > (end ?? fin) && index < fin && row.owners.length > 0);

/** Errors that tell a program of a reset: EPIPE, ECONNABORTED, ECONNRESET, ECONNREFUSED. */
const RESET_ERRORS: readonly (number | null)[] = [32, 103, 104, 111];

/** The calls of a reset: the close that sent it, and the first call at the other end that it failed. */
export function callsOfReset(flow: Flow, { side, index, isError }: FlowFrame): CallFact[] {
  const [own, other] = [at(flow, side), at(flow, otherSide(side))];
  const isOf = (call: CallFact): boolean => flowOf(call) === flow;
  // After an orderly end, what comes late is answered by the kernel, not by a call.
  const wasOrderly = finStretch(flow, side) !== null;
  const sender =
    wasOrderly || isError
      ? undefined
      : own?.calls.findLast(call => call.call === 'close' && call.index < index && isOf(call));
  const told = isError ? own : other;
  const failing = told?.calls.filter(
    call => call.end !== null && isOf(call) && (isError ? call.failed : failedByReset(call)),
  );
  const failed = failing?.find(({ end }) => (end ?? 0) > index) ?? failing?.at(-1);
  return [sender, failed].filter(call => call !== undefined);
}

const failedByReset = (call: CallFact): boolean => RESET_ERRORS.includes(errnoIn(call));
