/**
 * ICMP (RFC 792) and ICMPv6 (RFC 4443, RFC 4861). An error quotes the packet that caused it; its
 * ends are shown, because they name the socket that the error is for.
 */
import { hex, u8, u16 } from './bytes.ts';
import { IPPROTO_TCP, IPPROTO_UDP, ipv4, type Packet, protocolText } from './ipv4.ts';
import { ipv6 } from './ipv6.ts';
import {
  type Dissection,
  endpointText,
  type Field,
  type FieldRow,
  header,
  type Span,
  sizeOf,
} from './layer.ts';

const HEADER_BYTES = 8;

const ICMP_TYPES: Readonly<Record<number, string>> = {
  0: 'echo reply',
  3: 'destination unreachable',
  5: 'redirect',
  8: 'echo request',
  11: 'time exceeded',
  12: 'parameter problem',
};
/** Keyed "type/code"; a code that has no word here is shown as a number. */
const ICMP_CODES: Readonly<Record<string, string>> = {
  '3/0': 'network',
  '3/1': 'host',
  '3/2': 'protocol',
  '3/3': 'port',
  '3/4': 'fragmentation needed',
  '3/9': 'network prohibited',
  '3/10': 'host prohibited',
  '3/13': 'prohibited',
  '5/0': 'for network',
  '5/1': 'for host',
  '11/0': 'in transit',
  '11/1': 'in reassembly',
};
const ICMPV6_TYPES: Readonly<Record<number, string>> = {
  1: 'destination unreachable',
  2: 'packet too big',
  3: 'time exceeded',
  4: 'parameter problem',
  128: 'echo request',
  129: 'echo reply',
  133: 'router solicitation',
  134: 'router advertisement',
  135: 'neighbor solicitation',
  136: 'neighbor advertisement',
  143: 'multicast listener report',
};
const ICMPV6_CODES: Readonly<Record<string, string>> = {
  '1/0': 'no route',
  '1/1': 'prohibited',
  '1/3': 'address',
  '1/4': 'port',
  '3/0': 'in transit',
  '3/1': 'in reassembly',
};
/** Types whose message quotes a packet. */
const QUOTING: Readonly<Record<'ICMP' | 'ICMPv6', readonly number[]>> = {
  ICMP: [3, 5, 11, 12],
  ICMPv6: [1, 2, 3, 4],
};

export function icmp(packet: Packet, name: 'ICMP' | 'ICMPv6'): Dissection & { rest: Span } {
  const { payload: span } = packet;
  const { bytes, from, to } = span;
  const type = u8(bytes, from);
  const layer = header(name, span, HEADER_BYTES, [...rows(name), ...identifierRows(name, type)]);
  const rest = { bytes, from: from + layer.length, to };
  const quoted = QUOTING[name].includes(type) ? quotedField(rest, name) : null;
  return {
    layers: [quoted === null ? layer : { ...layer, fields: [...layer.fields, quoted] }],
    summary: {
      kind: 'icmp',
      text: sizeOf(span) < HEADER_BYTES ? `${name}, cut short` : messageText(name, type, u8(bytes, from + 1)),
      length: Math.max(0, packet.announced - HEADER_BYTES),
      source: packet.source,
      destination: packet.destination,
    },
    rest,
  };
}

function rows(name: 'ICMP' | 'ICMPv6'): FieldRow[] {
  const types = name === 'ICMP' ? ICMP_TYPES : ICMPV6_TYPES;
  return [
    ['type', 0, 1, (bytes, at) => named(u8(bytes, at), types[u8(bytes, at)])],
    ['code', 1, 1, (bytes, at) => named(u8(bytes, at), codeText(name, u8(bytes, at - 1), u8(bytes, at)))],
    ['checksum', 2, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ];
}

function identifierRows(name: 'ICMP' | 'ICMPv6', type: number): FieldRow[] {
  const echo = name === 'ICMP' ? type === 0 || type === 8 : type === 128 || type === 129;
  if (!echo) return [];
  return [
    ['identifier', 4, 2, (bytes, at) => String(u16(bytes, at))],
    ['sequence number', 6, 2, (bytes, at) => String(u16(bytes, at))],
  ];
}

const named = (value: number, name: string | undefined): string =>
  name === undefined ? String(value) : `${value} (${name})`;

function codeText(name: 'ICMP' | 'ICMPv6', type: number, code: number): string | undefined {
  return (name === 'ICMP' ? ICMP_CODES : ICMPV6_CODES)[`${type}/${code}`];
}

function messageText(name: 'ICMP' | 'ICMPv6', type: number, code: number): string {
  const word = (name === 'ICMP' ? ICMP_TYPES : ICMPV6_TYPES)[type];
  if (word === undefined) return `${name} type ${type}, code ${code}`;
  const detail = codeText(name, type, code) ?? (code === 0 ? undefined : `code ${code}`);
  return `${name} ${word}${detail === undefined ? '' : ` (${detail})`}`;
}

/** "UDP 10.0.0.1:40112 → 10.0.0.2:9999": the packet that the message is about. */
function quotedField(span: Span, name: 'ICMP' | 'ICMPv6'): Field | null {
  const packet = name === 'ICMP' ? ipv4(span) : ipv6(span);
  if (packet === null) return null;
  const { bytes, from, to } = packet.payload;
  const ported = (packet.protocol === IPPROTO_TCP || packet.protocol === IPPROTO_UDP) && to - from >= 4;
  const ends = ported
    ? `${endpointText(packet.source, u16(bytes, from))} → ${endpointText(packet.destination, u16(bytes, from + 2))}`
    : `${packet.source} → ${packet.destination}`;
  const value = `${protocolText(packet.protocol)} ${ends}`;
  return { name: 'quoted packet', value, offset: span.from, length: sizeOf(span) };
}
