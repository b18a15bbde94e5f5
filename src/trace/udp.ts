/** The UDP header (RFC 768). */
import { hex, u16 } from './bytes.ts';
import type { Packet } from './ipv4.ts';
import {
  bytesText,
  type Dissection,
  endpointText,
  type FieldRow,
  header,
  type Span,
  sizeOf,
} from './layer.ts';

const HEADER_BYTES = 8;

const ROWS: readonly FieldRow[] = [
  ['source port', 0, 2, (bytes, at) => String(u16(bytes, at))],
  ['destination port', 2, 2, (bytes, at) => String(u16(bytes, at))],
  ['length', 4, 2, (bytes, at) => String(u16(bytes, at))],
  ['checksum', 6, 2, (bytes, at) => hex(u16(bytes, at), 4)],
];

/** Decodes a datagram; of a fragmented one the first fragment, which has the header. */
export function udp(packet: Packet): Dissection & { rest: Span } {
  const { payload: span } = packet;
  const { bytes, from, to } = span;
  const layer = header('UDP', span, HEADER_BYTES, ROWS);
  const rest = { bytes, from: from + layer.length, to };
  if (sizeOf(span) < HEADER_BYTES) {
    return { layers: [layer], summary: { kind: 'udp', text: 'UDP, cut short', length: 0 }, rest };
  }
  const length = Math.max(0, u16(bytes, from + 4) - HEADER_BYTES);
  return {
    layers: [layer],
    summary: {
      kind: 'udp',
      text: `UDP ${bytesText(length)}${packet.fragment === null ? '' : ', first fragment'}`,
      length,
      source: endpointText(packet.source, u16(bytes, from)),
      destination: endpointText(packet.destination, u16(bytes, from + 2)),
    },
    rest,
  };
}
