/** The UDP header (RFC 768). */
import { hex, u16 } from './bytes.ts';
import { bytesText, endpointText, type FieldRow, header, type Segment, sizeOf } from './layer.ts';
import type { Packet } from './packet.ts';

const HEADER_BYTES = 8;

const ROWS: readonly FieldRow[] = [
  ['udp.srcport', 0, 2, (bytes, at) => String(u16(bytes, at))],
  ['udp.dstport', 2, 2, (bytes, at) => String(u16(bytes, at))],
  ['udp.length', 4, 2, (bytes, at) => String(u16(bytes, at))],
  ['udp.checksum', 6, 2, (bytes, at) => hex(u16(bytes, at), 4)],
];

/** Decodes a datagram; of a fragmented one the first fragment, which has the header. */
export function udp(packet: Packet): Segment {
  const { payload: span } = packet;
  const { bytes, from, to } = span;
  const layer = header('udp', span, HEADER_BYTES, ROWS);
  const rest = { bytes, from: from + layer.length, to };
  if (sizeOf(span) < HEADER_BYTES) {
    return { layers: [layer], summary: { kind: 'udp', text: 'UDP, cut short', length: 0 }, rest };
  }
  const length = Math.max(0, u16(bytes, from + 4) - HEADER_BYTES);
  return {
    layers: [layer],
    summary: {
      kind: 'udp',
      text: `UDP ${bytesText(length)}`,
      length,
      source: endpointText(packet.source, u16(bytes, from)),
      destination: endpointText(packet.destination, u16(bytes, from + 2)),
    },
    rest,
  };
}
