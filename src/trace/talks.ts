/** Who talks with whom: the TCP connections of a lab, and the pairs of ends between which datagrams went. */
import type { TraceEvent } from '#protocol/events';
import type { Belonging } from './belongs.ts';
import type { Datagram } from './datagrams.ts';
import type { Join } from './join.ts';
import { joinOf } from './join-of.ts';
import { hostOf, socketAt } from './joined.ts';
import type { SocketLife } from './socket-life.ts';
import type { Flow, Side } from './tcp-flows.ts';

export type Talk = {
  /** names it for as long as the trace grows */
  key: string;
  /** who began it, and the other */
  ends: readonly [string, string];
  hosts: readonly [string | null, string | null];
  /** place in the trace at which it began */
  from: number;
} & ({ kind: 'tcp'; flow: Flow } | { kind: 'udp'; datagrams: readonly Datagram[] });

/** Those that had begun by then, oldest first. */
export function talksOf(trace: readonly TraceEvent[], moment: number): readonly Talk[] {
  const join = joinOf(trace);
  const connections = join.flows.all.filter(({ from }) => from < moment);
  return [...connections.map(flow => tcpTalk(join, flow)), ...udpTalks(join, moment)].sort(
    (one, other) => one.from - other.from,
  );
}

function tcpTalk(join: Join, flow: Flow): Talk {
  const host = (side: Side): string | null =>
    socketAt(join, flow, side)?.host ?? hostOf(join, flow.ends[side]) ?? (flow.scope || null);
  const { ends, from } = flow;
  return { kind: 'tcp', key: `tcp ${from}`, ends, hosts: [host(0), host(1)], from, flow };
}

function udpTalks(join: Join, moment: number): Talk[] {
  const pairs = Map.groupBy(datagramsOf(join, moment), ({ scope, source, destination }) =>
    [scope, ...[source, destination].sort()].join(' '),
  );
  return [...pairs].flatMap(([key, datagrams]): Talk[] => {
    const [first] = datagrams;
    if (first === undefined) return [];
    const { source, destination, scope, index: from } = first;
    const host = (end: string): string | null => hostOf(join, end) ?? (scope || null);
    const hosts = [host(source), host(destination)] as const;
    return [{ kind: 'udp', key: `udp ${key}`, ends: [source, destination], hosts, from, datagrams }];
  });
}

/** Datagrams that a socket of the lab has sent or may have taken, in their order. */
function datagramsOf(join: Join, moment: number): Datagram[] {
  const lives = new Set<SocketLife>(join.calls.all.flatMap(({ life }) => (life === null ? [] : [life])));
  const all = [...lives].flatMap(({ sent, received }) => [...sent, ...received.map(each => each.datagram)]);
  return [...new Set(all)]
    .filter(({ index }) => index < moment)
    .sort((one, other) => one.index - other.index);
}

/** The talk that most of what is picked belongs to, the newer one of two; and the direction. */
export function talkOfPick(talks: readonly Talk[], { frames }: Belonging): { talk: Talk; side: Side } | null {
  const ids = new Set(frames.map(({ id }) => id));
  const counted = talks.map(talk => ({ talk, sides: litSides(talk, ids) }));
  const best = counted.reduce<(typeof counted)[number] | null>((found, each) => {
    const count = each.sides[0] + each.sides[1];
    return count > 0 && count >= (found === null ? 0 : found.sides[0] + found.sides[1]) ? each : found;
  }, null);
  return best === null ? null : { talk: best.talk, side: best.sides[1] > best.sides[0] ? 1 : 0 };
}

/** How many of these frames carry something in each direction. */
function litSides(talk: Talk, ids: ReadonlySet<number>): [number, number] {
  const count: [number, number] = [0, 0];
  if (talk.kind === 'udp') {
    for (const { frames, source } of talk.datagrams)
      if (frames.some(({ id }) => ids.has(id))) count[source === talk.ends[0] ? 0 : 1] += 1;
    return count;
  }
  for (const { id, side, carries } of talk.flow.frames)
    if (ids.has(id)) count[side] += carries === null ? 0.001 : 1;
  return count;
}
