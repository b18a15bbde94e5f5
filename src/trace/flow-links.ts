/**
 * Which socket stands at which end of which connection. A socket whose port nobody knows yet takes the
 * first SYN to where it is being connected; a table that says otherwise later puts it right.
 */
import { isFor, mayMean, portIn } from './endpoints.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import { type Flow, type Flows, type Side, sideOf } from './tcp-flows.ts';

/** How many of the newest connections a call that is told of late may have asked for. */
const LOOK_BACK = 32;

export type FlowLinks = {
  /** A program asks for a connection; `isLate`: its SYN may have been seen before. */
  connects(life: SocketLife, isLate: boolean): void;
  /** A frame has begun a connection; `host` sent it. */
  begins(flow: Flow, host: string): void;
  /** Both ends of a socket are known. */
  hasEnds(life: SocketLife): void;
  /** A table says which end a socket has. */
  corrects(life: SocketLife, local: string): void;
  /** The connection that accept() on this socket has given out, by its other end. */
  arrived(listener: SocketLife, peer: string): Flow | undefined;
  /** The socket that a connection was given out as. */
  gives(flow: Flow, life: SocketLife): void;
  /** A socket that accept() has given out before any frame of its connection was seen. */
  awaits(life: SocketLife, listener: SocketLife, peer: string): void;
};

/** @param hostOf the host that has an address; undefined when nobody has said */
export function openFlowLinks(
  lives: SocketLives,
  flows: Flows,
  hostOf: (endpoint: string) => string | undefined,
): FlowLinks {
  const waiting = new Set<SocketLife>();
  /** by the port that was listened on, and the other end */
  const arrivals = new Map<string, Flow[]>();
  const awaited = new Map<string, SocketLife[]>();
  const begun: { flow: Flow; host: string }[] = [];

  function link(flow: Flow, side: Side, life: SocketLife): void {
    flow.lives[side] = life;
    if (!life.flows.includes(flow)) life.flows.push(flow);
    life.flows.sort((one, other) => one.from - other.from);
    life.target = null;
    waiting.delete(life);
  }

  function unlink(flow: Flow, side: Side): void {
    const life = at(flow, side);
    flow.lives[side] = null;
    if (life !== null) life.flows.splice(life.flows.indexOf(flow), 1);
  }

  const isTaken = (flow: Flow, side: Side, life: SocketLife): boolean =>
    flow.lives[side] !== null && at(flow, side) !== life;

  /** A socket has one connection, unless it was connected again. */
  const isFree = (life: SocketLife): boolean => life.flows.length === 0 || life.target !== null;

  function beginsAt(flow: Flow, side: Side): void {
    const [local, peer] = side === 0 ? flow.ends : [flow.ends[1], flow.ends[0]];
    const life = lives.withEnds(local, peer).find(each => each.until === null && isFree(each));
    if (life !== undefined) link(flow, side, life);
  }

  function connects(flow: Flow, life: SocketLife, isGuess: boolean): void {
    life.isGuess = isGuess;
    lives.setEnds(life, { local: flow.ends[0], peer: flow.ends[1] });
    link(flow, 0, life);
  }

  /** Sockets that wait for a connection and may be where this one begins, in the order in which they asked. */
  function connectors(flow: Flow, host: string): SocketLife[] {
    const [local, peer] = flow.ends;
    if (flow.lives[0] !== null) return [];
    for (const life of waiting) if (lifeOf(life).target === null) waiting.delete(life);
    return [...waiting].map(lifeOf).filter(({ host: own, target, local: bound, isBound }) => {
      if (own !== host || target === null || !mayMean(target, peer)) return false;
      return !isBound || bound === null || isFor(bound, local);
    });
  }

  function hasEnds(life: SocketLife): void {
    const { local, peer, host } = life;
    if (local === null || peer === null) return;
    const flow = flows.between(local, peer, host).at(-1);
    if (flow === undefined) return;
    const side = sideOf(flow, local);
    if (!isTaken(flow, side, life) && isFree(life)) link(flow, side, life);
  }

  return {
    connects(life, isLate) {
      waiting.delete(life);
      waiting.add(life);
      const seen = isLate
        ? begun.slice(-LOOK_BACK).find(each => connectors(each.flow, each.host).includes(life))
        : undefined;
      if (seen !== undefined) connects(seen.flow, life, true);
    },
    begins(flow, host) {
      const key = arrivalKey(flow.ends[1], flow.ends[0]);
      arrivals.set(key, [...(arrivals.get(key) ?? []), flow]);
      begun.push({ flow, host });
      const [life, ...more] = connectors(flow, host);
      if (life === undefined) beginsAt(flow, 0);
      else connects(flow, life, more.length > 0);
      beginsAt(flow, 1);
      const early = flow.lives[1] === null ? awaited.get(key)?.shift() : undefined;
      if (early === undefined) return;
      lives.setEnds(lifeOf(early), { local: flow.ends[1] });
      if (lifeOf(early).flows.length === 0) link(flow, 1, lifeOf(early));
    },
    hasEnds,
    corrects(life, local) {
      const wrong = life.flows.find(flow => flow.ends[0] === life.local);
      lives.setEnds(life, { local });
      life.isGuess = false;
      if (wrong === undefined || life.peer === null) return hasEnds(life);
      const right = flows.between(local, life.peer, life.host).at(-1);
      unlink(wrong, 0);
      const other = right === undefined ? null : at(right, 0);
      if (right !== undefined && other !== null) {
        unlink(right, 0);
        lives.setEnds(other, { local: wrong.ends[0] });
        link(wrong, 0, other);
      }
      hasEnds(life);
    },
    arrived(listener, peer) {
      const { host, local, listensFrom } = listener;
      if (local === null) return undefined;
      const free = (arrivals.get(arrivalKey(local, peer)) ?? []).filter(flow => {
        const isHere = [host, undefined].includes(hostOf(flow.ends[1])) && isFor(local, flow.ends[1]);
        return isHere && flow.from > (listensFrom ?? 0) && !at(flow, 1)?.isAccepted;
      });
      // In the order in which they came (listen(2)), but for those that were given up.
      return free.find(({ isOpen }) => isOpen) ?? free.at(-1);
    },
    gives(flow, life) {
      if (!isTaken(flow, 1, life) && isFree(life)) link(flow, 1, life);
    },
    awaits(life, { local }, peer) {
      const key = arrivalKey(local ?? '', peer);
      awaited.set(key, [...(awaited.get(key) ?? []), life]);
    },
  };
}

const arrivalKey = (listened: string, peer: string): string => `${portIn(listened)} ${peer}`;

/** The socket at an end of a connection, if any is known. */
export function at(flow: Flow, side: Side): SocketLife | null {
  const life = flow.lives[side];
  return life === null ? null : lifeOf(life);
}
