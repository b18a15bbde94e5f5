/** The options of an IPv4 header (RFC 791, section 3.1; RFC 2113): seldom seen, and routers may drop them. */
import { u8, u16 } from './bytes.ts';
import type { FieldKey } from './field-keys.ts';
import { ipv4Text } from './ipv4-text.ts';
import { bytesText, type Field, type Span } from './layer.ts';
import { lengthOfAll, type Option, optionFields } from './options.ts';

/** Kinds whose value is a pointer and a list of addresses. */
const ROUTES: Readonly<Record<number, FieldKey>> = {
  7: 'ip.opt.rr',
  131: 'ip.opt.lsrr',
  137: 'ip.opt.ssrr',
};

export const ipv4Options = (span: Span): Field[] =>
  optionFields(span, { lengthAt: lengthOfAll, last: 0, show, other: 'ip.opt.other' });

function show(option: Option): readonly [FieldKey, string] {
  const { bytes, kind, at, length } = option;
  const route = ROUTES[kind];
  if (kind === 0) return ['ip.opt.eol', 'kind 0'];
  if (kind === 1) return ['ip.opt.nop', 'kind 1'];
  if (route !== undefined && length >= 3) return [route, routeText(option)];
  if (kind === 68 && length >= 4) return ['ip.opt.ts', timestampsText(option)];
  if (kind === 148 && length === 4) return ['ip.opt.ra', String(u16(bytes, at + 2))];
  return ['ip.opt.other', `kind ${kind}, ${bytesText(length)}`];
}

/** "10.0.0.1 10.0.1.1 next 12": the pointer counts from the option's first byte, which is 1. */
function routeText({ bytes, at, length }: Option): string {
  const slots = Math.floor((length - 3) / 4);
  const addresses = Array.from({ length: slots }, (_, index) => ipv4Text(bytes, at + 3 + index * 4));
  return [...addresses, `next ${u8(bytes, at + 2)}`].join(' ');
}

/** How many routers could not register is in the upper half of the fourth byte. */
function timestampsText({ bytes, at }: Option): string {
  const last = u8(bytes, at + 3);
  return `next ${u8(bytes, at + 2)}, overflow ${last >> 4}, flag ${last & 0x0f}`;
}
