/**
 * Which socket of a host gets a packet, as the kernel decides it: the sockets are opened on the host,
 * the packet is sent from the machine that it names as its source, and what comes of it is looked at.
 */
import { type Box, type DatagramPeer, DialError, type Peer, type PeerListener } from '#driver/box';
import type { TraceEvent } from '#protocol/events';
import type { Network } from '#protocol/network';
import { dissect } from '#trace/dissect';

export type Endpoint = readonly [address: string, port: number];
export type SocketSpec = {
  protocol: 'tcp' | 'udp';
  local: Endpoint;
  /** of a TCP connection; null: it listens, or is UDP's */
  peer: Endpoint | null;
};
/** Over TCP a request for a connection, or data of one that is there. */
export type Packet = { protocol: 'tcp' | 'udp'; source: Endpoint; destination: Endpoint };
/** The index of the socket that gets it; else what the kernel answers; null: nothing. */
export type Receiver = number | 'RST' | 'ICMP' | null;

const ARRIVES_MS = 2000;
const RESTS_MS = 300;
/** Behind a packet another one is sent, to a socket that surely gets it: then the first has been dealt with. */
const FENCE_PORT = 9;
const DATA = new TextEncoder().encode('?');

type Opened = {
  listener?: PeerListener;
  /** both ends of a connection */
  near?: Peer;
  far?: Peer;
  datagrams?: DatagramPeer;
};

export class KernelChoice {
  readonly #box: Box;
  readonly #network: Network;
  readonly #fences = new Map<string, DatagramPeer>();

  constructor(box: Box, network: Network) {
    this.#box = box;
    this.#network = network;
  }

  async of(host: string, sockets: readonly SocketSpec[], packet: Packet): Promise<Receiver> {
    const opened: Opened[] = sockets.map(() => ({}));
    // A listener would accept in the place of the one that is opened for a connection alone.
    for (const isConnection of [true, false])
      for (const [index, socket] of sockets.entries())
        if ((socket.peer !== null) === isConnection) opened[index] = await this.#open(host, socket);
    try {
      return packet.protocol === 'udp'
        ? await this.#ofDatagram(host, opened, packet)
        : await this.#ofSegment(host, sockets, opened, packet);
    } finally {
      await Promise.all(opened.map(close));
    }
  }

  async #open(host: string, { protocol, local, peer }: SocketSpec): Promise<Opened> {
    const [address, port] = local;
    const where = { address, shared: true };
    if (protocol === 'udp') return { datagrams: await this.#box.openDatagrams(host, { ...where, port }) };
    const listener = await this.#box.listen(host, port, where);
    if (peer === null) return { listener };
    const far = await this.#box.dial(this.#hostOf(peer), address, port, { port: peer[1] });
    const near = await listener.accept({ timeoutMs: ARRIVES_MS });
    await listener.close();
    return near === null ? { far } : { far, near: near.peer };
  }

  async #ofDatagram(host: string, opened: readonly Opened[], packet: Packet): Promise<Receiver> {
    const { source, destination } = packet;
    const before = this.#box.trace.length;
    const [address, port] = source;
    const sender = await this.#box.openDatagrams(this.#hostOf(source), { address, port });
    await sender.send(...destination, DATA);
    await this.#fence(host, source);
    await sender.close();
    const got = await Promise.all(opened.map(({ datagrams }) => datagrams?.receive({ timeoutMs: 0 })));
    const receiver = got.findIndex(datagram => datagram !== undefined && datagram !== null);
    if (receiver !== -1) return receiver;
    await this.#box.settled({ limitMs: RESTS_MS });
    return this.#box.trace.slice(before).some(isUnreachable) ? 'ICMP' : null;
  }

  async #ofSegment(
    host: string,
    sockets: readonly SocketSpec[],
    opened: readonly Opened[],
    packet: Packet,
  ): Promise<Receiver> {
    const isOf = ({ peer, local }: SocketSpec): boolean =>
      peer !== null && isSame(peer, packet.source) && isSame(local, packet.destination);
    const far = opened[sockets.findIndex(isOf)]?.far;
    if (far === undefined) return await this.#ofRequest(host, opened, packet);
    await far.send(DATA);
    return await firstOf(opened, async ({ near }) => {
      const received = await near?.receive(1, { timeoutMs: ARRIVES_MS });
      return received?.ended === 'enough';
    });
  }

  async #ofRequest(host: string, opened: readonly Opened[], packet: Packet): Promise<Receiver> {
    const [address, port] = packet.destination;
    const dialled = this.#box
      .dial(this.#hostOf(packet.source), address, port, { port: packet.source[1] })
      .catch(refusalIn);
    const nothing = this.#fence(host, packet.source).then(() => this.#box.settled({ limitMs: RESTS_MS }));
    const peer = (await Promise.race([dialled, nothing])) ?? null;
    if (peer === null || peer === 'RST') return peer;
    try {
      return await firstOf(
        opened,
        async ({ listener }) => (await listener?.accept({ timeoutMs: ARRIVES_MS })) != null,
      );
    } finally {
      await peer.close({ reset: true });
    }
  }

  /** All that the source's host has sent before has come to the host. */
  async #fence(host: string, source: Endpoint): Promise<void> {
    const from = this.#hostOf(source);
    const receiver = await this.#fencePost(host, { port: FENCE_PORT });
    const sender = await this.#fencePost(from, {});
    const here = this.#network.hosts.find(({ name }) => name === host)?.interfaces[0]?.addresses[0];
    await sender.send(here?.split('/')[0] ?? '', FENCE_PORT, DATA);
    await receiver.receive({ timeoutMs: ARRIVES_MS });
  }

  async #fencePost(host: string, how: { port?: number }): Promise<DatagramPeer> {
    const post = this.#fences.get(host) ?? (await this.#box.openDatagrams(host, how));
    this.#fences.set(host, post);
    return post;
  }

  #hostOf([address]: Endpoint): string {
    const has = ({ addresses }: { addresses: string[] }): boolean =>
      addresses.some(each => each.split('/')[0] === address);
    const host = this.#network.hosts.find(({ interfaces }) => interfaces.some(has));
    if (host === undefined) throw new Error(`no host has the address ${address}`);
    return host.name;
  }
}

const isSame = (one: Endpoint, other: Endpoint): boolean => one[0] === other[0] && one[1] === other[1];

function isUnreachable(event: TraceEvent): boolean {
  if (event.type !== 'frame' || event.verb !== 'sent') return false;
  return dissect(Buffer.from(event.bytes ?? '', 'base64')).summary.text.startsWith('ICMP port unreachable');
}

/** Only an RST refuses; a request that nobody answers is given up at some time. */
function refusalIn(error: unknown): 'RST' | null {
  if (!(error instanceof DialError)) throw error;
  return error.errno === 111 ? 'RST' : null;
}

/** The index of the first for which it is so. */
async function firstOf(
  opened: readonly Opened[],
  isSo: (each: Opened) => Promise<boolean>,
): Promise<number | null> {
  const found = opened.map(async (each, index) => ((await isSo(each)) ? index : null));
  const first = found.map(async each => (await each) ?? Promise.reject(new Error('not this one')));
  return await Promise.any(first).catch(() => null);
}

async function close({ listener, near, far, datagrams }: Opened): Promise<void> {
  await far?.close({ reset: true });
  await near?.close({ reset: true });
  await listener?.close();
  await datagrams?.close();
}
