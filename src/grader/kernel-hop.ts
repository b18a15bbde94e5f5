/**
 * To whom a host hands a packet, as its kernel decides it: the host is given an address and a gateway,
 * it sends, and the question that it asks by ARP is looked at.
 */
import { constants } from 'node:os';
import type { Box } from '#driver/box';
import type { TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';
import type { HostSettings } from './host-settings.ts';

const ASKS_MS = 3000;
const PORT = 9;
const QUESTION = /^ARP who-has (\S+)/;

/** Of a host with one interface. */
export type OneAddress = {
  /** with prefix length */
  address: string;
  gateway: string | null;
};

export class KernelHop {
  readonly #box: Box;
  readonly #settings: HostSettings;

  constructor(box: Box, settings: HostSettings) {
    this.#box = box;
    this.#settings = settings;
  }

  /** The address whose MAC address it asks for; 'unreachable' when the kernel knows no way. */
  async of(host: string, { address, gateway }: OneAddress, destination: string): Promise<string> {
    const routes = gateway === null ? [] : [{ to: 'default', via: gateway }];
    // A gateway on another network is refused: then there is none.
    await this.#settings.set(host, { addresses: [address], routes });
    const after = this.#box.trace.length;
    await using sender = await this.#box.openDatagrams(host);
    try {
      await sender.send(destination, PORT, new Uint8Array());
    } catch (error) {
      if (isNetworkUnreachable(error)) return 'unreachable';
      throw error;
    }
    const asks = (event: TraceEvent): boolean => askedFor(event, host) !== null;
    const event = await this.#box.waitFor(asks, { after, signal: AbortSignal.timeout(ASKS_MS) });
    return askedFor(event, host) ?? 'unreachable';
  }
}

const isNetworkUnreachable = (error: unknown): boolean =>
  error instanceof Error && 'errno' in error && error.errno === constants.errno.ENETUNREACH;

/** The address in a host's question; null for another event. */
function askedFor(event: TraceEvent, host: string): string | null {
  if (event.type !== 'frame' || event.verb !== 'sent' || event.from !== host) return null;
  const { text } = dissect(Buffer.from(event.bytes ?? '', 'base64')).summary;
  return QUESTION.exec(text)?.[1] ?? null;
}
