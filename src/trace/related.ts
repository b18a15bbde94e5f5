/**
 * What is related to one call, socket or frame, among what the join has collected. A call and a frame
 * are related when they are about the same stretch of a stream, or the same datagram; so whichever of
 * the two one begins with, the other is found.
 */
import { type CallFact, isConnect } from './call-facts.ts';
import { type Matches, receives, sends } from './datagram-matches.ts';
import type { Datagram } from './datagrams.ts';
import { isFor, portIn } from './endpoints.ts';
import { at } from './flow-links.ts';
import type { Join } from './join.ts';
import type { JoinedFrame } from './joined-frames.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';
import { callsOfReset, flowOf, type Stretches, stretchesOf } from './stream-stretches.ts';
import { type Flow, type FlowFrame, overlap, type Stretch } from './tcp-flows.ts';

export type Related = {
  calls: Set<CallFact>;
  lives: Set<SocketLife>;
  /** by id */
  frames: Set<number>;
};

/** Remembers what was worked out about something until the trace has grown. */
function remembered<Subject extends object, Result>(
  workOut: (subject: Subject) => Result,
): (join: Join, subject: Subject) => Result {
  const known = new WeakMap<Subject, { length: number; result: Result }>();
  return ({ length }, subject) => {
    const before = known.get(subject);
    if (before?.length === length) return before.result;
    const result = workOut(subject);
    known.set(subject, { length, result });
    return result;
  };
}

const stretchesIn = remembered(stretchesOf);
const matchesIn = remembered((life: SocketLife): Matches => [...sends(life), ...receives(life)]);

export const nothing = (): Related => ({ calls: new Set(), lives: new Set(), frames: new Set() });

export function relateCalls(join: Join, calls: readonly CallFact[], found: Related): void {
  for (const call of calls) {
    found.calls.add(call);
    for (const life of [call.life, call.made]) if (life !== null) found.lives.add(lifeOf(life));
    for (const datagram of datagramsOf(join, call)) relateDatagram(join, datagram, found);
  }
  const all = new Set(calls);
  for (const { id, asksFor } of join.frames.neighbours)
    if (asksFor.some(call => all.has(call))) found.frames.add(id);
  const flows = Map.groupBy(calls, flowOf);
  for (const [flow, own] of flows) if (flow !== undefined) relateCallsOfFlow(join, flow, own, found);
}

function relateCallsOfFlow(join: Join, flow: Flow, calls: readonly CallFact[], found: Related): void {
  const all = stretchesIn(join, flow);
  if (calls.some(call => isConnect(call) || call.call === 'accept')) relateListener(join, flow, found);
  let isSeen = false;
  for (const side of [0, 1] as const) {
    const here = calls.filter(call => sideOfCall(flow, call) === side);
    const own = merged(here.flatMap(call => all.get(call) ?? []));
    const parts = flow.frames.filter(part => own.some(stretch => touches(part, stretch)));
    const resets = flow.frames.filter(
      part => (part.rst || part.isError) && callsOfReset(flow, part).some(call => here.includes(call)),
    );
    for (const { id } of [...parts, ...resets]) found.frames.add(id);
    isSeen ||= parts.length + resets.length > 0;
    for (const other of callsOn(all, own)) if (sideOfCall(flow, other) !== side) found.calls.add(other);
  }
  if (isSeen) relateEnds(flow, found);
}

