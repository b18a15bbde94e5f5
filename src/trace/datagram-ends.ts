/**
 * Which sockets send and take a datagram: by port and address, as the kernel finds them. A socket
 * that has sent before it was bound has a port that the kernel chose (ip(7), ip_local_port_range).
 */
import type { HostNetwork } from '#protocol/network';
import { isSend, targetOf } from './call-facts.ts';
import type { Datagram } from './datagrams.ts';
import { addressIn, endpointOf, isFor, isWildcard, mayMean, portIn } from './endpoints.ts';
import type { SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';

export type DatagramEnds = {
  setNetwork(host: string, network: Pick<HostNetwork, 'interfaces'>): void;
  /** The host that has the address of an endpoint; undefined for loopback, and when nobody has said. */
  hostOf(endpoint: string): string | undefined;
  /** The datagram's first frame has left a host. */
  leaves(datagram: Datagram, host: string): void;
  /** One of its frames has come to a host. */
  arrives(datagram: Datagram, host: string, index: number): void;
};

export function openDatagramEnds(lives: SocketLives): DatagramEnds {
  const addresses = new Map<string, string>();

  const hostOf = (endpoint: string): string | undefined => addresses.get(addressIn(endpoint));

  function sender({ source, destination }: Datagram, host: string): SocketLife | undefined {
    const bound = candidates(host, source).filter(({ local }) => local !== null && isFor(local, source));
    return best(bound, destination) ?? unbound(host, source, destination);
  }

  /** The first that was told to send there and whose port nobody knows yet. */
  function unbound(host: string, source: string, destination: string): SocketLife | undefined {
    const found = lives.ofHost(host).findLast(life => {
      const { protocol, local, calls } = life;
      if (local !== null || (protocol !== 'udp' && protocol !== null)) return false;
      return calls.some(call => isSend(call) && isMeant(life, targetOf(call), destination));
    });
    if (found !== undefined) lives.setEnds(found, { local: source });
    return found;
  }

  /** UDP sockets of a host with the port of an endpoint, newest first. */
  const candidates = (host: string, endpoint: string): SocketLife[] =>
    lives.atPort(host, portIn(endpoint)).filter(({ protocol }) => protocol === 'udp' || protocol === null);

  /** Every socket that the kernel would give it to: one, or all where it is for many. */
  function takers({ source, destination }: Datagram, host: string): SocketLife[] {
    const all = candidates(host, destination);
    const own = all.filter(({ local }) => local !== null && isFor(local, destination));
    const one = best(own, source);
    if (hostOf(destination) !== undefined || isLoopback(destination)) return one === undefined ? [] : [one];
    // Broadcast and multicast: a bound address may be the group's own.
    const isOpen = (life: SocketLife): boolean =>
      isAlive(life) && (life.peer === null || life.peer === source);
    return all.filter(
      life => isOpen(life) && life.local !== null && (isWildcard(life.local) || own.includes(life)),
    );
  }

  return {
    hostOf,
    setNetwork(host, { interfaces }) {
      for (const [address, owner] of addresses) if (owner === host) addresses.delete(address);
      for (const cidr of interfaces.flatMap(each => each.addresses)) {
        const address = cidr.replace(/\/.*/, '');
        if (!isLoopback(endpointOf({ address, port: 0 }))) addresses.set(address, host);
      }
    },
    leaves(datagram, host) {
      const life = sender(datagram, hostOf(datagram.source) ?? host);
      datagram.sender = life ?? null;
      life?.sent.push(datagram);
      // It may never arrive: who would take it is known all the same.
      const goal = datagram.scope === '' ? hostOf(datagram.destination) : datagram.scope;
      if (goal !== undefined) datagram.takers = takers(datagram, goal);
    },
    arrives(datagram, host, index) {
      if (![host, undefined].includes(hostOf(datagram.destination))) return;
      for (const life of takers(datagram, host)) {
        if (!datagram.takers.includes(life)) datagram.takers.push(life);
        const known = life.received.find(each => each.datagram === datagram);
        // Of a fragmented one the last fragment counts; one that was duplicated comes twice.
        if (known !== undefined && datagram.isFragmented) known.index = index;
        else life.received.push({ datagram, index });
      }
    },
  };
}

/** A connected socket takes from (and sends to) its peer before one without; then the newer one. */
function best(lives: readonly SocketLife[], other: string): SocketLife | undefined {
  const fitting = lives.filter(({ peer }) => peer === other || peer === null);
  // A frame may be told of when its socket is gone already.
  const alive = fitting.filter(isAlive);
  const all = alive.length > 0 ? alive : fitting;
  return all.find(({ peer }) => peer === other) ?? all[0];
}

const isAlive = ({ until, holders }: SocketLife): boolean => until === null && holders > 0;

const isMeant = (life: SocketLife, typed: ReturnType<typeof targetOf>, destination: string): boolean =>
  typed === null ? life.peer === destination : mayMean(typed, destination);

const isLoopback = (endpoint: string): boolean => /^127\.|^::1$/.test(addressIn(endpoint));
