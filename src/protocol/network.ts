/**
 * A network as its author writes it (sandbox/networks/*.yaml), the changes a reader may make to it
 * while a lab runs, and what the kernel of a host says of it at any moment.
 *
 * Nothing here is checked for sense beyond its form: a wrong mask, gateway or missing route is what
 * several lessons are about, and the kernel answers for it.
 */
import { z } from 'zod';

export const Id = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'expected lower-case words joined by hyphens, like "echo-once"');

export const HostName = z
  .string()
  .regex(/^(?=.{1,15}$)[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'expected a short host name like "server"');

/** "10.0.0.1/24", "fd00::1/64" */
export const Cidr = z.union([z.cidrv4(), z.cidrv6()], {
  error: 'expected an address with prefix length, like "10.0.0.1/24" or "fd00::1/64"',
});
export const IpAddress = z.union([z.ipv4(), z.ipv6()], {
  error: 'expected an IPv4 or IPv6 address, like "10.0.0.1"',
});
/** "eth0" is the first of a host's `interfaces`, "eth1" the second. */
export const InterfaceName = z.string().regex(/^eth[0-7]$/, 'expected "eth0", "eth1", …');

export const Interface = z.strictObject({
  link: Id.describe('the link it is plugged into; all interfaces on one link share a switch'),
  addresses: z.array(Cidr).max(8).default([]).describe('with prefix length: "10.0.0.1/24", "fd00::1/64"'),
});
export type Interface = z.infer<typeof Interface>;

export const Route = z.strictObject({
  to: z.union([z.literal('default'), Cidr]).describe('destination: "192.168.1.64/26", or "default"'),
  via: IpAddress.describe('address of the next router, on a network of one of the host’s interfaces'),
});
export type Route = z.infer<typeof Route>;

export const Host = z.strictObject({
  name: HostName.describe('host name; also what `hostname` prints on it'),
  interfaces: z
    .array(Interface)
    .max(8)
    .default([])
    .describe('eth0, eth1, … in this order; none: loopback only'),
  routes: z.array(Route).max(32).default([]).describe('beside those that its addresses give it'),
  forwards: z.boolean().default(false).describe('a router: packets for others are passed on'),
  names: z
    .array(z.string().regex(/^[A-Za-z0-9.-]{1,63}$/, 'expected a host name like "www.python.org"'))
    .default([])
    .describe('more names that resolve to its first address on every host: "www.python.org"'),
});
export type Host = z.infer<typeof Host>;

export const Network = z.strictObject({
  hosts: z.array(Host).min(1).max(12),
});
export type Network = z.infer<typeof Network>;

/** One thing a reader may change on a running host; refused in the kernel's own words. */
export const NetworkChange = z.discriminatedUnion('what', [
  z.strictObject({
    what: z.literal('address-added'),
    host: HostName,
    interface: InterfaceName,
    address: Cidr,
  }),
  z.strictObject({
    what: z.literal('address-removed'),
    host: HostName,
    interface: InterfaceName,
    address: Cidr,
  }),
  z
    .strictObject({
      what: z.literal('address-replaced'),
      host: HostName,
      interface: InterfaceName,
      old: Cidr,
      address: Cidr,
    })
    .describe('the new one is added before the old one goes, so that routes stay: a changed mask'),
  z.strictObject({ what: z.literal('route-added'), host: HostName, ...Route.shape }),
  z.strictObject({ what: z.literal('route-removed'), host: HostName, to: Route.shape.to }),
  z
    .strictObject({
      what: z.literal('interface-set'),
      host: HostName,
      interface: InterfaceName,
      up: z.boolean(),
    })
    .describe('`ip link set eth0 up` or `down`'),
  z.strictObject({ what: z.literal('forwarding-set'), host: HostName, on: z.boolean() }),
  z
    .strictObject({ what: z.literal('proxy-arp-set'), host: HostName, on: z.boolean() })
    .describe('a router answers ARP on each link for whoever it reaches by another one (RFC 1027)'),
  z
    .strictObject({
      what: z.literal('privileged-ports-set'),
      host: HostName,
      below: z.int().min(0).max(65535),
    })
    .describe('ports below need a privilege that no program has: 0 in a box, 1024 on most machines'),
]);
export type NetworkChange = z.infer<typeof NetworkChange>;

/** States of <linux/neighbour.h>. */
export const NeighbourState = z.enum([
  'INCOMPLETE',
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'FAILED',
  'NOARP',
  'PERMANENT',
]);

/** A host's interfaces, routes and neighbours as its kernel has them (rtnetlink(7)). */
export const HostNetwork = z.object({
  interfaces: z
    .array(
      z.object({
        name: z.string().describe('"lo", "eth0"'),
        link: z.string().nullable().describe('null for lo'),
        mac: z.string().nullable().describe('"02:00:00:00:00:01"; null for lo'),
        up: z.boolean(),
        mtu: z.int(),
        addresses: z.array(z.string()).describe('with prefix length'),
      }),
    )
    .describe('in the order of their index'),
  routes: z
    .array(
      z.object({
        to: z.string().describe('"default", "10.0.0.0/24"'),
        via: z.string().nullable().describe('null: directly on the interface'),
        interface: z.string().nullable(),
        source: z.string().nullable().describe('the source address it prefers'),
      }),
    )
    .describe('the main table, longest prefix first; without link-local IPv6'),
  neighbours: z
    .array(
      z.object({
        address: z.string(),
        mac: z.string().nullable().describe('null while nobody has answered'),
        interface: z.string(),
        state: NeighbourState,
      }),
    )
    .describe('what ARP and neighbour discovery have found, by address; without multicast'),
  forwards: z.boolean(),
  proxyArp: z.boolean().optional().describe('answers ARP for others (RFC 1027); absent: it does not'),
});
export type HostNetwork = z.infer<typeof HostNetwork>;
