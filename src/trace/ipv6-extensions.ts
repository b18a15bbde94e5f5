/**
 * IPv6's extension headers (RFC 8200, section 4): each names the next, so they are a chain. A chain of
 * any length is legal, and hostile: no more than a few are followed.
 */
import { hex, u8, u16, u32 } from './bytes.ts';
import type { FieldKey, LayerKey } from './field-keys.ts';
import { bytesText, type FieldRow, header, type Layer, type Span, sizeOf } from './layer.ts';
import { type Option, optionFields } from './options.ts';
import {
  IPPROTO_DSTOPTS,
  IPPROTO_FRAGMENT,
  IPPROTO_HOPOPTS,
  IPPROTO_ROUTING,
  type Packet,
  protocolText,
} from './packet.ts';

/** More than any packet needs: RFC 8200, section 4.1 lists seven places. */
const MOST_HEADERS = 8;
const FRAGMENT_BYTES = 8;

const KEYS: Readonly<Record<number, LayerKey>> = {
  [IPPROTO_HOPOPTS]: 'ipv6.hopopts',
  [IPPROTO_ROUTING]: 'ipv6.routing',
  [IPPROTO_FRAGMENT]: 'ipv6.fraghdr',
  [IPPROTO_DSTOPTS]: 'ipv6.dstopts',
};

const NEXT: FieldRow = ['ipv6.ext.nxt', 0, 1, (bytes, at) => protocolText(u8(bytes, at), 'ipv6')];
const LENGTH: FieldRow = ['ipv6.ext.len', 1, 1, (bytes, at) => bytesText((u8(bytes, at) + 1) * 8)];
const FRAGMENT_ROWS: readonly FieldRow[] = [
  NEXT,
  ['ipv6.fraghdr.reserved', 1, 1, (bytes, at) => String(u8(bytes, at))],
  ['ipv6.fraghdr.offset', 2, 2, (bytes, at) => String(u16(bytes, at) & 0xfff8), [0, 13]],
  ['ipv6.fraghdr.more', 3, 1, (bytes, at) => String(u8(bytes, at) & 1), [7, 1]],
  ['ipv6.fraghdr.ident', 4, 4, (bytes, at) => hex(u32(bytes, at), 8)],
];

type Chain = { layers: Layer[]; protocol: number; rest: Span; fragment: Packet['fragment'] };

/** Follows the chain that begins with header `protocol`, up to the payload or to where it cannot be read. */
export function extensionHeaders(protocol: number, span: Span): Chain {
  const { bytes, to } = span;
  const chain: Chain = {
    layers: [],
    protocol,
    rest: { ...span, to: Math.max(span.from, to) },
    fragment: null,
  };
  while (chain.layers.length < MOST_HEADERS) {
    const key = KEYS[chain.protocol];
    const { from } = chain.rest;
    if (key === undefined || sizeOf(chain.rest) === 0) break;
    const { layer, length } = extension(key, chain.rest);
    chain.layers.push(layer);
    chain.rest = { bytes, from: from + layer.length, to };
    if (layer.length < length) break;
    chain.protocol = u8(bytes, from);
    if (key !== 'ipv6.fraghdr') continue;
    const fragment = { offset: u16(bytes, from + 2) & 0xfff8, more: (u8(bytes, from + 3) & 1) !== 0 };
    // A fragment that is the whole packet is legal (RFC 6946).
    if (fragment.offset > 0 || fragment.more) chain.fragment = fragment;
    // Further headers are in the first fragment only.
    if (fragment.offset > 0) break;
  }
  return chain;
}

function extension(key: LayerKey, span: Span): { layer: Layer; length: number } {
  const { bytes, from, to } = span;
  if (key === 'ipv6.fraghdr') {
    return { layer: header(key, span, FRAGMENT_BYTES, FRAGMENT_ROWS), length: FRAGMENT_BYTES };
  }
  // In units of eight bytes, the first one not counted.
  const length = (u8(bytes, from + 1) + 1) * 8;
  if (key === 'ipv6.routing') return { layer: header(key, span, length, routingRows(length)), length };
  const layer = header(key, span, length, [NEXT, LENGTH]);
  const options = optionFields({ bytes, from: from + 2, to: Math.min(from + length, to) }, OPTIONS);
  return { layer: { ...layer, fields: [...layer.fields, ...options] }, length };
}

const routingRows = (length: number): FieldRow[] => [
  NEXT,
  LENGTH,
  ['ipv6.routing.type', 2, 1, (bytes, at) => String(u8(bytes, at))],
  ['ipv6.routing.segleft', 3, 1, (bytes, at) => String(u8(bytes, at))],
  ['ipv6.routing.data', 4, length - 4, () => bytesText(length - 4)],
];

const OPTIONS = {
  lengthAt: (bytes: Uint8Array, at: number) => (u8(bytes, at) === 0 ? 1 : u8(bytes, at + 1) + 2),
  show: optionText,
  other: 'ipv6.opt.other',
} as const;

/** Option types: RFC 8200, section 4.2; RFC 2711; RFC 2675. */
function optionText({ bytes, kind, at, length }: Option): readonly [FieldKey, string] {
  if (kind === 0) return ['ipv6.opt.pad1', bytesText(1)];
  if (kind === 1) return ['ipv6.opt.padn', bytesText(length)];
  if (kind === 5 && length === 4) return ['ipv6.opt.router_alert', String(u16(bytes, at + 2))];
  if (kind === 0xc2 && length === 6) return ['ipv6.opt.jumbo', String(u32(bytes, at + 2))];
  return ['ipv6.opt.other', `kind ${kind}, ${bytesText(length)}`];
}
