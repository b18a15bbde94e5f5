/** The TCP header (RFC 9293, section 3.1); what earlier segments tell about this one comes as a context. */
import { hex, u8, u16, u32 } from './bytes.ts';
import type { TcpContext } from './conversations.ts';
import { bytesText, endpointText, type FieldRow, header, type Segment, type Span, sizeOf } from './layer.ts';
import type { Packet } from './packet.ts';
import { fromIsn } from './sequence.ts';
import { tcpOptions, windowShift } from './tcp-options.ts';

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

const flagsOf = (bits: number): string[] =>
  FLAGS.filter(([, bit]) => (bits & bit) !== 0).map(([name]) => name);

const rows = ({ isn, peerIsn, scale }: Pick<TcpContext, 'isn' | 'peerIsn' | 'scale'>): FieldRow[] => [
  ['tcp.srcport', 0, 2, (bytes, at) => String(u16(bytes, at))],
  ['tcp.dstport', 2, 2, (bytes, at) => String(u16(bytes, at))],
  ['tcp.seq', 4, 4, (bytes, at) => numberText(u32(bytes, at), isn)],
  [
    'tcp.ack',
    8,
    4,
    (bytes, at) => numberText(u32(bytes, at), (u8(bytes, at + 5) & 0x10) === 0 ? null : peerIsn),
  ],
  ['tcp.hdr_len', 12, 1, (bytes, at) => `${(u8(bytes, at) >> 4) * 4} bytes`, [0, 4]],
  ['tcp.reserved', 12, 1, (bytes, at) => String(u8(bytes, at) & 0x0f), [4, 4]],
  ['tcp.flags', 13, 1, (bytes, at) => flagsOf(u8(bytes, at)).join(', ') || 'none'],
  ['tcp.window', 14, 2, (bytes, at) => windowText(u16(bytes, at), scale)],
  ['tcp.checksum', 16, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['tcp.urgent_pointer', 18, 2, (bytes, at) => String(u16(bytes, at))],
];

const numberText = (value: number, isn: number | null): string =>
  isn === null ? String(value) : `${value} = ISN + ${fromIsn(value, isn)}`;

const windowText = (value: number, scale: number | null): string =>
  scale === null || scale === 0 ? String(value) : `${value} × ${2 ** scale} = ${value * 2 ** scale}`;

const UNKNOWN = { isn: null, peerIsn: null, scale: null };

/** Decodes a segment; `packet.payload` is where it lies. */
export function tcp(packet: Packet, context: TcpContext | null): Segment {
  const { payload: span, announced } = packet;
  const { bytes, from, to } = span;
  if (sizeOf(span) < LEAST_BYTES) return cutShort(span);
  const said = (u8(bytes, from + 12) >> 4) * 4;
  const length = Math.max(LEAST_BYTES, said);
  const wrong = said < length ? `data offset of ${said} bytes is too small` : null;
  const layer = header('tcp', span, length, rows(context ?? UNKNOWN), wrong);
  const optionSpan = { bytes, from: from + LEAST_BYTES, to: Math.min(from + length, to) };
  const flags = flagsOf(u8(bytes, from + 13));
  const data = Math.max(0, announced - length);
  const shift = flags.includes('SYN') ? windowShift(optionSpan) : undefined;
  return {
    layers: [{ ...layer, fields: [...layer.fields, ...tcpOptions(optionSpan, context?.peerIsn ?? null)] }],
    summary: {
      kind: 'tcp',
      text: `${flags.join(', ') || 'TCP without flags'}${data > 0 ? ` ${bytesText(data)}` : ''}`,
      flags,
      length: data,
      seq: u32(bytes, from + 4),
      ...(flags.includes('ACK') ? { ack: u32(bytes, from + 8) } : {}),
      window: u16(bytes, from + 14),
      ...(shift === undefined ? {} : { windowShift: shift }),
      source: endpointText(packet.source, u16(bytes, from)),
      destination: endpointText(packet.destination, u16(bytes, from + 2)),
    },
    rest: { bytes, from: Math.min(from + length, to), to },
  };
}

function cutShort(span: Span): Segment {
  return {
    layers: [header('tcp', span, LEAST_BYTES, rows(UNKNOWN))],
    summary: { kind: 'tcp', text: 'TCP, cut short', length: 0 },
    // What is there of the header is a layer of its own.
    rest: { ...span, from: span.to },
  };
}
