/**
 * From whom to whom a frame is, and which stretch of a stream it carries: what joining frames with
 * sockets needs and no more, because every frame of a trace is read for it.
 */
import { bytesOf, u8, u16, u32 } from './bytes.ts';
import { ETH_P_ARP, ETH_P_IP, ETH_P_IPV6, ETHERNET_BYTES } from './ethernet.ts';
import { ipv4 } from './ipv4.ts';
import { ipv4Text } from './ipv4-text.ts';
import { ipv6 } from './ipv6.ts';
import { ipv6Text } from './ipv6-text.ts';
import { endpointText, type Span, sizeOf } from './layer.ts';
import { IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_TCP, IPPROTO_UDP, type Packet } from './packet.ts';

/** "10.0.0.1:40112" both */
type Ends = { source: string; destination: string };

export type TcpEnds = Ends & {
  kind: 'tcp';
  seq: number;
  ack: number | null;
  syn: boolean;
  fin: boolean;
  rst: boolean;
  /** bytes of payload that the header announces */
  length: number;
};
/**
 * `fragments`: what all fragments of one datagram share; null for a whole one. `identification`: null
 * where the kernel leaves it zero, as it may for what is not to be fragmented (RFC 6864, section 4.1).
 */
export type UdpEnds = Ends & {
  kind: 'udp';
  length: number;
  identification: string | null;
  fragments: string | null;
};
/** A later fragment has no ports: its datagram is known by `fragments` alone. */
export type FragmentEnds = { kind: 'fragment'; fragments: string };
/** An ICMP error about a packet. */
export type ErrorEnds = { kind: 'error'; about: TcpEnds | UdpEnds };
/** Who has an address: the question or the answer (ARP, or neighbour discovery); `mac` of who sent it. */
export type NeighbourEnds = { kind: 'neighbour'; asks: boolean; asker: string; target: string; mac: string };
export type PacketEnds = TcpEnds | UdpEnds | FragmentEnds | ErrorEnds | NeighbourEnds | { kind: 'other' };

/** Headers end well before this; what lies behind is announced by their lengths. */
const HEADER_BYTES = 192;
const UDP_HEADER_BYTES = 8;
const OTHER = { kind: 'other' } as const;

/** The hardware address that a frame is for. */
export const destinationMac = (base64: string): string => macAt(bytesOf(base64.slice(0, 8)), 0);

const macAt = (bytes: Uint8Array, from: number): string =>
  [...bytes.subarray(from, from + 6)].map(byte => byte.toString(16).padStart(2, '0')).join(':');

/** @param base64 an Ethernet frame */
export function packetEnds(base64: string): PacketEnds {
  const bytes = bytesOf(base64.slice(0, (HEADER_BYTES / 3) * 4));
  const span = { bytes, from: ETHERNET_BYTES, to: bytes.length };
  switch (u16(bytes, 12)) {
    case ETH_P_ARP:
      return arpEnds(span);
    case ETH_P_IP:
      return packet(ipv4(span));
    case ETH_P_IPV6:
      return packet(ipv6(span));
    default:
      return OTHER;
  }
}

function arpEnds({ bytes, from }: Span): PacketEnds {
  const [sender, target] = [ipv4Text(bytes, from + 14), ipv4Text(bytes, from + 24)];
  const mac = macAt(bytes, 6);
  switch (u16(bytes, from + 6)) {
    case 1:
      return { kind: 'neighbour', asks: true, asker: sender, target, mac };
    case 2:
      return { kind: 'neighbour', asks: false, asker: target, target: sender, mac };
    default:
      return OTHER;
  }
}

function packet(packet: Packet | null): PacketEnds {
  if (packet === null) return OTHER;
  if (packet.protocol === IPPROTO_ICMP) return icmpEnds(packet);
  if (packet.protocol === IPPROTO_ICMPV6) return icmpv6Ends(packet);
  return transport(packet) ?? OTHER;
}

function transport(packet: Packet): TcpEnds | UdpEnds | FragmentEnds | null {
  const { fragment, protocol, payload, announced } = packet;
  const { bytes, from } = payload;
  const fragments = fragment === null ? null : fragmentsOf(packet);
  if (fragments !== null && fragment?.offset !== 0) return { kind: 'fragment', fragments };
  if (sizeOf(payload) < 4) return null;
  const source = endpointText(packet.source, u16(bytes, from));
  const destination = endpointText(packet.destination, u16(bytes, from + 2));
  if (protocol === IPPROTO_UDP) {
    const length = Math.max(0, u16(bytes, from + 4) - UDP_HEADER_BYTES);
    return { kind: 'udp', source, destination, length, identification: identificationOf(packet), fragments };
  }
  if (protocol !== IPPROTO_TCP) return null;
  const flags = u8(bytes, from + 13);
  return {
    kind: 'tcp',
    source,
    destination,
    seq: u32(bytes, from + 4),
    ack: (flags & 0x10) === 0 ? null : u32(bytes, from + 8),
    syn: (flags & 0x02) !== 0,
    fin: (flags & 0x01) !== 0,
    rst: (flags & 0x04) !== 0,
    length: Math.max(0, announced - Math.max(20, (u8(bytes, from + 12) >> 4) * 4)),
  };
}

/** RFC 791, section 3.2; RFC 8200, section 4.5: addresses and identification (and protocol). */
const fragmentsOf = (packet: Packet): string =>
  `${packet.source} ${packet.destination} ${packet.protocol} ${identificationOf(packet)}`;

function identificationOf({ layers }: Packet): string | null {
  for (const { fields } of layers)
    for (const { key, value } of fields)
      if (key === 'ip.id' || key === 'ipv6.fraghdr.ident') return Number(value) === 0 ? null : value;
  return null;
}

/** Errors quote the packet that they are about behind eight bytes (RFC 792; RFC 4443, section 3). */
function quoted(read: (span: Span) => Packet | null, { payload }: Packet): PacketEnds {
  const about = read({ ...payload, from: payload.from + 8 });
  const ends = about === null ? null : transport(about);
  return ends === null || ends.kind === 'fragment' ? OTHER : { kind: 'error', about: ends };
}

/** Destination unreachable, redirect, time exceeded, parameter problem. */
const QUOTING: readonly number[] = [3, 5, 11, 12];

function icmpEnds(packet: Packet): PacketEnds {
  return QUOTING.includes(u8(packet.payload.bytes, packet.payload.from)) ? quoted(ipv4, packet) : OTHER;
}

// Neighbour solicitation and advertisement (RFC 4861, sections 4.3 and 4.4); errors have numbers below 128.
const SOLICITATION = 135;
const ADVERTISEMENT = 136;

function icmpv6Ends(packet: Packet): PacketEnds {
  const { bytes, from } = packet.payload;
  const type = u8(bytes, from);
  if (type < 128) return quoted(ipv6, packet);
  if (type !== SOLICITATION && type !== ADVERTISEMENT) return OTHER;
  const asks = type === SOLICITATION;
  const asker = asks ? packet.source : packet.destination;
  return { kind: 'neighbour', asks, asker, target: ipv6Text(bytes, from + 8), mac: macAt(bytes, 6) };
}
