/**
 * Multicast listener discovery (RFC 2710; version 2: RFC 3810): a host tells which groups it listens to.
 * Every host that takes an IPv6 address sends one, because neighbour discovery asks groups.
 */
import { hex, u8, u16 } from './bytes.ts';
import { ipv6Text } from './ipv6-text.ts';
import { type Field, type FieldRow, fieldsOf, type Span, sizeOf } from './layer.ts';

const QUERY = 130;
const REPORT = 131;
const DONE = 132;
const REPORT_V2 = 143;

const MESSAGE_ROWS: readonly FieldRow[] = [
  ['icmpv6.mld.maximum_response_delay', 4, 2, (bytes, at) => String(u16(bytes, at))],
  ['icmpv6.reserved', 6, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['icmpv6.mld.multicast_address', 8, 16, ipv6Text],
];
/** Where a query of version 2 goes on (RFC 3810, section 5.1). */
const QUERY_V2_BYTES = 28;
const QUERY_ROWS: readonly FieldRow[] = [
  ...MESSAGE_ROWS,
  ['icmpv6.mld.flag', 24, 1, (bytes, at) => hex(u8(bytes, at), 2)],
  ['icmpv6.mld.qqi', 25, 1, (bytes, at) => String(u8(bytes, at))],
  ['icmpv6.mld.nb_sources', 26, 2, (bytes, at) => String(u16(bytes, at))],
];
const REPORT_ROWS: readonly FieldRow[] = [
  ['icmpv6.reserved', 4, 2, (bytes, at) => hex(u16(bytes, at), 4)],
  ['icmpv6.mldr.nb_mcast_records', 6, 2, (bytes, at) => String(u16(bytes, at))],
];

/** RFC 3810, section 5.2.12. */
const RECORD_TYPES: Readonly<Record<number, string>> = {
  1: 'include',
  2: 'exclude',
  3: 'change to include',
  4: 'change to exclude',
  5: 'allow new sources',
  6: 'block old sources',
};

/** The fields of a message at `span`; null when its type is none of these. */
export function listenerFields(type: number, span: Span): Field[] | null {
  if (type === REPORT || type === DONE) return fieldsOf(span, MESSAGE_ROWS);
  if (type === QUERY) return [...fieldsOf(span, QUERY_ROWS), ...sources(span)];
  if (type === REPORT_V2) return [...fieldsOf(span, REPORT_ROWS), ...records(span)];
  return null;
}

function sources(span: Span): Field[] {
  const said = u16(span.bytes, span.from + 26);
  const there = Math.floor((sizeOf(span) - QUERY_V2_BYTES) / 16);
  const rows = Array.from({ length: Math.max(0, Math.min(said, there)) }, (_, index): FieldRow => {
    return ['icmpv6.mld.source_address', QUERY_V2_BYTES + index * 16, 16, ipv6Text];
  });
  return fieldsOf(span, rows);
}

/** One field per record: "change to exclude ff02::1:ff00:2". A record that is not wholly there ends the list. */
function records({ bytes, from, to }: Span): Field[] {
  const fields: Field[] = [];
  let at = from + 8;
  for (let left = u16(bytes, from + 6); left > 0; left -= 1) {
    // Kind, length of auxiliary data in words, number of sources, group, sources.
    const sourceCount = u16(bytes, at + 2);
    const length = 20 + sourceCount * 16 + u8(bytes, at + 1) * 4;
    if (at + length > to) break;
    const kind = u8(bytes, at);
    const tail = sourceCount === 0 ? '' : `, ${sourceCount === 1 ? '1 source' : `${sourceCount} sources`}`;
    const value = `${RECORD_TYPES[kind] ?? `kind ${kind}`} ${ipv6Text(bytes, at + 4)}${tail}`;
    fields.push({ key: 'icmpv6.mldr.mar', value, offset: at, length });
    at += length;
  }
  return fields;
}

/** "multicast listener report ff02::1:ff00:2"; null when its type is none of these. */
export function listenerText(type: number, span: Span): string | null {
  const { bytes, from } = span;
  if (type === REPORT_V2) {
    const groups = u16(bytes, from + 6);
    return `multicast listener report, ${groups === 1 ? '1 group' : `${groups} groups`}`;
  }
  const names: Readonly<Record<number, string>> = { [QUERY]: 'query', [REPORT]: 'report', [DONE]: 'done' };
  const name = names[type];
  if (name === undefined) return null;
  if (sizeOf(span) < 24) return 'ICMPv6, cut short';
  const group = ipv6Text(bytes, from + 8);
  return `multicast listener ${name}${group === '::' ? '' : ` ${group}`}`;
}
