/**
 * A frame's bytes as headers and fields, and as the one line of the Wire table. It is fed with
 * whatever a learner's program put on the wire, so it never throws: what cannot be read is said so.
 */
import { arp } from './arp.ts';
import { bytesOf, previewOf } from './bytes.ts';
import type { TcpContext } from './conversations.ts';
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETHERNET_BYTES, ethernet, etherTypeText } from './ethernet.ts';
import type { FrameState } from './fold.ts';
import { httpLine } from './http.ts';
import { icmp } from './icmp.ts';
import { icmpv6 } from './icmpv6.ts';
import { ipv4, ipv4Layer } from './ipv4.ts';
import { ipv6, ipv6Layer } from './ipv6.ts';
import {
  bytesText,
  type Dissection,
  header,
  type Layer,
  layerName,
  type Segment,
  type Span,
  type Summary,
  sizeOf,
} from './layer.ts';
import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP, type Packet } from './packet.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

export type { Dissection } from './layer.ts';

/** Decodes a whole Ethernet frame; the context is what earlier frames tell about it (conversations.ts). */
export function dissect(bytes: Uint8Array, context: TcpContext | null = null): Dissection {
  const { layer, type } = ethernet({ bytes, from: 0, to: bytes.length });
  if (bytes.length < ETHERNET_BYTES) {
    return { layers: [layer], summary: other(`frame cut short: ${bytesText(bytes.length)}`, bytes.length) };
  }
  const inner = network(type, { bytes, from: ETHERNET_BYTES, to: bytes.length }, context);
  return { layers: [layer, ...inner.layers], summary: inner.summary };
}

const summaries = new WeakMap<FrameState, Summary>();

/** The summary of a frame of the trace, decoded once. */
export function summaryOf(frame: FrameState): Summary {
  const known = summaries.get(frame);
  if (known !== undefined) return known;
  const { summary } = dissect(bytesOf(frame.bytes));
  summaries.set(frame, summary);
  return summary;
}

function other(text: string, length: number): Summary {
  return { kind: 'other', text, length };
}

function network(type: number, span: Span, context: TcpContext | null): Dissection {
  if (type === ETH_P_ARP) return trailed(arp(span), span);
  if (type !== ETH_P_IP && type !== ETH_P_IPV6) {
    const summary = other(`EtherType ${etherTypeText(type)} ${bytesText(sizeOf(span))}`, sizeOf(span));
    return { layers: data('payload', span), summary };
  }
  const packet = type === ETH_P_IP ? ipv4(span) : ipv6(span);
  if (packet !== null) return trailed(transport(packet, context), span);
  const layer = type === ETH_P_IP ? ipv4Layer(span) : ipv6Layer(span);
  return trailed({ layers: [layer], summary: other(`${layer.name}, cut short or malformed`, 0) }, span);
}

function transport(packet: Packet, context: TcpContext | null, quoted = false): Dissection {
  const { layers, fragment, protocol } = packet;
  if (fragment !== null && fragment.offset > 0) return laterFragment(packet, fragment.offset);
  const inner = segment(packet, context);
  if (inner === null) return unread(packet);
  const { summary } = inner;
  return {
    layers: [...layers, ...inner.layers, ...carried(inner, protocol, quoted)],
    summary: fragment === null ? summary : { ...summary, text: `${summary.text}, first fragment` },
  };
}

function segment(packet: Packet, context: TcpContext | null): Segment | null {
  switch (packet.protocol) {
    case IPPROTO_TCP:
      return tcp(packet, context);
    case IPPROTO_UDP:
      return udp(packet);
    case IPPROTO_ICMP:
      return icmp(packet);
    case IPPROTO_ICMPV6:
      return icmpv6(packet);
    default:
      return null;
  }
}

/** A packet whose payload we cannot read. */
function unread({ layers, version, protocol, payload, announced, source, destination }: Packet): Dissection {
  const text = `${layerName(version)} protocol ${protocol} ${bytesText(announced)}`;
  return {
    layers: [...layers, ...data('payload', payload)],
    summary: { ...other(text, announced), source, destination },
  };
}

const KINDS: Readonly<Record<number, readonly [Summary['kind'], string]>> = {
  [IPPROTO_TCP]: ['tcp', 'TCP'],
  [IPPROTO_UDP]: ['udp', 'UDP'],
  [IPPROTO_ICMP]: ['icmp', 'ICMP'],
  [IPPROTO_ICMPV6]: ['icmp', 'ICMPv6'],
};

/** Only the first fragment has the inner header; the others are known by protocol and place. */
function laterFragment(packet: Packet, offset: number): Dissection {
  const { layers, version, protocol, payload, announced, source, destination } = packet;
  const [kind, name] = KINDS[protocol] ?? ['other', layerName(version)];
  const text = `${name} fragment at ${offset}, ${bytesText(announced)}`;
  return {
    layers: [...layers, ...data('payload', payload)],
    summary: { kind, text, length: announced, source, destination },
  };
}

/** What a segment carries: a quoted packet, an HTTP line and what follows, or just bytes. */
function carried({ rest, quotes }: Segment, protocol: number, quoted: boolean): Layer[] {
  // An error is never about an error (RFC 1122, section 3.2.2), so a quote within a quote stays bytes.
  if (quotes !== undefined && !quoted) return quotation(rest, quotes);
  const line = protocol === IPPROTO_TCP ? httpLine(rest) : null;
  if (line === null) return data('payload', rest);
  return [line, ...data('payload', { ...rest, from: line.offset + line.length })];
}

/** The packet that an ICMP error quotes, as far as it is there. */
function quotation(span: Span, version: Packet['version']): Layer[] {
  const packet = version === 'ip' ? ipv4(span) : ipv6(span);
  if (packet === null) return data('payload', span);
  return transport(packet, null, true).layers.map(layer => ({
    ...layer,
    quoted: true,
    // It is quoted in part by design (RFC 792: 8 bytes of its payload are enough).
    note: layer.key === version ? null : layer.note,
  }));
}

/** Adds what stands in the frame behind the last layer: Ethernet pads short frames to 60 bytes. */
function trailed(inner: Dissection, span: Span): Dissection {
  const last = inner.layers.at(-1);
  const end = last === undefined ? span.from : last.offset + last.length;
  return { ...inner, layers: [...inner.layers, ...data('padding', { ...span, from: end })] };
}

/** The bytes of a span as a layer; none when it is empty. */
function data(key: 'payload' | 'padding', span: Span): Layer[] {
  const length = sizeOf(span);
  if (length === 0) return [];
  const value = key === 'payload' ? previewOf(span.bytes, span.from, span.to) : bytesText(length);
  const layer = header(key, span, length, [[`${key}.data`, 0, length, () => value]]);
  return [layer];
}
