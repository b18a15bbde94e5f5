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
import { isAskedAgain } from './connect-matches.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import { type Flow, type FlowFrame, otherSide, type Side, type Stretch } from './tcp-flows.ts';
import { mayPrecede, type Time } from './times.ts';

export type Stretches = ReadonlyMap<CallFact, readonly Stretch[]>;

/** The sockets at both ends of a connection. */
export type Both = readonly [SocketLife | null, SocketLife | null];

/** Stretches of all calls that were made on either end of a connection. */
export function stretchesOf(flow: Flow, both: Both): Stretches {
  const stretches = new Map<CallFact, readonly Stretch[]>();
  for (const side of [0, 1] as const) {
    const life = both[side];
    if (life === null) continue;
    const calls = callsOf(flow, life);
    for (const call of calls) if (opens(call, life)) stretches.set(call, HANDSHAKE);
    for (const [call, stretch] of sent(flow, side, calls)) stretches.set(call, [stretch]);
    for (const [call, stretch] of received(flow, side, calls)) stretches.set(call, [stretch]);
    const end = finStretch(flow, side);
    const closing = end === null ? undefined : closer(calls, end.time, life);
    if (closing !== undefined && end !== null) stretches.set(closing, [end.stretch]);
  }
  return stretches;
}

/** The calls of a socket that are about one of its connections, in the order in which they were made. */
function callsOf(flow: Flow, life: SocketLife): CallFact[] {
  const calls = life.calls.toSorted((one, other) => one.entered.latest - other.entered.latest);
  return life.flows.length === 1 && life.flows[0] === flow
    ? calls
    : calls.filter(call => flowOf(call) === flow);
}

/** The connection that a call is about; undefined when it is about none, or no frame shows it. */
export function flowOf(call: CallFact): Flow | undefined {
  if (isConnect(call) && call.flow !== null) return call.flow;
  const life = call.call === 'accept' ? call.made : call.life;
  if (life === null) return undefined;
  const { flows, calls } = lifeOf(life);
  if (isConnect(call) && !isAskedAgain(call)) return undefined;
  if (flows.length < 2) return flows[0];
  const before = calls.slice(0, calls.indexOf(call)).findLast(each => each.flow !== null);
  return before?.flow ?? flows[0];
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
    const start = Math.max(end, highest(call.entered.earliest));
    const next = sends[place + 1]?.entered.earliest ?? Number.POSITIVE_INFINITY;
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
    .filter(call => isReceive(call) && call.left !== null && !call.failed)
    .toSorted((one, other) => (one.left?.latest ?? 0) - (other.left?.latest ?? 0));
  let end = 1;
  return done.flatMap((call): [CallFact, Stretch][] => {
    const start = end;
    const came = highest(call.left?.latest ?? 0) - start;
    const count = bytesMoved(call) ?? Math.min(sizeAsked(call), Math.max(0, came));
    end = start + count;
    if (count > 0) return [[call, { side: from, start, end }]];
    return fin === null ? [] : [[call, fin.stretch]];
  });
}

const sizeAsked = ({ args }: CallFact): number => {
  const size = Number(args[0]);
  return size > 0 ? size : Number.POSITIVE_INFINITY;
};

/** The end of the data that a side had surely sent before a time. */
function highWater(flow: Flow, side: Side): (time: number) => number {
  const marks: { latest: number; end: number }[] = [];
  for (const { time, carries, fin, isError } of flow.frames) {
    if (carries?.side !== side || isError) continue;
    const end = carries.end - (fin ? 1 : 0);
    if (end > (marks.at(-1)?.end ?? 1)) marks.push({ latest: time.latest, end });
  }
  return time => marks[lastBefore(marks, time)]?.end ?? 1;
}

/** Place of the last mark before a time, -1 for none: found by halving, for a stream has many. */
function lastBefore(marks: readonly { latest: number }[], time: number): number {
  let [low, high] = [0, marks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((marks[middle]?.latest ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function finStretch(flow: Flow, side: Side): { time: Time; stretch: Stretch } | null {
  const frame = flow.frames.find(each => each.fin && each.side === side && !each.isError);
  if (frame?.carries == null) return null;
  const { end } = frame.carries;
  return { time: frame.time, stretch: { side, start: end - 1, end } };
}

/** The call that ended what a side sends: the first shutdown, else the close during which the FIN left. */
function closer(calls: readonly CallFact[], fin: Time, { rows }: SocketLife): CallFact | undefined {
  const before = calls.filter(({ entered }) => mayPrecede(entered, fin));
  const shutdown = before.find(isShutdown);
  if (shutdown !== undefined) return shutdown;
  const closes = before.filter(({ call }) => call === 'close');
  // Closing one descriptor of several ends nothing (close(2)): a table in between shows who still holds it.
  const isHeldAfter = ({ left }: CallFact): boolean =>
    rows.some(
      ({ time, row }) =>
        left !== null && left.latest < time.earliest && time.latest < fin.earliest && row.owners.length > 0,
    );
  const during = closes.filter(({ left }) => left === null || mayPrecede(fin, left));
  return closest(during, fin) ?? closes.findLast(call => !isHeldAfter(call));
}

/** Of several closes during which a FIN may have left the one that says so most exactly, else the last. */
function closest(closes: readonly CallFact[], fin: Time): CallFact | undefined {
  const stamp = (fin.earliest + fin.latest) / 2;
  const lasted = ({ entered, left }: CallFact): number =>
    (left?.latest ?? Number.POSITIVE_INFINITY) - entered.earliest;
  const around = closes.filter(
    ({ entered, left }) => entered.earliest <= stamp && (left === null || stamp <= left.latest),
  );
  return around.toSorted((one, other) => lasted(one) - lasted(other))[0] ?? closes.at(-1);
}

/** Errors that tell a program of a reset: EPIPE, ECONNABORTED, ECONNRESET, ECONNREFUSED. */
const RESET_ERRORS: readonly (number | null)[] = [32, 103, 104, 111];

/** The calls of a reset: the close that sent it, and the first call at the other end that it failed. */
export function callsOfReset(flow: Flow, both: Both, { side, time, isError }: FlowFrame): CallFact[] {
  const [own, other] = [both[side], both[otherSide(side)]];
  const isOf = (call: CallFact): boolean => flowOf(call) === flow;
  // After an orderly end, what comes late is answered by the kernel, not by a call.
  const wasOrderly = finStretch(flow, side) !== null;
  const sender =
    wasOrderly || isError
      ? undefined
      : own?.calls.findLast(call => call.call === 'close' && mayPrecede(call.entered, time) && isOf(call));
  const told = isError ? own : other;
  const failing = told?.calls.filter(
    call => call.left !== null && isOf(call) && (isError ? call.failed : failedByReset(call)),
  );
  const failed = failing?.find(({ left }) => left !== null && mayPrecede(time, left)) ?? failing?.at(-1);
  return [sender, failed].filter(call => call !== undefined);
}

const failedByReset = (call: CallFact): boolean => RESET_ERRORS.includes(errnoIn(call));
