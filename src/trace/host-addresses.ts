/** Which host has which address, as the hosts' own tables tell. */
import type { HostNetwork } from '#protocol/network';
import { addressIn, endpointOf } from './endpoints.ts';

export type HostAddresses = {
  set(host: string, network: Pick<HostNetwork, 'interfaces'>): void;
  /** The host that has the address of an endpoint; undefined for loopback, and when nobody has said. */
  hostOf(endpoint: string): string | undefined;
};

export function openHostAddresses(): HostAddresses {
  const addresses = new Map<string, string>();
  return {
    set(host, { interfaces }) {
      for (const [address, owner] of addresses) if (owner === host) addresses.delete(address);
      for (const cidr of interfaces.flatMap(each => each.addresses)) {
        const address = cidr.replace(/\/.*/, '');
        if (!isLoopback(endpointOf({ address, port: 0 }))) addresses.set(address, host);
      }
    },
    hostOf: endpoint => addresses.get(addressIn(endpoint)),
  };
}

export const isLoopback = (endpoint: string): boolean => /^127\.|^::1$/.test(addressIn(endpoint));
