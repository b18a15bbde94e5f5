/**
 * Finding a server in the kernel's table. Never by connecting: that would eat the one accept() of a
 * program that serves one client.
 */
import type { SocketRow } from '#protocol/events';
import type { Network } from '#protocol/network';
import { addressOf as firstAddress } from '#protocol/scene';

export type Address = { ip: string; port: number };

/** "10.0.0.2:3333", "[::]:3333" */
export function addressOf(local: string): Address {
  const colon = local.lastIndexOf(':');
  return { ip: local.slice(0, colon).replace(/^\[(.*)\]$/, '$1'), port: Number(local.slice(colon + 1)) };
}

export type Listener = Address & { row: SocketRow };

export const listenersIn = (rows: readonly SocketRow[]): Listener[] =>
  rows.flatMap(row =>
    row.protocol === 'tcp' && row.state === 'LISTEN' && row.local !== null
      ? [{ ...addressOf(row.local), row }]
      : [],
  );

const isAny = (ip: string): boolean => ip === '0.0.0.0' || ip === '::';
const isLoopback = (ip: string): boolean => ip.startsWith('127.') || ip === '::1';

/** The listener on this port that most callers reach: any address before one, one before loopback. */
export function listenerOn(port: number, rows: readonly SocketRow[]): Listener | undefined {
  const here = listenersIn(rows).filter(listener => listener.port === port);
  return here.find(({ ip }) => isAny(ip)) ?? here.find(({ ip }) => !isLoopback(ip)) ?? here[0];
}

/** Sockets that are bound to a port, of either protocol; a TCP connection is none. */
export const boundIn = (rows: readonly SocketRow[]): SocketRow[] =>
  rows.filter(
    ({ protocol, state, local }) =>
      local !== null &&
      (protocol === 'udp' || (protocol === 'tcp' && (state === 'LISTEN' || state === 'CLOSED'))),
  );

/** The UDP socket on this port. */
export const boundOn = (port: number, rows: readonly SocketRow[]): SocketRow | undefined =>
  boundIn(rows).find(({ protocol, local }) => protocol === 'udp' && addressOf(local ?? '').port === port);

/** From where and to which address one connects to reach it, whatever it is bound to. */
export function routeTo({ ip, port }: Address, server: string, network: Network): Address & { from: string } {
  if (isLoopback(ip)) return { from: server, ip, port };
  return { from: otherHost(server, network), ip: isAny(ip) ? outsideAddress(server, network) : ip, port };
}

/** The first host that is not the server; the server itself where there is no other. */
export const otherHost = (server: string, { hosts }: Network): string =>
  hosts.find(host => host.name !== server)?.name ?? server;

/** The address by which other hosts know the server. */
export const outsideAddress = (server: string, { hosts }: Network): string =>
  firstAddress(hosts.find(host => host.name === server)) ?? '127.0.0.1';
