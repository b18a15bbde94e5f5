/**
 * Which accept() has given out which connection: it tells the other end, and of several connections
 * from there the oldest comes first, for a listening socket gives them out in their order (listen(2)).
 */
import { type CallFact, errnoIn } from './call-facts.ts';
import { isFor } from './endpoints.ts';
import { lifeOf, localIn, localOf } from './socket-life.ts';
import type { Flow } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

/**
 * @param flows from one end, in their order
 * @param calls that gave out a connection from there, in the order in which they came back
 */
export function matchAccepts(flows: readonly Flow[], calls: readonly CallFact[]): Map<Flow, CallFact> {
  const matches = new Map<Flow, CallFact>();
  for (const call of calls) {
    const free = flows.filter(flow => !matches.has(flow) && mayBeGiven(call, flow));
    // But for those that were given up.
    const flow = free.find(({ isOpen }) => isOpen) ?? free.at(-1);
    if (flow !== undefined) matches.set(flow, call);
  }
  return matches;
}

function mayBeGiven({ host, life, made, left }: CallFact, flow: Flow): boolean {
  if (flow.goal !== undefined && flow.goal !== host) return false;
  if (left === null || !mayPrecede(flow.began, left)) return false;
  const shown = made === null ? undefined : lifeOf(made).rows.find(row => localIn(row) !== null);
  if (shown !== undefined) return localIn(shown) === flow.ends[1];
  const listener = life === null ? null : lifeOf(life);
  const local = listener === null ? null : localOf(listener);
  if (local !== null && !isFor(local, flow.ends[1])) return false;
  const listens = listener?.listens ?? null;
  return listens === null || errnoIn(listens) !== null || mayPrecede(listens.entered, flow.began);
}
