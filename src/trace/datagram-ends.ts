/**
 * Which sockets send and take a datagram: by port and address, as the kernel finds them. A socket
 * that has sent before it was bound has a port that the kernel chose (ip(7), ip_local_port_range).
 * Worked out when it is asked for: who has a port may be told after what comes from there.
 */
import { bytesMoved, type CallFact, isSend, targetOf } from './call-facts.ts';
import type { Arrival, Datagram } from './datagrams.ts';
import { isFor, isWildcard, mayMean, portIn } from './endpoints.ts';
import { type HostAddresses, isLoopback } from './host-addresses.ts';
import { localIn, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import { mayPrecede, type Time } from './times.ts';

/** Sockets by host and port, each with the address that it has there. */
type Ports = Map<string, { life: SocketLife; local: string }[]>;

/** Finds the sender and the takers of each datagram anew. */
export function settleDatagrams(
  datagrams: readonly Datagram[],
  lives: SocketLives,
  { hostOf }: HostAddresses,
): void {
  const hosts = new Map<string, readonly SocketLife[]>();
  const ports: Ports = new Map();
  const matched = new Set<CallFact>();

  const ofHost = (host: string): readonly SocketLife[] => {
    const known = hosts.get(host) ?? lives.ofHost(host).filter(isForDatagrams);
    if (!hosts.has(host)) for (const life of known) enter(life);
    hosts.set(host, known);
    return known;
  };

  function enter(life: SocketLife): void {
    life.sent = [];
    life.received = [];
    for (const local of localsOf(life)) put(ports, life, local);
  }

  const atPort = (host: string, endpoint: string): readonly SocketLife[] => {
    ofHost(host);
    const all = ports.get(`${host} ${portIn(endpoint)}`) ?? [];
    return all.filter(({ local }) => isFor(local, endpoint)).map(({ life }) => life);
  };

  function senderOf(datagram: Datagram): SocketLife | undefined {
    const { source, destination, time } = datagram;
    const host = hostOf(source) ?? datagram.host;
    return best(atPort(host, source), destination, time) ?? unbound(datagram, host);
  }

  /** Of those whose port nobody knows, the first that was told to send such a one there. */
  function unbound(datagram: Datagram, host: string): SocketLife | undefined {
    const calls = ofHost(host)
      .filter(life => localsOf(life).length === 0)
      .flatMap(life => life.calls.filter(call => !matched.has(call) && maySend(call, life, datagram)));
    const [call] = calls.sort((one, other) => one.entered.latest - other.entered.latest);
    if (call?.life == null) return undefined;
    matched.add(call);
    put(ports, call.life, datagram.source);
    return call.life;
  }

  /** Every socket that the kernel would give it to: one, or all where it is for many. */
  function takersAt({ source, destination, time }: Datagram, host: string): readonly SocketLife[] {
    const own = atPort(host, destination);
    if (hostOf(destination) !== undefined || isLoopback(destination)) {
      const one = best(own, source, time);
      return one === undefined ? [] : [one];
    }
    // Broadcast and multicast: a bound address may be the group's own.
    const isOpen = (life: SocketLife): boolean =>
      isAlive(life, time) && (life.peer === null || life.peer === source);
    const wild = (ports.get(`${host} ${portIn(destination)}`) ?? []).filter(({ local }) => isWildcard(local));
    return [...new Set([...own, ...wild.map(({ life }) => life)])].filter(isOpen);
  }

  for (const datagram of datagrams) {
    datagram.sender = senderOf(datagram) ?? null;
    datagram.sender?.sent.push(datagram);
  }
  for (const datagram of datagrams) {
    // It may never arrive: who would take it is known all the same.
    const goal = datagram.scope === '' ? hostOf(datagram.destination) : datagram.scope;
    datagram.takers = goal === undefined ? [] : [...takersAt(datagram, goal)];
    for (const arrival of datagram.arrivals) arrives(arrival);
  }

  function arrives(arrival: Arrival): void {
    const { datagram, host } = arrival;
    if (![host, undefined].includes(hostOf(datagram.destination))) return;
    for (const life of takersAt(datagram, host)) {
      if (!datagram.takers.includes(life)) datagram.takers.push(life);
      life.received.push(arrival);
    }
  }
}

function put(ports: Ports, life: SocketLife, local: string): void {
  const key = `${life.host} ${portIn(local)}`;
  const known = ports.get(key) ?? [];
  ports.set(key, known);
  known.push({ life, local });
}

const isForDatagrams = ({ protocol, calls }: SocketLife): boolean =>
  protocol === 'udp' || (protocol === null && calls.some(call => call.call.includes('from') || isSend(call)));

function localsOf({ bound, rows }: SocketLife): string[] {
  const shown = rows.map(localIn).filter(local => local !== null && portIn(local) !== 0);
  return [...new Set([bound, ...shown].filter(local => local !== null))];
}

function maySend(call: CallFact, life: SocketLife, { destination, length, time }: Datagram): boolean {
  if (!isSend(call) || call.failed || !mayPrecede(call.entered, time)) return false;
  const target = targetOf(call);
  if (target === null ? life.peer !== destination : !mayMean(target, destination)) return false;
  return [null, length].includes(bytesMoved(call));
}

/** A connected socket takes from (and sends to) its peer before one without; then the newer one. */
function best(all: readonly SocketLife[], other: string, time: Time): SocketLife | undefined {
  const alive = all.filter(life => isAlive(life, time));
  const known = alive.length > 0 ? alive : all;
  return (
    known.findLast(({ peer }) => peer === other) ??
    known.findLast(({ peer }) => peer === null) ??
    known.at(-1)
  );
}

/** From the first that is told of it to its close. */
function isAlive({ rows, calls }: SocketLife, time: Time): boolean {
  const begins = [rows[0]?.time, calls[0]?.entered].filter(each => each !== undefined);
  const closed = calls.findLast(({ call }) => call === 'close')?.left;
  const isOver =
    closed != null && closed.latest < time.earliest && (rows.at(-1)?.time.latest ?? 0) < time.latest;
  return !isOver && begins.some(begin => mayPrecede(begin, time));
}
