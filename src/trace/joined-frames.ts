/**
 * The frames of a trace, each put onto the connection or the datagram that it is a part of. A question
 * for a neighbour belongs to the call that made its host ask.
 */
import type { FrameEvent } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import type { DatagramEnds } from './datagram-ends.ts';
import { type Datagram, openDatagrams } from './datagrams.ts';
import type { FlowLinks } from './flow-links.ts';
import type { JoinedCalls } from './joined-calls.ts';
import { type ErrorEnds, type NeighbourEnds, packetEnds, type TcpEnds, type UdpEnds } from './packet-ends.ts';
import type { Flow, FlowFrame, Flows, SeenFrame } from './tcp-flows.ts';

export type JoinedFrame = SeenFrame & {
  /** hosts that it was delivered to */
  readonly to: string[];
  flow: Flow | null;
  part: FlowFrame | null;
  datagram: Datagram | null;
  /** calls for which a neighbour is looked for */
  asksFor: readonly CallFact[];
};

export type JoinedFrames = {
  add(event: FrameEvent, index: number): void;
  find(id: number): JoinedFrame | undefined;
  /** Questions for neighbours and their answers. */
  readonly neighbours: readonly JoinedFrame[];
};

/** A call may have come back before the wire has read the question that it made its host ask; ns. */
const JUST_NOW = 20_000_000;

export function openJoinedFrames(
  flows: Flows,
  links: FlowLinks,
  calls: JoinedCalls,
  ends: DatagramEnds,
): JoinedFrames {
  const frames = new Map<number, JoinedFrame>();
  const datagrams = openDatagrams();
  const neighbours: JoinedFrame[] = [];
  /** for whom a host asks who has an address, until it is answered */
  const questions = new Map<string, readonly CallFact[]>();

  function sent(event: FrameEvent, index: number): void {
    const { id, seq, at, link, from, bytes } = event;
    const scope = link === 'lo' ? from : '';
    const nothing = { to: [], flow: null, part: null, datagram: null, asksFor: [] };
    const frame: JoinedFrame = { id, index, seq, at, scope, ...nothing };
    frames.set(id, frame);
    const packet = packetEnds(bytes ?? '');
    if (packet.kind === 'tcp') segment(frame, packet, from);
    else if (packet.kind === 'udp') datagram(frame, packet, link, from);
    else if (packet.kind === 'fragment') frame.datagram = datagrams.addFragment(packet, frame, link) ?? null;
    else if (packet.kind === 'error') error(frame, packet);
    else if (packet.kind === 'neighbour') neighbour(frame, packet, from);
    // Loopback is delivered at once, though it is told of later.
    if (scope !== '' && frame.datagram !== null) ends.arrives(frame.datagram, from, index);
  }

  function segment(frame: JoinedFrame, packet: TcpEnds, from: string): void {
    const { flow, part, isNew } = flows.add(packet, frame);
    frame.flow = flow;
    frame.part = part;
    if (isNew) links.begins(flow, from);
  }

  function datagram(frame: JoinedFrame, packet: UdpEnds, link: string, from: string): void {
    const isPassedOn = ![from, undefined].includes(ends.hostOf(packet.source));
    const found = datagrams.add(packet, frame, link, isPassedOn);
    frame.datagram = found.datagram;
    if (found.isNew) ends.leaves(found.datagram, from);
  }

  function error(frame: JoinedFrame, { about }: ErrorEnds): void {
    if (about.kind === 'udp') frame.datagram = datagrams.addError(about, frame) ?? null;
    else {
      const found = flows.addError(about, frame);
      frame.flow = found?.flow ?? null;
      frame.part = found?.part ?? null;
    }
  }

  function neighbour(frame: JoinedFrame, { asks, asker, target }: NeighbourEnds, from: string): void {
    const key = `${asker} ${target}`;
    if (asks) questions.set(key, questions.get(key) ?? whoAsks(from, frame.at));
    frame.asksFor = questions.get(key) ?? [];
    if (!asks) questions.delete(key);
    neighbours.push(frame);
  }

  /** Of several calls that wait, the newest has made the host ask: the others had asked before. */
  function whoAsks(host: string, at: number): readonly CallFact[] {
    const newest = calls
      .reaching(host)
      .findLast(({ end, endAt }) => end === null || at - (endAt ?? 0) < JUST_NOW);
    return newest === undefined ? [] : [newest];
  }

  return {
    neighbours,
    find: id => frames.get(id),
    add(event, index) {
      if (event.verb === 'sent') return sent(event, index);
      const frame = frames.get(event.id);
      if (event.verb !== 'delivered' || event.to === null || frame === undefined) return;
      frame.to.push(event.to);
      if (frame.datagram !== null && frame.scope === '') ends.arrives(frame.datagram, event.to, index);
    },
  };
}
