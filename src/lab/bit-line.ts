/** An IPv4 address with its prefix length as 32 bits and a line between them. */
import type { HostNetwork } from '#protocol/network';
import { address, bitsOf, cidr, dotted, maskOf, networkOf } from '#quiz/ipv4';

export type Bits = { value: number; prefix: number };

/** @param text "10.0.0.2/24", as a kernel writes it */
export function readBits(text: string): Bits {
  const [dots = '', length = '32'] = text.split('/');
  return { value: address(dots), prefix: Number(length) };
}

export const writeBits = ({ value, prefix }: Bits): string => cidr(value, prefix);

/** Bit 0 is the leftmost. */
export const flipped = ({ value, prefix }: Bits, bit: number): Bits => ({
  value: (value ^ (1 << (31 - bit))) >>> 0,
  prefix,
});

export const withLine = ({ value }: Bits, prefix: number): Bits => ({
  value,
  prefix: Math.min(32, Math.max(0, prefix)),
});

export type RulerRow = { id: 'address' | 'mask' | 'network'; bits: string; octets: string[] };

/** The address, its mask, and below them what both have: the network. */
export const rulerRows = ({ value, prefix }: Bits): RulerRow[] =>
  (
    [
      ['address', value],
      ['mask', maskOf(prefix)],
      ['network', networkOf(value, prefix)],
    ] as const
  ).map(([id, row]) => ({ id, bits: bitsOf(row), octets: dotted(row).split('.') }));

/** What the first bits said before 1993 (RFC 791, 3.2; RFC 4632 ended it); D and E have no mask. */
export function classOf({ value }: Bits): { name: string; first: string; mask: string | null } {
  const ones = bitsOf(value).search(/0|$/);
  const nth = Math.min(4, ones);
  return {
    name: 'ABCDE'[nth] ?? '',
    first: '1'.repeat(nth) + (nth < 4 ? '0' : ''),
    mask: nth < 3 ? dotted(maskOf(8 * (nth + 1))) : null,
  };
}

export type Place = { interface: string; address: string };

/** The first IPv4 address of a host, and where it is; undefined while it has none. */
export function firstAddress(network: HostNetwork | undefined): Place | undefined {
  const places = network?.interfaces.flatMap(({ name, link, addresses }) =>
    link === null ? [] : addresses.map(text => ({ interface: name, address: text })),
  );
  return places?.find(place => !place.address.includes(':'));
}

/** It alone, without its prefix length. */
export const addressOf = (network: HostNetwork | undefined): string | undefined =>
  firstAddress(network)?.address.replace(/\/.*/, '');

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

/** Where the line is nearest to a pointer; `cells` are the 32 bits as they are drawn, in rows or one row. */
export function lineAt(cells: readonly Box[], x: number, y: number): number {
  const edges = cells.flatMap((cell, bit) => [
    { line: bit, x: cell.left, cell },
    { line: bit + 1, x: cell.right, cell },
  ]);
  const far = ({ x: edge, cell }: (typeof edges)[number]): number => {
    const below = Math.max(cell.top - y, y - cell.bottom, 0);
    return (edge - x) ** 2 + (10 * below) ** 2;
  };
  return edges.reduce(
    (best, edge) => (far(edge) < far(best) ? edge : best),
    edges[0] as (typeof edges)[number],
  ).line;
}
