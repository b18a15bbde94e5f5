/**
 * To whom a host hands a packet, as its kernel decides it: the host is given an address and a gateway,
 * it sends, and the question that it asks by ARP is looked at.
 */
import { constants } from 'node:os';
import type { Box } from '#driver/box';
import type { TraceEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { dissect } from '#trace/dissect';

const INTERFACE = 'eth0';
const ASKS_MS = 3000;
const PORT = 9;
const QUESTION = /^ARP who-has (\S+)/;

/** Of a host with one interface. */
export type HostSetting = {
  /** with prefix length */
  address: string;
  gateway: string | null;
};

export class KernelHop {
  readonly #box: Box;
  readonly #addresses: Map<string, string>;

  constructor(box: Box, { hosts }: Network) {
    this.#box = box;
    this.#addresses = new Map(hosts.map(({ name, interfaces }) => [name, interfaces[0]?.addresses[0] ?? '']));
  }

  /** The address whose MAC address it asks for; 'unreachable' when the kernel knows no way. */
  async of(host: string, setting: HostSetting, destination: string): Promise<string> {
    await this.#set(host, setting);
    const after = this.#box.trace.length;
    await using sender = await this.#box.openDatagrams(host);
    try {
      await sender.send(destination, PORT, new Uint8Array());
    } catch (error) {
      if (errnoOf(error) === constants.errno.ENETUNREACH) return 'unreachable';
      throw error;
    }
    const asks = (event: TraceEvent): boolean => askedFor(event, host) !== null;
    const event = await this.#box.waitFor(asks, { after, signal: AbortSignal.timeout(ASKS_MS) });
    return askedFor(event, host) ?? 'unreachable';
  }

  /** Taken down, an interface forgets its neighbours and routes; its address stays. */
  async #set(host: string, { address, gateway }: HostSetting): Promise<void> {
    const on = { host, interface: INTERFACE };
    const old = this.#addresses.get(host) ?? '';
    await this.#box.changeNetwork({ what: 'interface-set', ...on, up: false });
    if (old !== address) await this.#box.changeNetwork({ what: 'address-replaced', ...on, old, address });
    this.#addresses.set(host, address);
    await this.#box.changeNetwork({ what: 'interface-set', ...on, up: true });
    if (gateway === null) return;
    const route = { what: 'route-added', host, to: 'default', via: gateway } as const;
    // A gateway on another network is refused: then there is none.
    await this.#box.changeNetwork(route).catch(error => {
      if (errnoOf(error) === null) throw error;
    });
  }
}

const errnoOf = (error: unknown): number | null =>
  error instanceof Error && 'errno' in error && typeof error.errno === 'number' ? error.errno : null;

/** The address in a host's question; null for another event. */
function askedFor(event: TraceEvent, host: string): string | null {
  if (event.type !== 'frame' || event.verb !== 'sent' || event.from !== host) return null;
  const { text } = dissect(Buffer.from(event.bytes ?? '', 'base64')).summary;
  return QUESTION.exec(text)?.[1] ?? null;
}
