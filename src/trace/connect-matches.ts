/**
 * Which connect() has asked for which connection. Where bind() or a table has told the port, that
 * decides; else each connection is the first call's, of those under way when its SYN left, that asked
 * for the address: connections to one address leave a host in the order in which they are asked for.
 */
import { type CallFact, errnoIn, isConnect, targetOf } from './call-facts.ts';
import { isFor, mayMean } from './endpoints.ts';
import { lifeOf, localIn, peerIn, type SocketLife } from './socket-life.ts';
import type { Flow } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

// asm-generic/errno.h
const EISCONN = 106;
const ECONNREFUSED = 111;
const EALREADY = 114;
/** EINTR, EALREADY, EINPROGRESS: the connection is on its way all the same. */
const ON_ITS_WAY: readonly (number | null)[] = [4, EALREADY, 115];
/** With these a connect comes back only after its SYN has left: success, a reset, a refusal. */
const ANSWERED: readonly (number | null)[] = [null, 104, ECONNREFUSED];

/**
 * @param flows begun at one host, to one port, in their order
 * @param calls of that host that asked for the port
 * @param holderOf the socket that tables show at the beginning of a flow
 */
export function matchConnects(
  flows: readonly Flow[],
  calls: readonly CallFact[],
  holderOf: (flow: Flow) => SocketLife | undefined,
): Map<Flow, CallFact> {
  const matches = new Map<Flow, CallFact>();
  const coming = calls
    .filter(call => !isAskedAgain(call))
    .sort((one, other) => one.entered.earliest - other.entered.earliest);
  let left: CallFact[] = [];
  let next = 0;
  flows.forEach((flow, place) => {
    left = left.filter(call => deadline(call) >= flow.began.earliest);
    for (
      let call = coming[next];
      call !== undefined && mayPrecede(call.entered, flow.began);
      call = coming[next]
    ) {
      left.push(call);
      next += 1;
    }
    left.sort((one, other) => one.entered.latest - other.entered.latest);
    const fitting = left.filter(call => mayHaveBegun(call, flow));
    const holder = holderOf(flow);
    const own = holder === undefined ? [] : fitting.filter(call => lifeIn(call) === holder);
    const later = flows[place + 1];
    const free = holder !== undefined && own.length === 0 ? fitting.filter(isUnshown) : fitting;
    const call = firstOf(own, later) ?? firstOf(fitting.filter(isBound), later) ?? firstOf(free, later);
    if (call === undefined) return;
    left = left.filter(each => each !== call);
    matches.set(flow, call);
  });
  return matches;
}

/** A call that asks how an earlier one of the same socket stands makes no connection (connect(2)). */
export function isAskedAgain(call: CallFact): boolean {
  const calls = call.life === null ? [] : lifeOf(call.life).calls;
  const before = calls.slice(0, calls.indexOf(call)).findLast(isConnect);
  if (before === undefined || !ON_ITS_WAY.includes(errnoIn(before))) return false;
  return [null, EISCONN, EALREADY].includes(errnoIn(call));
}

const lifeIn = ({ life }: CallFact): SocketLife | null => (life === null ? null : lifeOf(life));
const isBound = (call: CallFact): boolean => lifeIn(call)?.bound != null;
const isUnshown = (call: CallFact): boolean => (lifeIn(call)?.rows.length ?? 0) === 0;

/** Until when its SYN has left if ever it does; a name may take its time, and so may a neighbour. */
const deadline = (call: CallFact): number =>
  call.left !== null && !ON_ITS_WAY.includes(errnoIn(call)) && (!call.failed || call.errno !== null)
    ? call.left.latest
    : Number.POSITIVE_INFINITY;

function mayHaveBegun(call: CallFact, flow: Flow): boolean {
  const target = targetOf(call);
  const life = lifeIn(call);
  if (target === null || life === null || !mayMean(target, flow.ends[1])) return false;
  if (!mayPrecede(call.entered, flow.began) || deadline(call) < flow.began.earliest) return false;
  if (life.bound !== null && !isFor(life.bound, flow.ends[0])) return false;
  return isShownAt(life, flow);
}

/** Whether the tables leave room for it: a socket has one port for each time that it was connected. */
function isShownAt(life: SocketLife, flow: Flow): boolean {
  const locals = new Set(life.rows.filter(row => peerIn(row) === flow.ends[1]).map(localIn));
  if (locals.size === 0 || locals.has(flow.ends[0])) return true;
  return life.calls.filter(isConnect).length > locals.size;
}

/** In the order in which they asked, but for one that can have no later connection. */
function firstOf(calls: readonly CallFact[], next: Flow | undefined): CallFact | undefined {
  const isLastChance = (call: CallFact): boolean =>
    next !== undefined && ANSWERED.includes(errnoIn(call)) && deadline(call) < next.began.earliest;
  return calls.find(isLastChance) ?? calls[0];
}
