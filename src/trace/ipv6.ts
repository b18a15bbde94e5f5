/** The fixed IPv6 header (RFC 8200, section 3); what may stand between it and the payload is in ipv6-extensions.ts. */
import { hex, u8, u16, u32 } from './bytes.ts';
import { extensionHeaders } from './ipv6-extensions.ts';
import { ipv6Text } from './ipv6-text.ts';
import { type FieldRow, header, type Layer, type Span, sizeOf } from './layer.ts';
import { ecnText, type Packet, protocolText } from './packet.ts';

const HEADER_BYTES = 40;

const ROWS: readonly FieldRow[] = [
  ['ipv6.version', 0, 1, (bytes, at) => String(u8(bytes, at) >> 4), [0, 4]],
  ['ipv6.tclass.dscp', 0, 2, (bytes, at) => String((u16(bytes, at) >> 6) & 0x3f), [4, 6]],
  ['ipv6.tclass.ecn', 1, 1, (bytes, at) => ecnText((u8(bytes, at) >> 4) & 3), [2, 2]],
  ['ipv6.flow', 1, 3, (bytes, at) => hex(u32(bytes, at - 1) % 0x10_0000, 5), [4, 20]],
  ['ipv6.plen', 4, 2, (bytes, at) => String(u16(bytes, at))],
  ['ipv6.nxt', 6, 1, (bytes, at) => protocolText(u8(bytes, at), 'ipv6')],
  ['ipv6.hlim', 7, 1, (bytes, at) => String(u8(bytes, at))],
  ['ipv6.src', 8, 16, ipv6Text],
  ['ipv6.dst', 24, 16, ipv6Text],
];

/** Returns null when the header is not wholly there, or it is not version 6. */
export function ipv6(span: Span): Packet | null {
  const { bytes, from, to } = span;
  if (sizeOf(span) < HEADER_BYTES || u8(bytes, from) >> 4 !== 6) return null;
  const announced = u16(bytes, from + 4);
  const payload = from + HEADER_BYTES;
  const chain = extensionHeaders(u8(bytes, from + 6), {
    bytes,
    from: payload,
    to: Math.min(payload + announced, to),
  });
  return {
    layers: [ipv6Layer(span), ...chain.layers],
    version: 'ipv6',
    protocol: chain.protocol,
    source: ipv6Text(bytes, from + 8),
    destination: ipv6Text(bytes, from + 24),
    payload: chain.rest,
    announced: Math.max(0, announced - (chain.rest.from - payload)),
    fragment: chain.fragment,
  };
}

/** The header alone, also of a packet that ipv6() cannot read. */
export function ipv6Layer(span: Span): Layer {
  const total = HEADER_BYTES + u16(span.bytes, span.from + 4);
  const missing = total > sizeOf(span) ? `packet cut short: ${sizeOf(span)} of ${total} bytes` : null;
  return header('ipv6', span, HEADER_BYTES, ROWS, missing);
}
