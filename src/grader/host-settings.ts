/**
 * Gives hosts of a box other addresses and routes than their author did, as a person would with ip(8),
 * and has them call each other.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { type Box, DialError } from '#driver/box';
import { Cidr, IpAddress, type Network, type NetworkChange } from '#protocol/network';
import { errnoName } from '#trace/errno';

const PORT = 4000;
/** A neighbour is asked for three times, a second apart, before EHOSTUNREACH (arp(7)). */
const ANSWERS_MS = 4000;

export type HostSetting = {
  /** of eth0, eth1, … in this order, with prefix length */
  addresses: readonly string[];
  routes: readonly { to: string; via: string }[];
  forwards?: boolean;
};
/** What the kernel says to a setting that it refuses. */
export type Refusal = { host: string; words: string };
/** `ended`: an errno, or "no answer". */
export type Call = { from: string; to: string; address: string; ended: string };

export class HostSettings {
  readonly #box: Box;
  readonly #now = new Map<string, readonly string[]>();
  #isListening = false;

  constructor(box: Box, { hosts }: Network) {
    this.#box = box;
    for (const { name, interfaces } of hosts)
      this.#now.set(
        name,
        interfaces.map(({ addresses }) => addresses[0] ?? ''),
      );
  }

  /** Taken down, an interface forgets its neighbours and its routes. */
  async set(host: string, { addresses, routes, forwards }: HostSetting): Promise<Refusal | null> {
    const malformed = [
      ...addresses.filter(address => !Cidr.safeParse(address).success),
      ...routes.flatMap(({ to, via }) => [
        ...(to === 'default' || Cidr.safeParse(to).success ? [] : [to]),
        ...(IpAddress.safeParse(via).success ? [] : [via]),
      ]),
    ];
    if (malformed.length > 0) return { host, words: `no address: ${malformed.join(', ')}` };
    const now = this.#now.get(host) ?? [];
    const plugs = addresses.map((address, at) => ({ address, old: now[at] ?? '', interface: `eth${at}` }));
    const changes: NetworkChange[] = [
      ...plugs.map(plug => ({ what: 'interface-set', host, interface: plug.interface, up: false }) as const),
      ...plugs
        .filter(({ address, old }) => address !== old)
        .map(plug => ({ what: 'address-replaced', host, ...plug }) as const),
      ...plugs.map(plug => ({ what: 'interface-set', host, interface: plug.interface, up: true }) as const),
      ...(forwards === undefined ? [] : [{ what: 'forwarding-set', host, on: forwards } as const]),
      ...routes.map(route => ({ what: 'route-added', host, ...route }) as const),
    ];
    for (const change of changes) {
      const words = await this.#refusal(change);
      if (change.what === 'interface-set' && change.up) this.#now.set(host, addresses);
      if (words !== null) return { host, words };
    }
    return null;
  }

  /** Every host calls every address of the others; the first call that did not arrive, null: all did. */
  async failing(hosts: Readonly<Record<string, HostSetting>>): Promise<Call | null> {
    const all = Object.entries(hosts);
    if (!this.#isListening) await Promise.all(all.map(([host]) => this.#box.listen(host, PORT)));
    this.#isListening = true;
    const pairs = all.flatMap(([from]) =>
      all
        .filter(([to]) => to !== from)
        .flatMap(([to, { addresses }]) =>
          addresses.map(address => ({ from, to, address: address.replace(/\/.*/, '') })),
        ),
    );
    const calls = pairs.map(pair => ({ ...pair, end: this.#call(pair.from, pair.address) }));
    // Those behind one that fails are asked no more; the box may close before they end.
    for (const { end } of calls) end.catch(() => undefined);
    for (const { end, ...pair } of calls) {
      const ended = await end;
      if (ended !== null) return { ...pair, ended };
    }
    return null;
  }

  async #call(from: string, address: string): Promise<string | null> {
    const called = this.#box.dial(from, address, PORT).then(
      peer => peer.close({ reset: true }).then(() => null),
      (error: unknown) => {
        if (!(error instanceof DialError)) throw error;
        return errnoName(error.errno);
      },
    );
    return await Promise.race([called, delay(ANSWERS_MS, 'no answer', { ref: false })]);
  }

  async #refusal(change: NetworkChange): Promise<string | null> {
    try {
      await this.#box.changeNetwork(change);
      return null;
    } catch (error) {
      if (error instanceof Error && 'errno' in error && error.errno !== null) return error.message;
      throw error;
    }
  }
}
