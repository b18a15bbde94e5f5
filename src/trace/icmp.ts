/**
 * ICMP (RFC 792; RFC 1122, section 3.2.2; RFC 1812, section 5.2.7). An error quotes the packet that caused it:
 * its ends name the socket that the error is for.
 */
import { hex, u8, u16, u32 } from './bytes.ts';
import { codeText, type IcmpWords, messageText, nameText } from './icmp-words.ts';
import { ipv4Text } from './ipv4-text.ts';
import { type FieldRow, header, type Segment, sizeOf } from './layer.ts';
import type { Packet } from './packet.ts';

const HEADER_BYTES = 8;
const FRAGMENTATION_NEEDED = 4;

const UNREACHABLE = [
  'network unreachable',
  'host unreachable',
  'protocol unreachable',
  'port unreachable',
  'fragmentation needed',
  'source route failed',
  'network unknown',
  'host unknown',
  'source host isolated',
  'network prohibited',
  'host prohibited',
  'network unreachable for type of service',
  'host unreachable for type of service',
  'communication prohibited',
  'host precedence violation',
  'precedence cutoff',
];

const WORDS: IcmpWords = {
  name: 'ICMP',
  types: {
    0: 'echo reply',
    3: 'destination unreachable',
    5: 'redirect',
    8: 'echo request',
    9: 'router advertisement',
    10: 'router solicitation',
    11: 'time exceeded',
    12: 'parameter problem',
    13: 'timestamp request',
    14: 'timestamp reply',
  },
  codes: {
    3: UNREACHABLE,
    5: [
      'redirect for network',
      'redirect for host',
      'redirect for network and service',
      'redirect for host and service',
    ],
    11: ['time exceeded in transit', 'time exceeded in reassembly'],
  },
};

/** What the four bytes behind the checksum mean. */
function rowsOf(type: number, code: number): readonly FieldRow[] {
  switch (type) {
    case 0:
    case 8:
    case 13:
    case 14:
      return [
        ['icmp.ident', 4, 2, (bytes, at) => String(u16(bytes, at))],
        ['icmp.seq', 6, 2, (bytes, at) => String(u16(bytes, at))],
      ];
    case 3:
      if (code !== FRAGMENTATION_NEEDED) return [UNUSED];
      return [
        ['icmp.unused', 4, 2, (bytes, at) => hex(u16(bytes, at), 4)],
        ['icmp.mtu', 6, 2, (bytes, at) => String(u16(bytes, at))],
      ];
    case 5:
      return [['icmp.redir_gw', 4, 4, ipv4Text]];
    case 11:
      return [UNUSED];
    case 12:
      return [
        ['icmp.pointer', 4, 1, (bytes, at) => String(u8(bytes, at))],
        ['icmp.unused', 5, 3, (bytes, at) => hex(u32(bytes, at - 1) % 0x100_0000, 6)],
      ];
    default:
      return [];
  }
}

const UNUSED: FieldRow = ['icmp.unused', 4, 4, (bytes, at) => hex(u32(bytes, at), 8)];

const FIRST_ROWS: readonly FieldRow[] = [
  ['icmp.type', 0, 1, (bytes, at) => nameText(WORDS, u8(bytes, at))],
  ['icmp.code', 1, 1, (bytes, at) => codeText(WORDS, u8(bytes, at - 1), u8(bytes, at))],
  ['icmp.checksum', 2, 2, (bytes, at) => hex(u16(bytes, at), 4)],
];

/** Types whose message quotes a packet. */
const QUOTING: readonly number[] = [3, 5, 11, 12];

export function icmp(packet: Packet): Segment {
  const { payload: span, source, destination } = packet;
  const { bytes, from, to } = span;
  const [type, code] = [u8(bytes, from), u8(bytes, from + 1)];
  const layer = header('icmp', span, HEADER_BYTES, [...FIRST_ROWS, ...rowsOf(type, code)]);
  const whole = sizeOf(span) >= HEADER_BYTES;
  const length = Math.max(0, packet.announced - HEADER_BYTES);
  return {
    layers: [layer],
    summary: {
      kind: 'icmp',
      text: whole ? messageText(WORDS, type, code) : 'ICMP, cut short',
      length,
      source,
      destination,
    },
    rest: { bytes, from: from + layer.length, to },
    ...(QUOTING.includes(type) ? { quotes: 'ip' } : {}),
  };
}
