/**
 * One header of a frame with its fields, each with the place of its bytes, so that a pane can
 * colour the bytes of the field under the pointer. Offsets count from the start of the frame.
 */
import type { FieldKey, LayerKey } from './field-keys.ts';

/** First bit and number of bits, counted from the most significant bit of the field's first byte. */
export type Bits = readonly [first: number, count: number];

export type Field = {
  key: FieldKey;
  value: string;
  /** the bytes that it lies in, wholly or in part */
  offset: number;
  length: number;
  /** where it does not fill its bytes */
  bits?: Bits;
};

export type Layer = {
  key: LayerKey;
  /** "Ethernet", "IPv4", "payload" */
  name: string;
  /** part of a packet that an ICMP error quotes */
  quoted?: true;
  offset: number;
  length: number;
  fields: readonly Field[];
  /** what is odd about it, such as "cut short: 12 of 20 bytes"; null: nothing */
  note: string | null;
};

export type Summary = {
  kind: 'tcp' | 'udp' | 'arp' | 'icmp' | 'other';
  /** the text of the Wire table: "SYN, ACK", "PSH, ACK 5 bytes", "ARP who-has 10.0.0.2" */
  text: string;
  /** TCP flags in the order of `text` */
  flags?: readonly string[];
  /** bytes of payload that the innermost header announces */
  length: number;
  /** sequence and acknowledgement number as they stand in the header */
  seq?: number;
  ack?: number;
  /** window as it stands in the header, not scaled */
  window?: number;
  /** shift count of a SYN's window scale option, when it has one */
  windowShift?: number;
  /** "10.0.0.1:40112", or the address alone where there are no ports */
  source?: string;
  destination?: string;
};

export type Dissection = { layers: readonly Layer[]; summary: Summary };

/** A header behind IP, and where what it carries lies. */
export type Segment = Dissection & {
  rest: Span;
  /** set when `rest` is the beginning of a packet that an ICMP error is about */
  quotes?: 'ip' | 'ipv6';
};

/** A stretch of a frame: a header is never read past `to`, whatever its length fields say. */
export type Span = { bytes: Uint8Array; from: number; to: number };

/** key, offset within the header, length in bytes, how to show it (given the offset in the frame) */
export type FieldRow = readonly [
  key: FieldKey,
  offset: number,
  length: number,
  show: (bytes: Uint8Array, at: number) => string,
  bits?: Bits,
];

const NAMES: Readonly<Record<LayerKey, string>> = {
  eth: 'Ethernet',
  arp: 'ARP',
  ip: 'IPv4',
  ipv6: 'IPv6',
  'ipv6.hopopts': 'IPv6 hop-by-hop options',
  'ipv6.routing': 'IPv6 routing',
  'ipv6.fraghdr': 'IPv6 fragment',
  'ipv6.dstopts': 'IPv6 destination options',
  icmp: 'ICMP',
  icmpv6: 'ICMPv6',
  tcp: 'TCP',
  udp: 'UDP',
  http: 'HTTP',
  payload: 'payload',
  padding: 'padding',
};

export const layerName = (key: LayerKey): string => NAMES[key];

/** Bytes of the span; never negative. */
export const sizeOf = ({ from, to }: Span): number => Math.max(0, to - from);

/**
 * A header of `length` bytes at the start of the span. Fields that are not wholly there are left
 * out, and the note says how much is missing.
 */
export function header(
  key: LayerKey,
  span: Span,
  length: number,
  rows: readonly FieldRow[],
  note: string | null = null,
): Layer {
  const there = Math.min(length, sizeOf(span));
  const fields = fieldsOf({ ...span, to: span.from + there }, rows);
  const cut = there < length ? `cut short: ${there} of ${length} bytes` : null;
  return { key, name: NAMES[key], offset: span.from, length: there, fields, note: cut ?? note };
}

/** The fields of a header at the start of the span that are wholly there. */
export function fieldsOf(span: Span, rows: readonly FieldRow[]): Field[] {
  return rows
    .filter(([, offset, length]) => offset + length <= sizeOf(span))
    .map(([key, offset, length, show, bits]) => ({
      key,
      value: show(span.bytes, span.from + offset),
      offset: span.from + offset,
      length,
      ...(bits === undefined ? {} : { bits }),
    }));
}

/** "10.0.0.1:40112", "[fd00::1]:40112" */
export const endpointText = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** "1 byte", "5 bytes" */
export const bytesText = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);
