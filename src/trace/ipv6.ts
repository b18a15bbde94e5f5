/**
 * The fixed IPv6 header (RFC 8200, section 3). Extension headers are not followed: a packet that
 * has any is named by the number of its first one.
 */
import { hex, u8, u16, u32 } from './bytes.ts';
import { type Packet, protocolText } from './ipv4.ts';
import { header, type Layer, type Span, sizeOf } from './layer.ts';

const HEADER_BYTES = 40;

/** "fe80::1": lower case, the longest run of zero groups shortened (RFC 5952, section 4). */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups = Array.from({ length: 8 }, (_, index) => u16(bytes, at + index * 2).toString(16));
  const runs = groups.join(':').match(/\b0(?::0)+\b/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  if (longest === '') return groups.join(':');
  return groups.join(':').replace(new RegExp(`(^|:)${longest}(:|$)`), '::');
}

/** Returns null when the header is not wholly there, or it is not version 6. */
export function ipv6(span: Span): Packet | null {
  const { bytes, from, to } = span;
  if (sizeOf(span) < HEADER_BYTES || u8(bytes, from) >> 4 !== 6) return null;
  const announced = u16(bytes, from + 4);
  return {
    layer: ipv6Layer(span),
    protocol: u8(bytes, from + 6),
    source: ipv6Text(bytes, from + 8),
    destination: ipv6Text(bytes, from + 24),
    payload: { bytes, from: from + HEADER_BYTES, to: Math.min(from + HEADER_BYTES + announced, to) },
    announced,
    fragment: null,
  };
}

/** The header alone, also of a packet that ipv6() cannot read. */
export function ipv6Layer(span: Span): Layer {
  const total = HEADER_BYTES + u16(span.bytes, span.from + 4);
  const missing = total > sizeOf(span) ? `packet cut short: ${sizeOf(span)} of ${total} bytes` : null;
  return header(
    'IPv6',
    span,
    HEADER_BYTES,
    [
      ['version', 0, 1, (bytes, at) => String(u8(bytes, at) >> 4)],
      ['traffic class', 0, 2, (bytes, at) => hex((u16(bytes, at) >> 4) & 0xff, 2)],
      ['flow label', 1, 3, (bytes, at) => hex(u32(bytes, at - 1) % 0x10_0000, 5)],
      ['payload length', 4, 2, (bytes, at) => String(u16(bytes, at))],
      ['next header', 6, 1, (bytes, at) => protocolText(u8(bytes, at))],
      ['hop limit', 7, 1, (bytes, at) => String(u8(bytes, at))],
      ['source', 8, 16, ipv6Text],
      ['destination', 24, 16, ipv6Text],
    ],
    missing,
  );
}
