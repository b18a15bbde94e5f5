/**
 * What is related to one call, socket or frame, among what the join has collected. A call and a frame
 * are related when they are about the same stretch of a stream, or the same datagram; so whichever of
 * the two one begins with, the other is found.
 */
import { type CallFact, isConnect, isSend } from './call-facts.ts';
import { type Matches, receives, sends } from './datagram-matches.ts';
import type { Datagram } from './datagrams.ts';
import { isFor } from './endpoints.ts';
import type { Join } from './join.ts';
import { remembered } from './join-of.ts';
import type { JoinedFrame } from './joined-frames.ts';
import { newestReaching, type Question } from './neighbour-questions.ts';
import { lifeOf, localOf, type SocketLife } from './socket-life.ts';
import { type Both, callsOfReset, flowOf, type Stretches, stretchesOf } from './stream-stretches.ts';
import { type Flow, type FlowFrame, overlap, type Stretch } from './tcp-flows.ts';
import { mayPrecede } from './times.ts';

export type Related = {
  calls: Set<CallFact>;
  lives: Set<SocketLife>;
  /** by id */
  frames: Set<number>;
};

export const bothOf = (join: Join, flow: Flow): Both => [join.at(flow, 0), join.at(flow, 1)];
export const stretchesIn = remembered((flow: Flow, join) => stretchesOf(flow, bothOf(join, flow)));
export const matchesIn = remembered((life: SocketLife): Matches => [...sends(life), ...receives(life)]);

export const nothing = (): Related => ({ calls: new Set(), lives: new Set(), frames: new Set() });

export function relateCalls(join: Join, calls: readonly CallFact[], found: Related): void {
  for (const call of calls) {
    found.calls.add(call);
    for (const life of [call.life, call.made]) if (life !== null) found.lives.add(lifeOf(life));
    for (const datagram of datagramsOf(join, call)) relateDatagram(join, datagram, found);
  }
  const all = new Set(calls);
  for (const question of join.frames.questions)
    if (asksFor(join, question).some(call => all.has(call))) relateQuestion(question, found);
  const flows = Map.groupBy(calls, flowOf);
  for (const [flow, own] of flows) if (flow !== undefined) relateCallsOfFlow(join, flow, own, found);
}

function relateCallsOfFlow(join: Join, flow: Flow, calls: readonly CallFact[], found: Related): void {
  const all = stretchesIn(join, flow);
  if (calls.some(call => isConnect(call) || call.call === 'accept')) relateListener(join, flow, found);
  let isSeen = false;
  for (const side of [0, 1] as const) {
    const here = calls.filter(call => sideOfCall(join, flow, call) === side);
    const own = merged(here.flatMap(call => all.get(call) ?? []));
    const parts = flow.frames.filter(part => own.some(stretch => touches(part, stretch)));
    const resets = flow.frames.filter(
      part => (part.rst || part.isError) && resetBy(join, flow, part).some(call => here.includes(call)),
    );
    for (const { id } of [...parts, ...resets]) found.frames.add(id);
    isSeen ||= parts.length + resets.length > 0;
    for (const other of callsOn(all, own)) if (sideOfCall(join, flow, other) !== side) found.calls.add(other);
  }
  if (isSeen) relateEnds(join, flow, found);
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
  if (frame.question === null) return;
  for (const call of asksFor(join, frame.question)) relateCallItself(call, found);
  relateQuestion(frame.question, found);
}

function relateQuestion({ frames }: Question, found: Related): void {
  for (const { id } of frames) found.frames.add(id);
}

/**
 * The call for which a host asks: the one that what it has kept back belongs to. One that was made after the
 * question joined others that wait, and left before them.
 */
export const asksFor = remembered((question: Question, join): readonly CallFact[] => {
  const { host, keptBack } = question;
  const newest = newestReaching(question, join.calls.reaching(host));
  const waiting = newest === undefined ? [] : [newest];
  if (keptBack === null) return waiting;
  const kept = nothing();
  relateFrame(join, keptBack, kept);
  const isReaching = (call: CallFact): boolean => call.host === host && (isConnect(call) || isSend(call));
  const own = [...kept.calls].filter(isReaching);
  // A handshake's answer is the kernel's own, no call's.
  const [first] = own;
  const asked = question.frames[0]?.time;
  const isLater = first !== undefined && asked !== undefined && !mayPrecede(first.entered, asked);
  return isLater ? waiting : own.slice(0, 1);
});

