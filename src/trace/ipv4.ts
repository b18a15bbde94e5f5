/**
 * The IPv4 header (RFC 791, section 3.1). Its own length fields say where the payload begins and
 * ends; they are believed only as far as the frame reaches.
 */
import { hex, u8, u16 } from './bytes.ts';
import { ipv4Options } from './ipv4-options.ts';
import { ipv4Text } from './ipv4-text.ts';
import { type FieldRow, header, type Layer, type Span, sizeOf } from './layer.ts';
import { ecnText, type Packet, protocolText } from './packet.ts';

const LEAST_BYTES = 20;

const ROWS: readonly FieldRow[] = [
  ['ip.version', 0, 1, (bytes, at) => String(u8(bytes, at) >> 4), [0, 4]],
  ['ip.hdr_len', 0, 1, (bytes, at) => `${(u8(bytes, at) & 0x0f) * 4} bytes`, [4, 4]],
  ['ip.dsfield.dscp', 1, 1, (bytes, at) => String(u8(bytes, at) >> 2), [0, 6]],
  ['ip.dsfield.ecn', 1, 1, (bytes, at) => ecnText(u8(bytes, at) & 3), [6, 2]],
  ['ip.len', 2, 2, (bytes, at) => String(u16(bytes, at))],
  ['ip.id', 4, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['ip.flags', 6, 1, (bytes, at) => flagsText(u8(bytes, at) >> 5), [0, 3]],
  ['ip.frag_offset', 6, 2, (bytes, at) => String((u16(bytes, at) & 0x1fff) * 8), [3, 13]],
  ['ip.ttl', 8, 1, (bytes, at) => String(u8(bytes, at))],
  ['ip.proto', 9, 1, (bytes, at) => protocolText(u8(bytes, at), 'ip')],
  ['ip.checksum', 10, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['ip.src', 12, 4, ipv4Text],
  ['ip.dst', 16, 4, ipv4Text],
];

function flagsText(bits: number): string {
  const names = [(bits & 2) !== 0 ? "don't fragment" : '', (bits & 1) !== 0 ? 'more fragments' : ''];
  return names.filter(name => name !== '').join(', ') || 'none';
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
  const payload = Math.min(from + headerBytes, to);
  return {
    layers: [ipv4Layer(span, headerBytes, total)],
    version: 'ip',
    protocol: u8(bytes, from + 9),
    source: ipv4Text(bytes, from + 12),
    destination: ipv4Text(bytes, from + 16),
    payload: { bytes, from: payload, to: Math.max(payload, Math.min(from + total, to)) },
    announced: Math.max(0, total - headerBytes),
    fragment: fragment.offset === 0 && !fragment.more ? null : fragment,
  };
}

/** The header alone, also of a packet that ipv4() cannot read. */
export function ipv4Layer(span: Span, headerBytes = LEAST_BYTES, total = sizeOf(span)): Layer {
  const { bytes, from, to } = span;
  const missing = total > sizeOf(span) ? `packet cut short: ${sizeOf(span)} of ${total} bytes` : null;
  const layer = header('ip', span, headerBytes, ROWS, missing);
  const options = ipv4Options({ bytes, from: from + LEAST_BYTES, to: Math.min(from + headerBytes, to) });
  return { ...layer, fields: [...layer.fields, ...options] };
}
