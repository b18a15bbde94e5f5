/** IPv4 addresses as unsigned 32-bit numbers, for questions that calculate with them. */

export const dotted = (value: number): string => octetsOf(value).join('.');

export const octetsOf = (value: number): [number, number, number, number] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

export const fromOctets = (octets: readonly number[]): number =>
  octets.reduce((value, octet) => value * 256 + octet, 0);

/** "10.0.0.1", which is known to be one. */
export const address = (text: string): number => fromOctets(text.split('.').map(Number));

/** How many addresses a network of this prefix length has. */
export const sizeOf = (prefix: number): number => 2 ** (32 - prefix);

export const maskOf = (prefix: number): number => 2 ** 32 - sizeOf(prefix);

export const networkOf = (value: number, prefix: number): number => value - (value % sizeOf(prefix));

export const broadcastOf = (value: number, prefix: number): number =>
  networkOf(value, prefix) + sizeOf(prefix) - 1;

/** Addresses that a host may have: RFC 3021 gives both of a /31 to hosts, and a /32 is one host. */
export const hostsIn = (prefix: number): number => (prefix >= 31 ? sizeOf(prefix) : sizeOf(prefix) - 2);

/** The longest prefix whose network has room for so many hosts. */
export function prefixFor(hosts: number): number {
  let prefix = 30;
  while (hostsIn(prefix) < hosts) prefix -= 1;
  return prefix;
}

/** The prefix length of a mask; null when its ones are not all in front. */
export function prefixOf(mask: number): number | null {
  for (let prefix = 0; prefix <= 32; prefix += 1) if (maskOf(prefix) === mask) return prefix;
  return null;
}

/** "00001010…", a digit for each bit. */
export const bitsOf = (value: number, width = 32): string => value.toString(2).padStart(width, '0');

export const cidr = (value: number, prefix: number): string => `${dotted(value)}/${prefix}`;

/** Bitwise, on unsigned numbers. */
export const and = (one: number, other: number): number => (one & other) >>> 0;
export const or = (one: number, other: number): number => (one | other) >>> 0;
export const inverse = (value: number): number => ~value >>> 0;
