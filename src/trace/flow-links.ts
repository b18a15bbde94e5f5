/**
 * Which socket stands at which end of which connection. Nothing is decided when it is heard, because
 * calls, tables and frames come over different pipes: what is news is noted, and settled when it is
 * asked for, from all that is known by then.
 */
import { matchAccepts } from './accept-matches.ts';
import { type CallFact, isConnect, targetOf } from './call-facts.ts';
import { matchConnects } from './connect-matches.ts';
import { endpointOf, portIn, typedAtEnd } from './endpoints.ts';
import { endsAt, lifeOf, localIn, peerIn, type SeenRow, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import type { Flow, Flows, Side } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

export type FlowLinks = {
  /** A program asks for a connection, or has its answer. */
  connects(call: CallFact): void;
  /** accept() has given out a connection. */
  accepts(call: CallFact): void;
  /** A frame has begun a connection, or has opened it. */
  changes(flow: Flow): void;
  /** A table has shown a socket's ends. */
  shows(life: SocketLife, row: SeenRow): void;
  settle(): void;
};

/** Connections and calls that may be each other's. */
type Group = { flows: Set<Flow>; calls: Set<CallFact> };

export function openFlowLinks(lives: SocketLives, flows: Flows): FlowLinks {
  /** by the host that asks and the port that it asks for */
  const asked = openGroups();
  /** by the end that has asked */
  const given = openGroups();

  /** The socket that tables show at an end of a connection: the newest one that had begun by then. */
  function holderOf(flow: Flow, side: Side): SocketLife | undefined {
    const [local, peer] = endsAt(flow, side);
    const shown = lives.withEnds(local, peer).filter(({ life }) => isAt(life, flow, side));
    if (shown.length === 0) return undefined;
    const all = flows.between(local, peer, flow.scope);
    if (all.length === 1) return shown[0]?.life;
    const next = all[all.indexOf(flow) + 1];
    const isIn = (time: SeenRow['time']): boolean =>
      mayPrecede(flow.began, time) && (next === undefined || !mayPrecede(next.began, time));
    return shown.find(({ first }) => isIn(first.time))?.life;
  }

  function settleAsked({ flows: begun, calls }: Group): void {
    for (const call of calls) call.flow = null;
    const holders = new Map([...begun].map(flow => [flow, holderOf(flow, 0)]));
    const matches = matchConnects([...begun], [...calls], flow => holders.get(flow));
    for (const [flow, call] of matches) call.flow = flow;
    const known = new Set([...matches.values()].map(({ life }) => life && lifeOf(life)));
    for (const flow of begun) {
      const holder = holders.get(flow);
      const isFree = holder !== undefined && !known.has(holder);
      link(flow, 0, matches.get(flow)?.life ?? (isFree ? holder : null));
    }
  }

  function settleGiven({ flows: come, calls }: Group): void {
    const inOrder = [...calls].sort((one, other) => (one.left?.latest ?? 0) - (other.left?.latest ?? 0));
    const matches = matchAccepts([...come], inOrder);
    const known = new Set([...matches.values()].map(({ made }) => made && lifeOf(made)));
    for (const flow of come) {
      const holder = matches.has(flow) ? undefined : holderOf(flow, 1);
      const isFree = holder !== undefined && !known.has(holder);
      link(flow, 1, matches.get(flow)?.made ?? (isFree ? holder : null));
    }
  }

  return {
    connects(call) {
      const port = targetOf(call)?.port;
      if (port !== undefined) asked.put(`${call.host} ${port}`, call);
    },
    accepts(call) {
      const peer = typedAtEnd(call.value ?? '');
      if (peer !== null) given.put(endpointOf(peer), call);
    },
    changes(flow) {
      asked.putFlow(`${flow.host} ${portIn(flow.ends[1])}`, flow);
      given.putFlow(flow.ends[0], flow);
    },
    shows({ host, calls }, row) {
      const [local, peer] = [localIn(row), peerIn(row)];
      if (local !== null && peer !== null) {
        asked.renew(`${host} ${portIn(peer)}`);
        given.renew(peer);
      }
      for (const call of calls) {
        if (isConnect(call)) this.connects(call);
        else if (call.call === 'accept') this.accepts(call);
      }
    },
    settle() {
      for (const group of asked.takeNew()) settleAsked(group);
      for (const group of given.takeNew()) settleGiven(group);
    },
  };
}

function openGroups() {
  const groups = new Map<string, Group>();
  const news = new Set<string>();

  function renewed(key: string): Group {
    const group = groups.get(key) ?? { flows: new Set<Flow>(), calls: new Set<CallFact>() };
    groups.set(key, group);
    news.add(key);
    return group;
  }

  return {
    put: (key: string, call: CallFact) => void renewed(key).calls.add(call),
    putFlow: (key: string, flow: Flow) => void renewed(key).flows.add(flow),
    renew: (key: string) => void (groups.has(key) && news.add(key)),
    takeNew(): Group[] {
      const taken = [...news].flatMap(key => groups.get(key) ?? []);
      news.clear();
      return taken;
    },
  };
}

function isAt({ host }: SocketLife, flow: Flow, side: Side): boolean {
  if (side === 0 || flow.scope !== '') return host === flow.host;
  return flow.goal === undefined ? host !== flow.host : host === flow.goal;
}

function link(flow: Flow, side: Side, life: SocketLife | null): void {
  const before = flow.lives[side];
  const now = life === null ? null : lifeOf(life);
  if (before !== null && lifeOf(before) !== now) {
    const { flows } = lifeOf(before);
    if (flows.includes(flow)) flows.splice(flows.indexOf(flow), 1);
  }
  flow.lives[side] = now;
  if (now === null || now.flows.includes(flow)) return;
  now.flows.push(flow);
  now.flows.sort((one, other) => one.from - other.from);
}