/** The same numbers in as few stretches as can be. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const inOrder = stretches.toSorted((one, other) => one.side - other.side || one.start - other.start);
  const joined: Stretch[] = [];
  for (const stretch of inOrder) {
    const last = joined.at(-1);
    if (last === undefined || last.side !== stretch.side || last.end < stretch.start)
      joined.push({ ...stretch });
    else last.end = Math.max(last.end, stretch.end);
  }
  return joined;
}

export function relateFrame(join: Join, frame: JoinedFrame, found: Related): void {
  found.frames.add(frame.id);
  if (frame.flow !== null && frame.part !== null) relatePart(join, frame.flow, frame.part, found);
  if (frame.datagram !== null) relateDatagram(join, frame.datagram, found);
  for (const call of frame.asksFor) relateCallItself(call, found);
  if (frame.asksFor.length === 0) return;
  for (const { id, asksFor } of join.frames.neighbours) if (asksFor === frame.asksFor) found.frames.add(id);
}

function relatePart(join: Join, flow: Flow, part: FlowFrame, found: Related): void {
  relateEnds(flow, found);
  const { carries, acknowledges, rst, isError } = part;
  const stretch = carries ?? acknowledges;
  if (stretch !== null) for (const call of callsOn(stretchesIn(join, flow), [stretch])) found.calls.add(call);
  if (rst || isError) for (const call of callsOfReset(flow, part)) found.calls.add(call);
  if (stretch?.start === 0 || (rst && !flow.isOpen)) relateListener(join, flow, found);
  // The same bytes again: sent once more, or passed on over a further link.
  if (carries === null) return;
  for (const other of flow.frames) {
    if (other.carries !== null && overlap(other.carries, carries)) found.frames.add(other.id);
  }
}

export function relateLife(join: Join, life: SocketLife, found: Related): void {
  found.lives.add(life);
  for (const call of life.calls) found.calls.add(call);
  for (const flow of life.flows) {
    relateEnds(flow, found);
    for (const { id } of flow.frames) found.frames.add(id);
  }
  for (const datagram of [...life.sent, ...life.received.map(each => each.datagram)])
    relateParts(datagram, found);
  if (life.listensFrom !== null) {
    for (const flow of join.flows.all) if (listenerOf(join, flow) === life) relateHandshake(flow, found);
  }
  for (const { id, asksFor } of join.frames.neighbours) {
    if (asksFor.some(call => call.life !== null && lifeOf(call.life) === life)) found.frames.add(id);
  }
}

function relateHandshake(flow: Flow, found: Related): void {
  for (const { id, carries, acknowledges, rst } of flow.frames) {
    if ((carries ?? acknowledges)?.start === 0 || (rst && !flow.isOpen)) found.frames.add(id);
  }
}

function relateDatagram(join: Join, datagram: Datagram, found: Related): void {
  relateParts(datagram, found);
  const { sender, takers } = datagram;
  for (const life of [sender, ...takers]) {
    const all = life === null ? [] : matchesIn(join, lifeOf(life));
    for (const [call, moved] of all) if (moved === datagram) relateCallItself(call, found);
  }
  const told = callToldOf(datagram);
  if (told !== undefined) relateCallItself(told, found);
}

function relateParts({ frames, errors, sender, takers }: Datagram, found: Related): void {
  for (const { id } of [...frames, ...errors]) found.frames.add(id);
  for (const life of [sender, ...takers]) if (life !== null) found.lives.add(lifeOf(life));
}

function relateCallItself(call: CallFact, found: Related): void {
  found.calls.add(call);
  if (call.life !== null) found.lives.add(lifeOf(call.life));
}

function datagramsOf(join: Join, call: CallFact): Datagram[] {
  const life = call.life === null ? null : lifeOf(call.life);
  if (life === null || life.sent.length + life.received.length === 0) return [];
  const moved = matchesIn(join, life).flatMap(([one, datagram]) => (one === call ? [datagram] : []));
  return call.failed ? [...moved, ...life.sent.filter(datagram => callToldOf(datagram) === call)] : moved;
}

/** The first call that fails after an ICMP error has come: a connected socket is told of it (udp(7)). */
function callToldOf({ sender, errors }: Datagram): CallFact | undefined {
  const [error] = errors;
  if (sender === null || error === undefined) return undefined;
  return lifeOf(sender).calls.find(({ end, errno }) => errno !== null && end !== null && end > error.index);
}

function relateEnds(flow: Flow, found: Related): void {
  for (const life of [at(flow, 0), at(flow, 1)]) if (life !== null) found.lives.add(life);
}

function relateListener(join: Join, flow: Flow, found: Related): void {
  const listener = listenerOf(join, flow);
  if (listener !== undefined) found.lives.add(listener);
}

/** The socket that listened where a connection was asked for. */
function listenerOf({ lives, ends, frames }: Join, flow: Flow): SocketLife | undefined {
  const [, wanted] = flow.ends;
  const syn = flow.frames[0] === undefined ? undefined : frames.find(flow.frames[0].id);
  const host = at(flow, 1)?.host ?? ends.hostOf(wanted) ?? (flow.scope === '' ? syn?.to[0] : flow.scope);
  if (host === undefined || !flow.hasSyn) return undefined;
  const listening = lives.atPort(host, portIn(wanted)).filter(({ local, listensFrom, until }) => {
    const isThere = listensFrom !== null && listensFrom < flow.from && (until ?? flow.from) >= flow.from;
    return isThere && local !== null && isFor(local, wanted);
  });
  // A socket of its own for the address comes before one for all of them.
  return listening.find(({ local }) => local === wanted) ?? listening[0];
}

const touches = ({ carries, acknowledges }: FlowFrame, stretch: Stretch): boolean =>
  (carries !== null && overlap(carries, stretch)) ||
  (acknowledges !== null && overlap(acknowledges, stretch));

const callsOn = (all: Stretches, wanted: readonly Stretch[]): CallFact[] =>
  [...all].flatMap(([call, own]) =>
    own.some(one => wanted.some(other => overlap(one, other))) ? [call] : [],
  );

/** Which end a call was made on; accept() is about the socket that it gave out. */
const sideOfCall = (flow: Flow, { call, life, made }: CallFact): 0 | 1 => {
  const own = call === 'accept' ? made : life;
  return own !== null && at(flow, 1) === lifeOf(own) ? 1 : 0;
};
