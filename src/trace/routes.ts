/**
 * Which way a host's own tables send a packet. Read from what its kernel said, so that a wrong mask
 * or gateway gives the answer that the kernel acts on.
 */
import type { HostNetwork } from '#protocol/network';

type Route = HostNetwork['routes'][number];

/**
 * The next router's address, the interface ("eth0") for a neighbour, "lo" for the host itself, or
 * "none": ENETUNREACH. The kernel asks its own addresses first (ip-rule(8)), then the longest prefix
 * decides, in which order the main table comes.
 */
export function wayTo(network: HostNetwork, address: string): string {
  if (isOwn(network, address)) return 'lo';
  const route = routeTo(network, address);
  return route?.via ?? route?.interface ?? 'none';
}

/** The route that decides, for what is not for the host itself. */
export const routeTo = ({ routes }: HostNetwork, address: string): Route | undefined =>
  routes.find(route => reaches(route, address));

/** Also while its interface is down: an IPv4 address belongs to the host, not to the interface. */
function isOwn({ interfaces }: HostNetwork, address: string): boolean {
  const own = interfaces.flatMap(({ addresses }) => addresses);
  return inPrefix('127.0.0.0/8', address) || own.some(cidr => sameAddress(cidr.replace(/\/.*/, ''), address));
}

/** "default" stands for both families: what stands beside it tells which. */
function reaches({ to, via, source }: Route, address: string): boolean {
  if (to !== 'default') return inPrefix(to, address);
  const beside = via ?? source;
  return beside === null || isIpv6(beside) === isIpv6(address);
}

function inPrefix(cidr: string, address: string): boolean {
  const [network = '', length] = cidr.split('/');
  if (isIpv6(network) !== isIpv6(address)) return false;
  const bits = bitsOf(network);
  return bitsOf(address).startsWith(bits.slice(0, Number(length ?? bits.length)));
}

const sameAddress = (one: string, other: string): boolean =>
  isIpv6(one) === isIpv6(other) && bitsOf(one) === bitsOf(other);

const isIpv6 = (address: string): boolean => address.includes(':');

/** The address as 32 or 128 digits. */
function bitsOf(address: string): string {
  if (!isIpv6(address)) return address.split('.').map(bitsIn(8, 10)).join('');
  const [before = '', behind] = address
    .split('::')
    .map(part => part.split(':').filter(Boolean).map(bitsIn(16, 16)).join(''));
  // "::" stands for as many zeros as are missing (RFC 4291, section 2.2).
  return behind === undefined ? before : before.padEnd(128 - behind.length, '0') + behind;
}

const bitsIn =
  (width: number, base: number) =>
  (text: string): string =>
    Number.parseInt(text, base).toString(2).padStart(width, '0');
