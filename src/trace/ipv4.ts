/**
 * The IPv4 header (RFC 791, section 3.1). Its own length fields say where the payload begins and
 * ends; they are believed only as far as the frame reaches.
 */
import { hex, u8, u16 } from './bytes.ts';
import { type FieldRow, header, type Layer, type Span, sizeOf } from './layer.ts';

const LEAST_BYTES = 20;

// Protocol numbers, from netinet/in.h.
export const IPPROTO_ICMP = 1;
export const IPPROTO_TCP = 6;
export const IPPROTO_UDP = 17;
export const IPPROTO_ICMPV6 = 58;

const PROTOCOLS: Readonly<Record<number, string>> = {
  [IPPROTO_ICMP]: 'ICMP',
  [IPPROTO_TCP]: 'TCP',
  [IPPROTO_UDP]: 'UDP',
  [IPPROTO_ICMPV6]: 'ICMPv6',
};

/** A decoded network header and what it says about its payload. */
export type Packet = {
  layer: Layer;
  protocol: number;
  source: string;
  destination: string;
  /** the payload as far as it is in the frame */
  payload: Span;
  /** bytes of payload that the header announces, there or not */
  announced: number;
  /** place of this fragment in the packet's payload; null: a whole packet */
  fragment: { offset: number; more: boolean } | null;
};

export const ipv4Text = (bytes: Uint8Array, at: number): string =>
  [0, 1, 2, 3].map(index => u8(bytes, at + index)).join('.');

export function protocolText(protocol: number): string {
  const name = PROTOCOLS[protocol];
  return name === undefined ? String(protocol) : `${protocol} (${name})`;
}

/** Returns null when not even the fixed part of the header is there, or it is not version 4. */
export function ipv4(span: Span): Packet | null {
  const { bytes, from, to } = span;
  const headerBytes = (u8(bytes, from) & 0x0f) * 4;
  if (sizeOf(span) < LEAST_BYTES || u8(bytes, from) >> 4 !== 4 || headerBytes < LEAST_BYTES) return null;
  // Zero where the sender left segmentation to the card; then the frame's end is the packet's.
  const total = u16(bytes, from + 2) || sizeOf(span);
  const flags = u16(bytes, from + 6);
  const fragment = { offset: (flags & 0x1fff) * 8, more: (flags & 0x2000) !== 0 };
  return {
    layer: ipv4Layer(span, headerBytes, total),
    protocol: u8(bytes, from + 9),
    source: ipv4Text(bytes, from + 12),
    destination: ipv4Text(bytes, from + 16),
    payload: { bytes, from: Math.min(from + headerBytes, to), to: Math.min(from + total, to) },
    announced: Math.max(0, total - headerBytes),
    fragment: fragment.offset === 0 && !fragment.more ? null : fragment,
  };
}

/** The header alone, also of a packet that ipv4() cannot read. */
export function ipv4Layer(span: Span, headerBytes = LEAST_BYTES, total = sizeOf(span)): Layer {
  const rows: FieldRow[] = [
    ['version', 0, 1, (bytes, at) => String(u8(bytes, at) >> 4)],
    ['header length', 0, 1, (bytes, at) => `${(u8(bytes, at) & 0x0f) * 4} bytes`],
    ['type of service', 1, 1, (bytes, at) => hex(u8(bytes, at), 2)],
    ['total length', 2, 2, (bytes, at) => String(u16(bytes, at))],
    ['identification', 4, 2, (bytes, at) => hex(u16(bytes, at), 4)],
    ['flags', 6, 1, (bytes, at) => flagsText(u8(bytes, at) >> 5)],
    ['fragment offset', 6, 2, (bytes, at) => String((u16(bytes, at) & 0x1fff) * 8)],
    ['time to live', 8, 1, (bytes, at) => String(u8(bytes, at))],
    ['protocol', 9, 1, (bytes, at) => protocolText(u8(bytes, at))],
    ['header checksum', 10, 2, (bytes, at) => hex(u16(bytes, at), 4)],
    ['source', 12, 4, ipv4Text],
    ['destination', 16, 4, ipv4Text],
  ];
  const options = headerBytes - LEAST_BYTES;
  if (options > 0) rows.push(['options', LEAST_BYTES, options, () => `${options} bytes`]);
  const missing = total > sizeOf(span) ? `packet cut short: ${sizeOf(span)} of ${total} bytes` : null;
  return header('IPv4', span, headerBytes, rows, missing);
}

function flagsText(bits: number): string {
  const names = [(bits & 2) !== 0 ? "don't fragment" : '', (bits & 1) !== 0 ? 'more fragments' : ''];
  return names.filter(name => name !== '').join(', ') || 'none';
}
