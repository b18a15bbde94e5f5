/**
 * One header of a frame with its fields, each with the place of its bytes, so that a pane can
 * colour the bytes of the field under the pointer. Offsets count from the start of the frame.
 */

export type Field = {
  /** as header diagrams write it: "source port" */
  name: string;
  value: string;
  offset: number;
  length: number;
};

export type Layer = {
  /** "Ethernet", "ARP", "IPv4", "IPv6", "TCP", "UDP", "ICMP", "ICMPv6", "payload", "padding" */
  name: string;
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
  /** "10.0.0.1:40112", or the address alone where there are no ports */
  source?: string;
  destination?: string;
};

export type Dissection = { layers: readonly Layer[]; summary: Summary };

/** A stretch of a frame: a header is never read past `to`, whatever its length fields say. */
export type Span = { bytes: Uint8Array; from: number; to: number };

/** name, offset within the header, length in bytes, how to show it (given the offset in the frame) */
export type FieldRow = readonly [
  name: string,
  offset: number,
  length: number,
  show: (bytes: Uint8Array, at: number) => string,
];

/** Bytes of the span; never negative. */
export const sizeOf = ({ from, to }: Span): number => Math.max(0, to - from);

/**
 * A header of `length` bytes at the start of the span. Fields that are not wholly there are left
 * out, and the note says how much is missing.
 */
export function header(
  name: string,
  span: Span,
  length: number,
  rows: readonly FieldRow[],
  note: string | null = null,
): Layer {
  const there = Math.min(length, sizeOf(span));
  const fields = rows
    .filter(([, offset, size]) => offset + size <= there)
    .map(([label, offset, size, show]) => ({
      name: label,
      value: show(span.bytes, span.from + offset),
      offset: span.from + offset,
      length: size,
    }));
  const cut = there < length ? `cut short: ${there} of ${length} bytes` : null;
  return { name, offset: span.from, length: there, fields, note: cut ?? note };
}

/** "10.0.0.1:40112", "[fd00::1]:40112" */
export const endpointText = (address: string, port: number): string =>
  address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;

/** "1 byte", "5 bytes" */
export const bytesText = (count: number): string => (count === 1 ? '1 byte' : `${count} bytes`);
