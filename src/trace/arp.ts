/** ARP for IPv4 over Ethernet (RFC 826): who has an address, and where it is. */
import { u8, u16 } from './bytes.ts';
import { etherTypeText, macText } from './ethernet.ts';
import { ipv4Text } from './ipv4-text.ts';
import { type Dissection, header, type Span, type Summary, sizeOf } from './layer.ts';

const ARP_BYTES = 28;
const OPERATIONS: Readonly<Record<number, string>> = { 1: '1 (request)', 2: '2 (reply)' };

export function arp(span: Span): Dissection {
  const layer = header('arp', span, ARP_BYTES, [
    ['arp.hw.type', 0, 2, (bytes, at) => String(u16(bytes, at))],
    ['arp.proto.type', 2, 2, (bytes, at) => etherTypeText(u16(bytes, at))],
    ['arp.hw.size', 4, 1, (bytes, at) => String(u8(bytes, at))],
    ['arp.proto.size', 5, 1, (bytes, at) => String(u8(bytes, at))],
    ['arp.opcode', 6, 2, (bytes, at) => OPERATIONS[u16(bytes, at)] ?? String(u16(bytes, at))],
    ['arp.src.hw_mac', 8, 6, macText],
    ['arp.src.proto_ipv4', 14, 4, ipv4Text],
    ['arp.dst.hw_mac', 18, 6, macText],
    ['arp.dst.proto_ipv4', 24, 4, ipv4Text],
  ]);
  return { layers: [layer], summary: arpSummary(span) };
}

function arpSummary(span: Span): Summary {
  const { bytes, from } = span;
  if (sizeOf(span) < ARP_BYTES) return { kind: 'arp', text: 'ARP, cut short', length: 0 };
  const operation = u16(bytes, from + 6);
  const sender = ipv4Text(bytes, from + 14);
  const target = ipv4Text(bytes, from + 24);
  const ends = { kind: 'arp', length: 0, source: sender, destination: target } as const;
  if (operation === 1) return { ...ends, text: `ARP who-has ${target}` };
  if (operation === 2) return { ...ends, text: `ARP ${sender} is-at ${macText(bytes, from + 8)}` };
  return { ...ends, text: `ARP operation ${operation}` };
}
