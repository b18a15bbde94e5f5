/** The course's own topologies as the page gets them, and what a kernel would say of each host. */
import { readdirSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { type HostNetwork, Network } from '#protocol/network';

const folder = new URL('../../sandbox/networks/', import.meta.url);

export const networkNames = readdirSync(folder).map(file => file.replace(/\.yaml$/, ''));

export const network = (name: string): Network =>
  Network.parse(parse(readFileSync(new URL(`${name}.yaml`, folder), 'utf8')));

/** As many hosts as a network may have: one router with ten leaves on five links, and one behind it all. */
export const largest: Network = Network.parse({
  hosts: [
    {
      name: 'edge',
      forwards: true,
      interfaces: [1, 2, 3, 4, 5].map(n => ({ link: `lan-${n}`, addresses: [`192.168.${n}.1/24`] })),
    },
    ...Array.from({ length: 10 }, (_, index) => ({
      name: `host-${index}`,
      interfaces: [
        { link: `lan-${1 + (index % 5)}`, addresses: [`192.168.${1 + (index % 5)}.${10 + index}/24`] },
      ],
    })),
    { name: 'far', interfaces: [{ link: 'lan-5', addresses: ['192.168.5.99/24', 'fd00:5::99/64'] }] },
  ],
});

/** A host's tables as they are when nothing has been sent yet. */
export const kernelOf = ({ interfaces, routes, forwards }: Network['hosts'][number]): HostNetwork => ({
  interfaces: [
    { name: 'lo', link: null, mac: null, up: true, mtu: 65536, addresses: ['127.0.0.1/8'] },
    ...interfaces.map(({ link, addresses }, index) => ({
      name: `eth${index}`,
      link,
      mac: `02:00:00:00:00:0${index}`,
      up: true,
      mtu: 1500,
      addresses,
    })),
  ],
  routes: routes.map(({ to, via }) => ({ to, via, interface: 'eth0', source: null })),
  neighbours: [],
  forwards,
});
