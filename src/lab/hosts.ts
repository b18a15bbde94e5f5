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
  colour: string;
  style: string;
};

/** Tokens exist for this many machines; a larger network begins anew. */
const COLOURS = 4;

export const hostMarks = (network: Network): HostMark[] =>
  network.hosts.map((host, index) => {
    const nth = (index % COLOURS) + 1;
    const colour = `var(--host-${nth}, currentColor)`;
    return {
      name: host.name,
      address: addressOf(host) ?? '',
      links: host.interfaces.map(({ link }) => link),
      index,
      colour,
      style: `--host: ${colour}; --host-soft: var(--host-${nth}-soft, transparent)`,
    };
  });

/** The mark of a host; one that the network does not name gets the ink's own colour. */
export const markOf = (hosts: readonly HostMark[], name: string): HostMark =>
  hosts.find(host => host.name === name) ?? { name, ...UNKNOWN, index: hosts.length };

const UNKNOWN = { address: '', links: [], colour: 'currentColor', style: '' };
