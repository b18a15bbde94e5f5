/**
 * The frames of a trace, each put onto the connection, the datagram or the question for a neighbour
 * that it is a part of.
 */
import type { FrameEvent } from '#protocol/events';
import { type Datagram, type Datagrams, openDatagrams } from './datagrams.ts';
import type { FlowLinks } from './flow-links.ts';
import type { HostAddresses } from './host-addresses.ts';
import { openQuestions, type Question, type Questions } from './neighbour-questions.ts';
import { type ErrorEnds, packetEnds, type TcpEnds, type UdpEnds } from './packet-ends.ts';
import type { Flow, FlowFrame, Flows, SeenFrame } from './tcp-flows.ts';
import type { Time } from './times.ts';

export type JoinedFrame = SeenFrame & {
  /** hosts that it was delivered to */
  readonly to: string[];
  /** A bit of it was flipped on the way: the kernel that it comes to throws it away. */
  isSpoilt: boolean;
  flow: Flow | null;
  part: FlowFrame | null;
  datagram: Datagram | null;
  question: Question | null;
};

export type JoinedFrames = {
  add(event: FrameEvent, index: number, time: Time): void;
  find(id: number): JoinedFrame | undefined;
  readonly questions: Questions['all'];
  readonly datagrams: Datagrams['all'];
};

export function openJoinedFrames(flows: Flows, links: FlowLinks, { hostOf }: HostAddresses): JoinedFrames {
  const frames = new Map<number, JoinedFrame>();
  const datagrams = openDatagrams();
  const questions = openQuestions();

  function sent({ id, seq, link, from, bytes }: FrameEvent, index: number, time: Time): void {
    const scope = link === 'lo' ? from : '';
    const nothing = { to: [], isSpoilt: false, flow: null, part: null, datagram: null, question: null };
    const frame: JoinedFrame = { id, index, seq, time, host: from, scope, ...nothing };
    frames.set(id, frame);
    const packet = packetEnds(bytes ?? '');
    if (packet.kind === 'neighbour') {
      questions.add(frame, packet);
      return;
    }
    if (packet.kind === 'tcp') segment(frame, packet);
    else if (packet.kind === 'udp') datagram(frame, packet, link);
    else if (packet.kind === 'fragment') frame.datagram = datagrams.addFragment(packet, frame, link) ?? null;
    else if (packet.kind === 'error') error(frame, packet);
    questions.leaves(frame, bytes ?? '');
    // Loopback is delivered at once, though it is told of later.
    if (scope !== '') arrives(frame, from, index, time);
  }

  function segment(frame: JoinedFrame, packet: TcpEnds): void {
    const { flow, part, isNews } = flows.add(packet, frame);
    frame.flow = flow;
    frame.part = part;
    if (isNews) links.changes(flow);
  }

  function datagram(frame: JoinedFrame, packet: UdpEnds, link: string): void {
    const isPassedOn = ![frame.host, undefined].includes(hostOf(packet.source));
    frame.datagram = datagrams.add(packet, frame, link, isPassedOn);
  }

  function error(frame: JoinedFrame, { about }: ErrorEnds): void {
    if (about.kind === 'udp') frame.datagram = datagrams.addError(about, frame) ?? null;
    else {
      const found = flows.addError(about, frame);
      frame.flow = found?.flow ?? null;
      frame.part = found?.part ?? null;
    }
  }

  function arrives({ id, datagram }: JoinedFrame, host: string, index: number, time: Time): void {
    if (datagram === null || datagram.errors.some(error => error.id === id)) return;
    const known = datagram.arrivals.find(each => each.host === host);
    // Of a fragmented one the last fragment counts; one that was duplicated comes twice.
    if (known === undefined || !datagram.isFragmented)
      datagram.arrivals.push({ datagram, host, index, time });
    else Object.assign(known, { index, time });
  }

  return {
    questions: questions.all,
    datagrams: datagrams.all,
    find: id => frames.get(id),
    add(event, index, time) {
      if (event.verb === 'sent') return sent(event, index, time);
      const frame = frames.get(event.id);
      if (frame === undefined) return;
      if (event.verb === 'corrupted') frame.isSpoilt = true;
      if (event.verb !== 'delivered' || event.to === null) return;
      frame.to.push(event.to);
      if (frame.scope === '' && !frame.isSpoilt) arrives(frame, event.to, index, time);
    },
  };
}
