/** A checker's own connections in a box: those that it dials, and those that its listeners accept. */
import type { SupervisorLine } from '#protocol/supervisor';
import { DialError, type Peer, type PeerListener } from './box.ts';
import { DialledPeer, type PeerLine } from './dialled-peer.ts';
import { type Command, CommandRefused, type SupervisorProcess } from './supervisor-process.ts';

type AcceptedLine = Extract<SupervisorLine, { type: 'accepted' }>;
type Accepted = { peer: Peer; address: string };

export class Peers {
  readonly #supervisor: SupervisorProcess;
  readonly #peers = new Map<string, DialledPeer>();
  readonly #listeners = new Map<string, QueueingListener>();

  constructor(supervisor: SupervisorProcess) {
    this.#supervisor = supervisor;
  }

  take(line: PeerLine | AcceptedLine): void {
    if (line.type === 'peer') this.#peers.get(line.peer)?.take(line);
    else this.#listeners.get(line.listener)?.take({ peer: this.#add(line.peer), address: line.address });
  }

  /** @throws DialError */
  async dial(host: string, address: string, port: number): Promise<Peer> {
    const name = `peer-${this.#peers.size + 1}`;
    const peer = this.#add(name);
    await this.#ask({ type: 'dial', peer: name, host, address, port });
    return peer;
  }

  /** @throws DialError */
  async listen(host: string, port: number): Promise<PeerListener> {
    const name = `listener-${this.#listeners.size + 1}`;
    const listener = new QueueingListener(name, this.#supervisor);
    this.#listeners.set(name, listener);
    await this.#ask({ type: 'listen', listener: name, host, port });
    return listener;
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
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(name: string, supervisor: SupervisorProcess) {
    this.#name = name;
    this.#supervisor = supervisor;
  }

  take(accepted: Accepted): void {
    this.#accepted.push(accepted);
    for (const wake of this.#waiting) wake();
  }

  async accept({ timeoutMs }: { timeoutMs: number }): Promise<Accepted | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const next = this.#accepted.shift();
      if (next !== undefined) return next;
      const left = deadline - performance.now();
      if (left <= 0 || this.#closed) return null;
      await this.#more(left);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const wake of this.#waiting) wake();
    await this.#supervisor.command({ type: 'unlisten', listener: this.#name });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined); // the box may be gone already
  }

  #more(timeoutMs: number): Promise<void> {
    return new Promise(resolve => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, timeoutMs);
      this.#waiting.add(wake);
    });
  }
}
