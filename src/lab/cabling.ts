/**
 * What is plugged in where, and whether it works: the author's network with what the kernels and the
 * wire say of it now. Where a host's kernel has not spoken yet (an old recording), the author's word holds.
 */
import type { HostNetwork, Network } from '#protocol/network';
import { linksOf } from '#protocol/scene';
import type { WireSetting } from '#protocol/wire';

/** One end of a cable. */
export type Port = {
  /** "eth0" */
  name: string;
  link: string;
  addresses: readonly string[];
  /** addresses that the last command gave it */
  fresh: readonly string[];
  /** down: switched off; cut: the wire loses what is sent here, while other ends still get through */
  trouble: 'down' | 'cut' | null;
};

export type Station = {
  name: string;
  ports: Port[];
  /** It could pass packets on: it stands between two links. */
  isBetween: boolean;
  forwards: boolean;
};

export type Cable = {
  name: string;
  /** hosts at its ends, once for each port */
  ends: string[];
  /** cut in every direction */
  cut: boolean;
};

export type Cabling = { stations: Station[]; cables: Cable[] };

type Networks = Readonly<Record<string, HostNetwork>>;

export function cablingOf(network: Network, now: Networks, before: Networks, wire: WireSetting): Cabling {
  const cables = linksOf(network).map((name): Cable => {
    const ends = network.hosts.flatMap(host =>
      host.interfaces.filter(({ link }) => link === name).map(() => host.name),
    );
    return { name, ends, cut: ends.every(host => losesFrom(wire, name, host)) };
  });
  const isCut = (link: string) => cables.some(({ name, cut }) => name === link && cut);
  const stations = network.hosts.map((host): Station => {
    const kernel = now[host.name];
    const ports = host.interfaces.map(({ link, addresses: written }, index): Port => {
      const name = `eth${index}`;
      const seen = interfaceOf(kernel, name);
      const old = interfaceOf(before[host.name], name)?.addresses;
      const addresses = seen?.addresses ?? written;
      const isLosing = !isCut(link) && losesFrom(wire, link, host.name);
      return {
        name,
        link,
        addresses,
        fresh: old === undefined ? [] : addresses.filter(address => !old.includes(address)),
        trouble: seen?.up === false ? 'down' : isLosing ? 'cut' : null,
      };
    });
    const isBetween = new Set(ports.map(({ link }) => link)).size > 1;
    return { name: host.name, ports, isBetween, forwards: kernel?.forwards ?? host.forwards };
  });
  return { stations, cables };
}

const interfaceOf = (kernel: HostNetwork | undefined, name: string) =>
  kernel?.interfaces.find(candidate => candidate.name === name);

/** An entry for one sender takes the place of the link's general one (protocol/wire.ts). */
function losesFrom({ impairments }: WireSetting, link: string, host: string): boolean {
  const entry = (from: string | null) => impairments.find(one => one.link === link && one.from === from);
  return (entry(host) ?? entry(null))?.cut ?? false;
}
