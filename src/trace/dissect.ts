/**
 * A frame's bytes as headers and fields, and as the one line of the Wire table. It is fed with
 * whatever a learner's program put on the wire, so it never throws: what cannot be read is said so.
 */
import { arp } from './arp.ts';
import { bytesOf, textOf } from './bytes.ts';
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETHERNET_BYTES, ethernet, etherTypeText } from './ethernet.ts';
import type { FrameState } from './fold.ts';
import { icmp } from './icmp.ts';
import {
  IPPROTO_ICMP,
  IPPROTO_ICMPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  ipv4,
  ipv4Layer,
  type Packet,
} from './ipv4.ts';
import { ipv6, ipv6Layer } from './ipv6.ts';
import { bytesText, type Dissection, type Layer, type Span, type Summary, sizeOf } from './layer.ts';
import { tcp } from './tcp.ts';
import { udp } from './udp.ts';

export type { Dissection } from './layer.ts';

/** How much of a payload its field shows, in characters. */
const SHOWN_PAYLOAD = 64;

/** Decodes a whole Ethernet frame. */
export function dissect(bytes: Uint8Array): Dissection {
  const { layer, type } = ethernet({ bytes, from: 0, to: bytes.length });
  if (bytes.length < ETHERNET_BYTES) {
    return { layers: [layer], summary: other(`frame cut short: ${bytesText(bytes.length)}`, bytes.length) };
  }
  const inner = network(type, { bytes, from: ETHERNET_BYTES, to: bytes.length });
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

function network(type: number, span: Span): Dissection {
  if (type === ETH_P_ARP) return trailed(arp(span), span);
  if (type !== ETH_P_IP && type !== ETH_P_IPV6) {
    const summary = other(`EtherType ${etherTypeText(type)} ${bytesText(sizeOf(span))}`, sizeOf(span));
    return { layers: rest('payload', span), summary };
  }
  const packet = type === ETH_P_IP ? ipv4(span) : ipv6(span);
  if (packet !== null) return trailed(transport(packet), span);
  const layer = type === ETH_P_IP ? ipv4Layer(span) : ipv6Layer(span);
  return { layers: [layer], summary: other(`${layer.name}, cut short or malformed`, 0) };
}

function transport(packet: Packet): Dissection {
  if (packet.fragment !== null && packet.fragment.offset > 0)
    return laterFragment(packet, packet.fragment.offset);
  const inner = segment(packet);
  if (inner === null) {
    return {
      layers: [packet.layer, ...rest('payload', packet.payload)],
      summary: {
        ...other(
          `${packet.layer.name} protocol ${packet.protocol} ${bytesText(packet.announced)}`,
          packet.announced,
        ),
        source: packet.source,
        destination: packet.destination,
      },
    };
  }
  return {
    layers: [packet.layer, ...inner.layers, ...rest('payload', inner.rest)],
    summary: inner.summary,
  };
}

function segment(packet: Packet): (Dissection & { rest: Span }) | null {
  switch (packet.protocol) {
    case IPPROTO_TCP:
      return tcp(packet);
    case IPPROTO_UDP:
      return udp(packet);
    case IPPROTO_ICMP:
      return icmp(packet, 'ICMP');
    case IPPROTO_ICMPV6:
      return icmp(packet, 'ICMPv6');
    default:
      return null;
  }
}

/** Only the first fragment has the inner header; the others are known by protocol and place. */
function laterFragment(packet: Packet, offset: number): Dissection {
  const kinds: Readonly<Record<number, Summary['kind']>> = {
    [IPPROTO_TCP]: 'tcp',
    [IPPROTO_UDP]: 'udp',
    [IPPROTO_ICMP]: 'icmp',
  };
  const kind = kinds[packet.protocol] ?? 'other';
  const name = kind === 'other' ? packet.layer.name : kind.toUpperCase();
  return {
    layers: [packet.layer, ...rest('payload', packet.payload)],
    summary: {
      kind,
      text: `${name} fragment at ${offset}, ${bytesText(packet.announced)}`,
      length: packet.announced,
      source: packet.source,
      destination: packet.destination,
    },
  };
}

/** Adds what stands in the frame behind the last layer: Ethernet pads short frames to 60 bytes. */
function trailed(inner: Dissection, span: Span): Dissection {
  const last = inner.layers.at(-1);
  const end = last === undefined ? span.from : last.offset + last.length;
  return { ...inner, layers: [...inner.layers, ...rest('padding', { ...span, from: end })] };
}

/** The bytes of a span as a layer; none when it is empty. */
function rest(name: 'payload' | 'padding', span: Span): Layer[] {
  const length = sizeOf(span);
  if (length === 0) return [];
  const value = name === 'payload' ? preview(span) : bytesText(length);
  const field = { name: 'data', value, offset: span.from, length };
  return [{ name, offset: span.from, length, fields: [field], note: null }];
}

/** Its start as UTF-8, with a dot for what cannot be shown. */
function preview({ bytes, from, to }: Span): string {
  const text = textOf(bytes.subarray(from, Math.min(to, from + SHOWN_PAYLOAD * 4)));
  const shown = Array.from(text, char => (/[\p{Cc}\p{Cf}\uFFFD]/u.test(char) ? '·' : char));
  return shown.length > SHOWN_PAYLOAD ? `${shown.slice(0, SHOWN_PAYLOAD).join('')}…` : shown.join('');
}
