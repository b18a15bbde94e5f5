/**
 * Rows of connections that nobody holds: the kernel gives them no number. Before accept() such a row is
 * of a socket that will have one; after the last close() of one that had, until it is forgotten. Which
 * of several connections with the same ends it is of is told by its state and its time.
 */
import type { SocketRow } from '#protocol/events';
import { endsAt, freshLife, lifeOf, localIn, peerIn, type SeenRow, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import { type Flow, type Flows, otherSide, type Side, sideOf } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

type State = SocketRow['state'];

export type UnnumberedRows = {
  add(host: string, seen: SeenRow): void;
  /** All of one socket. */
  of(life: SocketLife): readonly SeenRow[];
  /** The socket of a row. */
  lifeOf(row: SocketRow): SocketLife | undefined;
  /** The socket at an end of a connection that no call and no number has told of. */
  at(flow: Flow, side: Side): SocketLife | undefined;
};

/** All such rows of a host with the same two ends, and whose they are. */
type Ends = {
  host: string;
  local: string;
  peer: string;
  rows: SeenRow[];
  /** worked out when the trace had this many events */
  known: { length: number; lives: Map<SeenRow, SocketLife> } | null;
};

/** @param lengthOf number of events so far: what was worked out holds until there are more */
export function openUnnumberedRows(lives: SocketLives, flows: Flows, lengthOf: () => number): UnnumberedRows {
  /** by local and peer; the two ends of loopback are one host's */
  const all = new Map<string, Ends[]>();
  const places = new WeakMap<SocketRow, Ends>();
  const unclaimed = new WeakMap<SocketLife, Ends>();

  const withEnds = (local: string, peer: string): readonly Ends[] => all.get(`${local} ${peer}`) ?? [];

  function workedOut(ends: Ends): Map<SeenRow, SocketLife> {
    if (ends.known?.length === lengthOf()) return ends.known.lives;
    const nobodys = new Map<Flow | null, SocketLife>();
    const known = new Map(ends.rows.map(seen => [seen, socketOf(ends, seen, nobodys)]));
    ends.known = { length: lengthOf(), lives: known };
    return known;
  }

  function socketOf(ends: Ends, seen: SeenRow, nobodys: Map<Flow | null, SocketLife>): SocketLife {
    const { host, local, peer } = ends;
    const between = flows.between(local, peer, host);
    const flow = connectionOf(between, local, seen) ?? between[0] ?? null;
    const claimed = flow === null ? numberedWith(ends, seen) : flow.lives[sideOf(flow, local)];
    if (claimed != null) return lifeOf(claimed);
    const { index, row } = seen;
    const known = nobodys.get(flow);
    if (known !== undefined) return known;
    const life = freshLife(host, index, { protocol: row.protocol, flows: flow === null ? [] : [flow] });
    nobodys.set(flow, life);
    unclaimed.set(life, ends);
    return life;
  }

  /** Without frames: who closes has had a number before, who waits to be accepted gets one later. */
  function numberedWith({ host, local, peer }: Ends, { row, time }: SeenRow): SocketLife | undefined {
    const shown = lives.withEnds(local, peer).filter(({ life }) => life.host === host);
    return isClosing(row.state)
      ? shown.findLast(({ first }) => mayPrecede(first.time, time))?.life
      : shown.find(({ first }) => mayPrecede(time, first.time))?.life;
  }

  /** All ends that a socket has had. */
  function endsOf(life: SocketLife): Set<Ends> {
    const own = unclaimed.get(life);
    if (own !== undefined) return new Set([own]);
    const shown = life.rows.map(seen => [localIn(seen) ?? '', peerIn(seen) ?? ''] as const);
    const sides = life.flows.flatMap(flow => [endsAt(flow, 0), endsAt(flow, 1)]);
    const found = [...shown, ...sides].flatMap(([local, peer]) => withEnds(local, peer));
    return new Set(found.filter(({ host }) => host === life.host));
  }

  return {
    add(host, seen) {
      const [local, peer] = [localIn(seen) ?? '', peerIn(seen) ?? ''];
      const known = withEnds(local, peer).find(each => each.host === host);
      const ends: Ends = known ?? { host, local, peer, rows: [], known: null };
      if (known === undefined) all.set(`${local} ${peer}`, [...withEnds(local, peer), ends]);
      ends.rows.push(seen);
      places.set(seen.row, ends);
    },
    of: life =>
      [...endsOf(life)].flatMap(ends =>
        [...workedOut(ends)].flatMap(([seen, owner]) => (owner === life ? [seen] : [])),
      ),
    lifeOf(row) {
      const ends = places.get(row);
      if (ends === undefined) return undefined;
      return [...workedOut(ends)].find(([seen]) => seen.row === row)?.[1];
    },
    at: (flow, side) =>
      withEnds(...endsAt(flow, side))
        .flatMap(ends => [...workedOut(ends).values()])
        .find(life => life.flows[0] === flow && unclaimed.has(life)),
  };
}

const CLOSING: readonly State[] = ['FIN-WAIT-1', 'FIN-WAIT-2', 'CLOSING', 'LAST-ACK', 'TIME-WAIT', 'CLOSED'];

const isClosing = (state: State): boolean => CLOSING.includes(state);

/** Which FIN must have been sent before a socket is in a state: its own, the other's. */
const FINS: Partial<Record<NonNullable<State>, { own: boolean; other: boolean }>> = {
  'FIN-WAIT-1': { own: true, other: false },
  'FIN-WAIT-2': { own: true, other: false },
  CLOSING: { own: true, other: true },
  'LAST-ACK': { own: true, other: true },
  'TIME-WAIT': { own: true, other: true },
  'CLOSE-WAIT': { own: false, other: true },
};

/** The newest of several connections with the same ends that had come so far when the row was read. */
function connectionOf(between: readonly Flow[], local: string, { row, time }: SeenRow): Flow | undefined {
  const needs = row.state === null ? undefined : FINS[row.state];
  const hasCome = (flow: Flow): boolean => {
    if (!mayPrecede(flow.began, time)) return false;
    const side = sideOf(flow, local);
    const hasFin = (of: Side): boolean =>
      flow.frames.some(part => part.fin && part.side === of && mayPrecede(part.time, time));
    return (!needs?.own || hasFin(side)) && (!needs?.other || hasFin(otherSide(side)));
  };
  return between.findLast(hasCome) ?? between.findLast(({ began }) => mayPrecede(began, time));
}
