/**
 * Neighbour discovery (RFC 4861): what ARP is for IPv4, and how hosts find routers. The fields behind
 * the first four bytes of ICMPv6, and the options that follow them.
 */
import { hex, u8, u16, u32 } from './bytes.ts';
import { macText } from './ethernet.ts';
import type { FieldKey } from './field-keys.ts';
import { ipv6Text } from './ipv6-text.ts';
import { bytesText, type Field, type FieldRow, fieldsOf, type Span, sizeOf } from './layer.ts';
import { type Option, optionFields } from './options.ts';

const ROUTER_SOLICITATION = 133;
const ROUTER_ADVERTISEMENT = 134;
const NEIGHBOUR_SOLICITATION = 135;
const NEIGHBOUR_ADVERTISEMENT = 136;
const REDIRECT = 137;

/** A target's link-layer address, in a neighbour advertisement. */
const TARGET_LINK_ADDRESS = 2;

const RESERVED: FieldRow = ['icmpv6.reserved', 4, 4, (bytes, at) => hex(u32(bytes, at), 8)];
const TARGET: FieldRow = ['icmpv6.nd.target', 8, 16, ipv6Text];
const NEIGHBOUR_FLAGS = ['router', 'solicited', 'override'];
const ROUTER_FLAGS = ['managed addresses', 'other configuration'];

const ROWS: Readonly<Record<number, readonly FieldRow[]>> = {
  [ROUTER_SOLICITATION]: [RESERVED],
  [ROUTER_ADVERTISEMENT]: [
    ['icmpv6.nd.ra.cur_hop_limit', 4, 1, (bytes, at) => String(u8(bytes, at))],
    ['icmpv6.nd.ra.flag', 5, 1, (bytes, at) => flagsText(u8(bytes, at), ROUTER_FLAGS)],
    ['icmpv6.nd.ra.router_lifetime', 6, 2, (bytes, at) => String(u16(bytes, at))],
    ['icmpv6.nd.ra.reachable_time', 8, 4, (bytes, at) => String(u32(bytes, at))],
    ['icmpv6.nd.ra.retrans_timer', 12, 4, (bytes, at) => String(u32(bytes, at))],
  ],
  [NEIGHBOUR_SOLICITATION]: [RESERVED, TARGET],
  [NEIGHBOUR_ADVERTISEMENT]: [
    ['icmpv6.nd.na.flag', 4, 1, (bytes, at) => flagsText(u8(bytes, at), NEIGHBOUR_FLAGS), [0, 3]],
    ['icmpv6.reserved', 4, 4, (bytes, at) => hex(u32(bytes, at) % 0x2000_0000, 8), [3, 29]],
    TARGET,
  ],
  [REDIRECT]: [RESERVED, TARGET, ['icmpv6.nd.rd.destination', 24, 16, ipv6Text]],
};

/** Where the options begin. */
const BODY_BYTES: Readonly<Record<number, number>> = {
  [ROUTER_SOLICITATION]: 8,
  [ROUTER_ADVERTISEMENT]: 16,
  [NEIGHBOUR_SOLICITATION]: 24,
  [NEIGHBOUR_ADVERTISEMENT]: 24,
  [REDIRECT]: 40,
};

/** The set bits of a byte by name, its first bit first. */
function flagsText(byte: number, names: readonly string[]): string {
  return names.filter((_, bit) => (byte & (0x80 >> bit)) !== 0).join(', ') || 'none';
}

/** The fields of a message at `span`; null when its type is not neighbour discovery. */
export function discoveryFields(type: number, span: Span): Field[] | null {
  const rows = ROWS[type];
  if (rows === undefined) return null;
  return [...fieldsOf(span, rows), ...optionFields(optionsOf(type, span), OPTIONS)];
}

const optionsOf = (type: number, { bytes, from, to }: Span): Span => ({
  bytes,
  from: from + (BODY_BYTES[type] ?? 0),
  to,
});

const OPTIONS = {
  // In units of eight bytes; zero is not allowed.
  lengthAt: (bytes: Uint8Array, at: number) => u8(bytes, at + 1) * 8,
  show,
  other: 'icmpv6.opt.other',
} as const;

/** RFC 4861, section 4.6; nonce: RFC 3971, section 5.3.2; recursive DNS servers: RFC 8106, section 5.1. */
function show({ bytes, kind, at, length }: Option): readonly [FieldKey, string] {
  if (kind === 1 && length === 8) return ['icmpv6.opt.src_linkaddr', macText(bytes, at + 2)];
  if (kind === TARGET_LINK_ADDRESS && length === 8)
    return ['icmpv6.opt.target_linkaddr', macText(bytes, at + 2)];
  if (kind === 3 && length === 32)
    return ['icmpv6.opt.prefix', `${ipv6Text(bytes, at + 16)}/${u8(bytes, at + 2)}`];
  if (kind === 5 && length === 8) return ['icmpv6.opt.mtu', String(u32(bytes, at + 4))];
  if (kind === 14) return ['icmpv6.opt.nonce', bytesText(length - 2)];
  if (kind === 25 && length >= 24) {
    const servers = Array.from({ length: (length - 8) >> 4 }, (_, index) =>
      ipv6Text(bytes, at + 8 + index * 16),
    );
    return ['icmpv6.opt.rdnss', servers.join(' ')];
  }
  return ['icmpv6.opt.other', `kind ${kind}, ${bytesText(length)}`];
}

/** "neighbour solicitation fd00::2"; null when its type is not neighbour discovery. */
export function discoveryText(type: number, span: Span): string | null {
  const { bytes, from } = span;
  if (type === ROUTER_SOLICITATION) return 'router solicitation';
  if (type === ROUTER_ADVERTISEMENT) return 'router advertisement';
  if (ROWS[type] === undefined) return null;
  if (sizeOf(span) < 24) return 'ICMPv6, cut short';
  const target = ipv6Text(bytes, from + 8);
  if (type === NEIGHBOUR_SOLICITATION) return `neighbour solicitation ${target}`;
  if (type === REDIRECT) return `ICMPv6 redirect to ${target}`;
  const options = optionsOf(type, span);
  const known = u8(bytes, options.from) === TARGET_LINK_ADDRESS && sizeOf(options) >= 8;
  const where = known ? ` is-at ${macText(bytes, options.from + 2)}` : '';
  return `neighbour advertisement ${target}${where}`;
}
