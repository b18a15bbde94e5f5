/**
 * What a schema cannot say about a network, its wire and the changes made to it: that names mean
 * something, and that a kernel can be given it. A wrong mask, gateway or missing route is no problem
 * here, for several lessons are about them; told is what any machine would refuse.
 */
import { type Address, hostPart, isIn, type Prefix, parseAddress, parsePrefix } from './address.ts';
import { expectedName, type Path, type Tell, tellUnique } from './authoring.ts';
import type { WireAct } from './lab.ts';
import type { Host, Network, NetworkChange, Route } from './network.ts';
import { linksOf } from './scene.ts';

export function checkNetwork({ hosts }: Network, path: Path, tell: Tell): void {
  tellUnique(hosts, [...path, 'hosts'], tell);
  const names = new Set(hosts.map(({ name }) => name));
  hosts.forEach((host, index) => {
    const here = [...path, 'hosts', index];
    host.names.forEach((name, at) => {
      if (names.has(name)) tell([...here, 'names', at], `expected a name of no other host, got "${name}"`);
      names.add(name);
    });
    host.interfaces.forEach(({ addresses }, at) => {
      checkAddresses(addresses, [...here, 'interfaces', at, 'addresses'], tell);
    });
    checkRoutes(host, [...here, 'routes'], tell);
  });
}

/** An interface has an address once (`RTNETLINK answers: File exists`). */
function checkAddresses(addresses: readonly string[], path: Path, tell: Tell): void {
  const seen = new Set<string>();
  addresses.forEach((address, at) => {
    const key = keyOf(parsePrefix(address));
    if (seen.has(key)) tell([...path, at], `expected a new address, got "${address}" again`);
    seen.add(key);
  });
}

function checkRoutes({ interfaces, routes }: Host, path: Path, tell: Tell): void {
  const own = interfaces.flatMap(({ addresses }) => addresses.map(parsePrefix));
  const seen = new Set<string>();
  routes.forEach((route, at) => {
    const via = parseAddress(route.via);
    const to = destination(route, via);
    if (hostPart(to) !== 0n)
      tell([...path, at, 'to'], `expected a network, whose bits behind the prefix are 0, got "${route.to}"`);
    if (!own.some(prefix => isIn(via, prefix)))
      tell([...path, at, 'via'], `expected an address on a network of this host, got "${route.via}"`);
    if (seen.has(keyOf(to))) tell([...path, at, 'to'], `expected a new destination, got "${route.to}" again`);
    seen.add(keyOf(to));
  });
}

/** IPv4 and IPv6 may each have their default. */
const destination = ({ to }: Route, via: Address): Prefix =>
  to === 'default' ? { family: via.family, value: 0n, length: 0 } : parsePrefix(to);

const keyOf = ({ family, value, length }: Prefix): string => `${family} ${value}/${length}`;

/** Links and hosts named by impairments and rules; ids of rules, by which events name them. */
export function checkWire(
  { impairments = [], rules = [] }: WireAct,
  network: Network,
  path: Path,
  tell: Tell,
): void {
  tellUnique(rules, [...path, 'rules'], tell);
  impairments.forEach(({ link, from }, at) => {
    checkPlace({ link, from }, network, [...path, 'impairments', at], tell);
  });
  rules.forEach(({ match }, at) => {
    checkPlace(match, network, [...path, 'rules', at, 'match'], tell);
  });
}

type Place = { link?: string | undefined; from?: string | null | undefined };

/** A frame of this link that this host sends must be possible. */
function checkPlace({ link, from }: Place, network: Network, path: Path, tell: Tell): void {
  const links = linksOf(network);
  const isKnown = link === undefined || links.includes(link);
  if (!isKnown) tell([...path, 'link'], expectedName('a link of the network', links, link));
  const senders = network.hosts.filter(
    ({ interfaces }) => link === undefined || interfaces.some(plug => plug.link === link),
  );
  if (isKnown && from != null && !senders.some(({ name }) => name === from)) {
    const what = link === undefined ? 'a host of the network' : `a host on link "${link}"`;
    tell([...path, 'from'], expectedName(what, namesOf(senders), from));
  }
}

/** Hosts and interfaces named by the changes of a move. */
export function checkChanges(
  changes: readonly NetworkChange[],
  network: Network,
  path: Path,
  tell: Tell,
): void {
  changes.forEach((change, at) => {
    const host = network.hosts.find(({ name }) => name === change.host);
    if (host === undefined) {
      tell([...path, at, 'host'], expectedName('a host of the network', namesOf(network.hosts), change.host));
    } else if ('interface' in change) {
      const plugs = host.interfaces.map((_, index) => `eth${index}`);
      if (!plugs.includes(change.interface)) {
        const what = `an interface of ${host.name}`;
        tell([...path, at, 'interface'], expectedName(what, plugs, change.interface));
      }
    }
  });
}

const namesOf = (hosts: readonly Host[]): string[] => hosts.map(({ name }) => name);
