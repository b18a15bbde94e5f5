/** A checker's own sockets in a box: what it dials, what its listeners accept, and its UDP ones. */
import type { SupervisorLine } from '#protocol/supervisor';
import { Bell } from './bell.ts';
import { type Box, type DatagramPeer, DialError, type Peer, type PeerListener } from './box.ts';
import { type DatagramLine, OpenedDatagramPeer } from './datagram-peer.ts';
import { DialledPeer, type PeerLine } from './dialled-peer.ts';
import { type Command, CommandRefused, type SupervisorProcess } from './supervisor-process.ts';

type AcceptedLine = Extract<SupervisorLine, { type: 'accepted' }>;
type OpenedLine = Extract<SupervisorLine, { type: 'opened' }>;
export type PeersLine = PeerLine | AcceptedLine | OpenedLine | DatagramLine;
export const isOfPeers = (line: SupervisorLine): line is PeersLine =>
  ['peer', 'accepted', 'opened', 'datagram'].includes(line.type);

type Accepted = { peer: Peer; address: string };

export class Peers {
  readonly #supervisor: SupervisorProcess;
  readonly #peers = new Map<string, DialledPeer>();
  readonly #listeners = new Map<string, QueueingListener>();
  readonly #datagrams = new Map<string, OpenedDatagramPeer>();

  constructor(supervisor: SupervisorProcess) {
    this.#supervisor = supervisor;
  }

  take(line: PeersLine): void {
    switch (line.type) {
      case 'peer':
        this.#peers.get(line.peer)?.take(line);
        break;
      case 'accepted':
        this.#listeners.get(line.listener)?.take({ peer: this.#add(line.peer), address: line.address });
        break;
      case 'opened':
        for (const peer of [this.#peers.get(line.peer), this.#datagrams.get(line.peer)])
          if (peer !== undefined) peer.address = line.address;
        break;
      case 'datagram':
        this.#datagrams.get(line.peer)?.take(line);
        break;
      default:
        line satisfies never;
    }
  }

  /** @throws DialError */
  async dial(...[host, address, port, own]: Parameters<Box['dial']>): Promise<Peer> {
    const name = `peer-${this.#peers.size + 1}`;
    const peer = this.#add(name);
    await this.#ask({ type: 'dial', peer: name, host, address, port, ownPort: own?.port });
    return peer;
  }

  /** @throws DialError */
  async listen(...[host, port, local]: Parameters<Box['listen']>): Promise<PeerListener> {
    const name = `listener-${this.#listeners.size + 1}`;
    const listener = new QueueingListener(name, this.#supervisor);
    this.#listeners.set(name, listener);
    await this.#ask({ type: 'listen', listener: name, host, port, ...local });
    return listener;
  }

  /** @throws DialError */
  async openDatagrams(...[host, how = {}]: Parameters<Box['openDatagrams']>): Promise<DatagramPeer> {
    const name = `datagrams-${this.#datagrams.size + 1}`;
    const peer = new OpenedDatagramPeer(name, this.#supervisor);
    this.#datagrams.set(name, peer);
    const { ipOptions, ...local } = how;
    const options = ipOptions && Buffer.from(ipOptions).toString('base64');
    await this.#ask({ type: 'datagram-open', peer: name, host, ...local, ipOptions: options });
    return peer;
  }

  #add(name: string): DialledPeer {
    const peer = new DialledPeer(name, this.#supervisor);
    this.#peers.set(name, peer);
    return peer;
  }

  async #ask(command: Command): Promise<void> {
    try {
      await this.#supervisor.command(command);
    } catch (error) {
      if (error instanceof CommandRefused && error.errno !== null)
        throw new DialError(error.errno, error.message);
      throw error;
    }
  }
}

/** The supervisor accepts at once; here its connections wait for whoever asks for them. */
class QueueingListener implements PeerListener {
  readonly #name: string;
  readonly #supervisor: SupervisorProcess;
  readonly #accepted: Accepted[] = [];
  readonly #news = new Bell();
  #closed = false;

  constructor(name: string, supervisor: SupervisorProcess) {
    this.#name = name;
    this.#supervisor = supervisor;
  }

  take(accepted: Accepted): void {
    this.#accepted.push(accepted);
    this.#news.ring();
  }

  async accept({ timeoutMs }: { timeoutMs: number }): Promise<Accepted | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const next = this.#accepted.shift();
      if (next !== undefined) return next;
      const left = deadline - performance.now();
      if (left <= 0 || this.#closed) return null;
      await this.#news.wait(left);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#news.ring();
    await this.#supervisor.command({ type: 'unlisten', listener: this.#name });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined); // the box may be gone already
  }
}
