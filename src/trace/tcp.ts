/** The TCP header with its options (RFC 9293, section 3.1; RFC 7323; RFC 2018). */
import { hex, u8, u16, u32 } from './bytes.ts';
import type { Packet } from './ipv4.ts';
import {
  bytesText,
  type Dissection,
  endpointText,
  type Field,
  type FieldRow,
  header,
  type Span,
  sizeOf,
} from './layer.ts';

const LEAST_BYTES = 20;

/** In the order in which a segment is called: "SYN, ACK", "PSH, ACK". */
const FLAGS: readonly (readonly [name: string, bit: number])[] = [
  ['SYN', 0x02],
  ['FIN', 0x01],
  ['RST', 0x04],
  ['PSH', 0x08],
  ['URG', 0x20],
  ['ECE', 0x40],
  ['CWR', 0x80],
  ['ACK', 0x10],
];

const ROWS: readonly FieldRow[] = [
  ['source port', 0, 2, (bytes, at) => String(u16(bytes, at))],
  ['destination port', 2, 2, (bytes, at) => String(u16(bytes, at))],
  ['sequence number', 4, 4, (bytes, at) => String(u32(bytes, at))],
  ['acknowledgement number', 8, 4, (bytes, at) => String(u32(bytes, at))],
  ['data offset', 12, 1, (bytes, at) => `${(u8(bytes, at) >> 4) * 4} bytes`],
  ['flags', 13, 1, (bytes, at) => flagsOf(u8(bytes, at)).join(', ') || 'none'],
  ['window', 14, 2, (bytes, at) => String(u16(bytes, at))],
  ['checksum', 16, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['urgent pointer', 18, 2, (bytes, at) => String(u16(bytes, at))],
];

const flagsOf = (bits: number): string[] =>
  FLAGS.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);

/** Decodes a segment; `packet.payload` is where it lies. */
export function tcp(packet: Packet): Dissection & { rest: Span } {
  const { payload: span, announced } = packet;
  const { bytes, from, to } = span;
  if (sizeOf(span) < LEAST_BYTES) return cutShort(span);
  const said = (u8(bytes, from + 12) >> 4) * 4;
  const length = Math.max(LEAST_BYTES, said);
  const layer = header(
    'TCP',
    span,
    length,
    ROWS,
    said < length ? `data offset of ${said} bytes is too small` : null,
  );
  const options = optionFields({ bytes, from: from + LEAST_BYTES, to: Math.min(from + length, to) });
  const flags = flagsOf(u8(bytes, from + 13));
  const data = Math.max(0, announced - length);
  return {
    layers: [{ ...layer, fields: [...layer.fields, ...options] }],
    summary: {
      kind: 'tcp',
      text: `${flags.join(', ') || 'TCP without flags'}${data > 0 ? ` ${bytesText(data)}` : ''}`,
      flags,
      length: data,
      seq: u32(bytes, from + 4),
      ...(flags.includes('ACK') ? { ack: u32(bytes, from + 8) } : {}),
      source: endpointText(packet.source, u16(bytes, from)),
      destination: endpointText(packet.destination, u16(bytes, from + 2)),
    },
    rest: { bytes, from: Math.min(from + length, to), to },
  };
}

function cutShort(span: Span): Dissection & { rest: Span } {
  return {
    layers: [header('TCP', span, LEAST_BYTES, ROWS)],
    summary: { kind: 'tcp', text: 'TCP, cut short', length: 0 },
    rest: { ...span, from: span.to },
  };
}

/** One field per option. An option whose length cannot be right ends the list. */
function optionFields({ bytes, from, to }: Span): Field[] {
  const fields: Field[] = [];
  let at = from;
  while (at < to) {
    const kind = u8(bytes, at);
    const length = kind < 2 ? 1 : u8(bytes, at + 1);
    const sound = (kind < 2 || length >= 2) && at + length <= to;
    fields.push({
      name: 'option',
      value: sound ? optionText(bytes, at, kind, length) : `option ${kind}, cut short`,
      offset: at,
      length: sound ? length : to - at,
    });
    if (!sound || kind === 0) break;
    at += length;
  }
  return fields;
}

function optionText(bytes: Uint8Array, at: number, kind: number, length: number): string {
  if (kind === 0) return 'end of options';
  if (kind === 1) return 'no operation';
  if (kind === 2 && length === 4) return `maximum segment size ${u16(bytes, at + 2)}`;
  if (kind === 3 && length === 3) return `window scale ${u8(bytes, at + 2)}`;
  if (kind === 4 && length === 2) return 'SACK permitted';
  if (kind === 5) return `SACK ${sackText(bytes, at, length)}`;
  if (kind === 8 && length === 10) return `timestamps ${u32(bytes, at + 2)} ${u32(bytes, at + 6)}`;
  return `option ${kind}, ${bytesText(length)}`;
}

function sackText(bytes: Uint8Array, at: number, length: number): string {
  const blocks = Math.floor((length - 2) / 8);
  return Array.from({ length: blocks }, (_, index) => {
    const edge = at + 2 + index * 8;
    return `${u32(bytes, edge)}-${u32(bytes, edge + 4)}`;
  }).join(' ');
}
