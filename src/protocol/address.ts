/**
 * Addresses as numbers, for what a text cannot tell: whether two are the same, and whether they share
 * a network. Pure and without zod; the texts have been checked by a schema, or come from the kernel.
 */

export type Address = { family: 4 | 6; value: bigint };
export type Prefix = Address & { length: number };

/** "10.0.0.1", "fd00::1", "::ffff:10.0.0.1" (RFC 4291, section 2.2) */
export function parseAddress(text: string): Address {
  if (!text.includes(':')) return { family: 4, value: joined(text.split('.').map(Number), 8n) };
  const [head = [], tail] = text.split('::').map(groups);
  const missing = 8 - head.length - (tail?.length ?? 0);
  const all = tail === undefined ? head : [...head, ...Array<number>(missing).fill(0), ...tail];
  return { family: 6, value: joined(all, 16n) };
}

/** "10.0.0.1/24"; the bits behind the prefix are kept. */
export function parsePrefix(text: string): Prefix {
  const [address = '', length] = text.split('/');
  return { ...parseAddress(address), length: Number(length) };
}

/** The bits of an address that lie behind a prefix; 0 for the address of a network itself. */
export const hostPart = ({ family, value, length }: Prefix): bigint =>
  value & ((1n << BigInt((family === 4 ? 32 : 128) - length)) - 1n);

/** Whether an address lies in the network of a prefix. */
export const isIn = (address: Address, prefix: Prefix): boolean =>
  address.family === prefix.family &&
  address.value - hostPart({ ...address, length: prefix.length }) === prefix.value - hostPart(prefix);

const joined = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);

/** The 16-bit groups of a part of an IPv6 address; its last one may be a whole IPv4 address. */
function groups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap(group => {
    if (!group.includes('.')) return [Number.parseInt(group, 16)];
    const { value } = parseAddress(group);
    return [Number(value >> 16n), Number(value & 0xffffn)];
  });
}
