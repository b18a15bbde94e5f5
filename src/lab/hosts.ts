/**
 * A machine's looks: one colour in code, terminal, ladder and table, and its address beside its name,
 * because colour alone says nothing to many readers.
 */
import type { Network } from '#protocol/network';
import { addressOf } from '#protocol/scene';

export type HostMark = {
  name: string;
  address: string;
  /** the links that it is plugged into */
  links: readonly string[];
  index: number;
  style: string;
};

/** Tokens exist for this many machines; a larger network begins anew. */
const COLOURS = 4;

export const hostMarks = (network: Network): HostMark[] =>
  network.hosts.map((host, index) => {
    const colour = (index % COLOURS) + 1;
    return {
      name: host.name,
      address: addressOf(host) ?? '',
      links: host.interfaces.map(({ link }) => link),
      index,
      style: `--host: var(--host-${colour}, currentColor); --host-soft: var(--host-${colour}-soft, transparent)`,
    };
  });

/** The mark of a host; one that the network does not name gets the ink's own colour. */
export const markOf = (hosts: readonly HostMark[], name: string): HostMark =>
  hosts.find(host => host.name === name) ?? { name, address: '', links: [], index: hosts.length, style: '' };