function relatePart(join: Join, flow: Flow, part: FlowFrame, found: Related): void {
  relateEnds(join, flow, found);
  const { carries, acknowledges, rst, isError } = part;
  const stretch = carries ?? acknowledges;
  if (stretch !== null) for (const call of callsOn(stretchesIn(join, flow), [stretch])) found.calls.add(call);
  if (rst || isError) for (const call of resetBy(join, flow, part)) found.calls.add(call);
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
    relateEnds(join, flow, found);
    for (const { id } of flow.frames) found.frames.add(id);
  }
  for (const datagram of [...life.sent, ...life.received.map(({ datagram }) => datagram)])
    relateParts(datagram, found);
  if (join.listeners(life.host).includes(life)) {
    for (const flow of join.flows.all) if (listenerOf(join, flow) === life) relateHandshake(flow, found);
  }
  for (const question of join.frames.questions) {
    const isOwn = (call: CallFact): boolean => call.life !== null && lifeOf(call.life) === life;
    if (asksFor(join, question).some(isOwn)) relateQuestion(question, found);
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
export function callToldOf({ sender, errors }: Datagram): CallFact | undefined {
  const [error] = errors;
  if (sender === null || error === undefined) return undefined;
  return lifeOf(sender).calls.find(
    ({ left, errno }) => errno !== null && left !== null && mayPrecede(error.time, left),
  );
}

function relateEnds(join: Join, flow: Flow, found: Related): void {
  for (const life of bothOf(join, flow)) if (life !== null) found.lives.add(life);
}

function relateListener(join: Join, flow: Flow, found: Related): void {
  const listener = listenerOf(join, flow);
  if (listener !== undefined) found.lives.add(listener);
}

/** The socket that listened where a connection was asked for. */
function listenerOf(join: Join, flow: Flow): SocketLife | undefined {
  const gave = join.at(flow, 1)?.accepted?.life;
  if (gave != null) return lifeOf(gave);
  const [, wanted] = flow.ends;
  const syn = flow.frames[0] === undefined ? undefined : join.frames.find(flow.frames[0].id);
  const host = join.at(flow, 1)?.host ?? flow.goal ?? syn?.to[0];
  if (host === undefined || !flow.hasSyn) return undefined;
  const listening = join.listeners(host).filter(life => {
    const local = localOf(life);
    return local !== null && isFor(local, wanted) && isListening(life, flow);
  });
  // A socket of its own for the address comes before one for all of them; then the newest.
  return listening.findLast(life => localOf(life) === wanted) ?? listening.at(-1);
}

/** Whether it listened when a connection was asked for, as far as is told. */
function isListening({ listens, rows, calls }: SocketLife, { began }: Flow): boolean {
  const begins = [listens?.entered, rows.find(({ row }) => row.state === 'LISTEN')?.time];
  const closed = calls.findLast(({ call }) => call === 'close')?.left;
  const isOver =
    closed != null &&
    closed.latest < began.earliest &&
    !rows.some(({ time }) => time.earliest > began.latest);
  return !isOver && begins.some(begin => begin !== undefined && mayPrecede(begin, began));
}

export const resetBy = (join: Join, flow: Flow, part: FlowFrame): CallFact[] =>
  callsOfReset(flow, bothOf(join, flow), part);

const touches = ({ carries, acknowledges }: FlowFrame, stretch: Stretch): boolean =>
  (carries !== null && overlap(carries, stretch)) ||
  (acknowledges !== null && overlap(acknowledges, stretch));

const callsOn = (all: Stretches, wanted: readonly Stretch[]): CallFact[] =>
  [...all].flatMap(([call, own]) =>
    own.some(one => wanted.some(other => overlap(one, other))) ? [call] : [],
  );

/** Which end a call was made on; accept() is about the socket that it gave out. */
const sideOfCall = (join: Join, flow: Flow, { call, life, made }: CallFact): 0 | 1 => {
  const own = call === 'accept' ? made : life;
  return own !== null && join.at(flow, 1) === lifeOf(own) ? 1 : 0;
};
