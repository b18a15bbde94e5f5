/**
 * ICMPv6 (RFC 4443): errors, which quote a packet as ICMP's do, and echo. Neighbour discovery and
 * multicast listeners are messages of it too, with files of their own.
 */
import { hex, u8, u16, u32 } from './bytes.ts';
import { codeText, type IcmpWords, messageText, nameText } from './icmp-words.ts';
import { type FieldRow, header, type Segment, type Span, sizeOf } from './layer.ts';
import { listenerFields, listenerText } from './multicast-listener.ts';
import { discoveryFields, discoveryText } from './neighbour-discovery.ts';
import type { Packet } from './packet.ts';

const HEADER_BYTES = 8;

const WORDS: IcmpWords = {
  name: 'ICMPv6',
  types: {
    1: 'destination unreachable',
    2: 'packet too big',
    3: 'time exceeded',
    4: 'parameter problem',
    128: 'echo request',
    129: 'echo reply',
    130: 'multicast listener query',
    131: 'multicast listener report',
    132: 'multicast listener done',
    133: 'router solicitation',
    134: 'router advertisement',
    135: 'neighbour solicitation',
    136: 'neighbour advertisement',
    137: 'redirect',
    143: 'multicast listener report v2',
  },
  codes: {
    1: [
      'no route to destination',
      'communication prohibited',
      'beyond scope of source address',
      'address unreachable',
      'port unreachable',
      'source address failed policy',
      'route rejected',
    ],
    3: ['time exceeded in transit', 'time exceeded in reassembly'],
    4: ['erroneous header field', 'unrecognized next header', 'unrecognized option'],
  },
};

const FIRST_ROWS: readonly FieldRow[] = [
  ['icmpv6.type', 0, 1, (bytes, at) => nameText(WORDS, u8(bytes, at))],
  ['icmpv6.code', 1, 1, (bytes, at) => codeText(WORDS, u8(bytes, at - 1), u8(bytes, at))],
  ['icmpv6.checksum', 2, 2, (bytes, at) => hex(u16(bytes, at), 4)],
];

const RESERVED: FieldRow = ['icmpv6.reserved', 4, 4, (bytes, at) => hex(u32(bytes, at), 8)];
const ECHO: readonly FieldRow[] = [
  ['icmpv6.echo.identifier', 4, 2, (bytes, at) => String(u16(bytes, at))],
  ['icmpv6.echo.sequence_number', 6, 2, (bytes, at) => String(u16(bytes, at))],
];

/** What the four bytes behind the checksum mean, where the message ends with them. */
const ROWS: Readonly<Record<number, readonly FieldRow[]>> = {
  1: [RESERVED],
  2: [['icmpv6.mtu', 4, 4, (bytes, at) => String(u32(bytes, at))]],
  3: [RESERVED],
  4: [['icmpv6.pointer', 4, 4, (bytes, at) => String(u32(bytes, at))]],
  128: ECHO,
  129: ECHO,
};

/** Errors have types below 128, and each of these quotes a packet. */
const QUOTING: readonly number[] = [1, 2, 3, 4];

export function icmpv6(packet: Packet): Segment {
  const { payload: span, source, destination } = packet;
  const { bytes, from, to } = span;
  const type = u8(bytes, from);
  const body = ROWS[type] === undefined ? (discoveryFields(type, span) ?? listenerFields(type, span)) : null;
  // Discovery and listener messages have no payload: options and records reach to the end.
  const length = body === null ? HEADER_BYTES : Math.max(HEADER_BYTES, sizeOf(span));
  const layer = header('icmpv6', span, length, [...FIRST_ROWS, ...(ROWS[type] ?? [])]);
  return {
    layers: [body === null ? layer : { ...layer, fields: [...layer.fields, ...body] }],
    summary: {
      kind: 'icmp',
      text: textOf(span),
      length: Math.max(0, packet.announced - length),
      source,
      destination,
    },
    rest: { bytes, from: from + layer.length, to },
    ...(QUOTING.includes(type) ? { quotes: 'ipv6' } : {}),
  };
}

function textOf(span: Span): string {
  if (sizeOf(span) < HEADER_BYTES) return 'ICMPv6, cut short';
  const [type, code] = [u8(span.bytes, span.from), u8(span.bytes, span.from + 1)];
  return discoveryText(type, span) ?? listenerText(type, span) ?? messageText(WORDS, type, code);
}
