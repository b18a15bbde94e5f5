/**
 * What changed in a host's network, in one message: tables come whole, a reader wants the one
 * difference that matters. An interface that goes down takes routes along, so it is told first; that
 * a neighbour's entry grows old is not told.
 */
import type { HostNetwork } from '#protocol/network';
import { type Descriptor, message } from './descriptor.ts';

type Interface = HostNetwork['interfaces'][number];
type Route = HostNetwork['routes'][number];
type Neighbour = HostNetwork['neighbours'][number];
type Tables = { host: string; was: HostNetwork; is: HostNetwork };

/** Finds the most telling difference; each returns null when it does not apply. */
const DIFFERENCES: readonly ((tables: Tables) => Descriptor | null)[] = [
  forwardingChanged,
  proxyArpChanged,
  interfaceChanged,
  addressChanged,
  routeChanged,
  neighbourChanged,
];

/** Null when there is nothing to tell: the first table of a host is how it was built. */
export function networkChange(
  host: string,
  was: HostNetwork | undefined,
  is: HostNetwork,
): Descriptor | null {
  if (was === undefined) return null;
  for (const difference of DIFFERENCES) {
    const found = difference({ host, was, is });
    if (found !== null) return found;
  }
  return null;
}

function forwardingChanged({ host, was, is }: Tables): Descriptor | null {
  if (was.forwards === is.forwards) return null;
  return message(is.forwards ? 'trace.net-forwards' : 'trace.net-forwards-not', { host });
}

function proxyArpChanged({ host, was, is }: Tables): Descriptor | null {
  const [before = false, now = false] = [was.proxyArp, is.proxyArp];
  if (before === now) return null;
  return message(now ? 'trace.net-proxy-arp' : 'trace.net-proxy-arp-not', { host });
}

function interfaceChanged({ host, was, is }: Tables): Descriptor | null {
  const changed = is.interfaces.find(({ name, up }) => {
    const before = interfaceOf(was, name);
    return before !== undefined && before.up !== up;
  });
  if (changed === undefined) return null;
  return message(changed.up ? 'trace.net-up' : 'trace.net-down', { host, interface: changed.name });
}

function addressChanged({ host, was, is }: Tables): Descriptor | null {
  for (const now of is.interfaces) {
    const before = interfaceOf(was, now.name);
    const added = without(addressesOf(now), addressesOf(before));
    const gone = without(addressesOf(before), addressesOf(now));
    const place = { host, interface: now.name };
    const [address, old] = [added[0], gone[0]];
    if (address !== undefined && old !== undefined) {
      return message('trace.net-address-replaced', { ...place, address, old });
    }
    if (address !== undefined) return message('trace.net-address', { ...place, address });
    if (old !== undefined) return message('trace.net-address-gone', { ...place, address: old });
  }
  return null;
}

function routeChanged({ host, was, is }: Tables): Descriptor | null {
  const added = is.routes.find(route => !was.routes.some(known => sameRoute(known, route)));
  if (added !== undefined) return message('trace.net-route', { host, route: routeText(added) });
  const gone = was.routes.find(route => !is.routes.some(known => sameRoute(known, route)));
  return gone === undefined ? null : message('trace.net-route-gone', { host, route: routeText(gone) });
}

function neighbourChanged({ host, was, is }: Tables): Descriptor | null {
  for (const neighbour of is.neighbours) {
    const found = neighbourTold(host, neighbourIn(was, neighbour), neighbour);
    if (found !== null) return found;
  }
  const gone = was.neighbours.find(neighbour => neighbourIn(is, neighbour) === undefined);
  return gone === undefined ? null : message('trace.net-neighbour-gone', { host, address: gone.address });
}

function neighbourTold(host: string, was: Neighbour | undefined, is: Neighbour): Descriptor | null {
  const { address, mac, state } = is;
  if (state === 'FAILED') {
    return was?.state === state ? null : message('trace.net-neighbour-failed', { host, address });
  }
  if (mac === null) {
    return was?.state === state ? null : message('trace.net-neighbour-asked', { host, address });
  }
  const isNews = was === undefined || was.state === 'FAILED' || was.mac !== mac;
  return isNews ? message('trace.net-neighbour', { host, address, mac }) : null;
}

function routeText({ to, via, interface: device }: Route): Descriptor {
  return via === null
    ? message('trace.net-route-on', { to, interface: device ?? '?' })
    : message('trace.net-route-via', { to, via });
}

const sameRoute = (one: Route, other: Route): boolean =>
  one.to === other.to && one.via === other.via && one.interface === other.interface;

const interfaceOf = ({ interfaces }: HostNetwork, wanted: string): Interface | undefined =>
  interfaces.find(({ name }) => name === wanted);

const neighbourIn = ({ neighbours }: HostNetwork, { address, interface: device }: Neighbour) =>
  neighbours.find(known => known.address === address && known.interface === device);

/** Without link-local ones, which IPv6 gives to every interface by itself (RFC 4291, section 2.5.6). */
const addressesOf = (given: Interface | undefined): string[] =>
  given?.addresses.filter(address => !address.startsWith('fe80:')) ?? [];

const without = (list: readonly string[], others: readonly string[]): string[] =>
  list.filter(one => !others.includes(one));
