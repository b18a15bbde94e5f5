/** A checker's UDP socket on a host: the supervisor owns it, here is its other handle. */
import type { SupervisorLine } from '#protocol/supervisor';
import { Bell } from './bell.ts';
import type { Datagram, DatagramPeer } from './box.ts';
import type { SupervisorProcess } from './supervisor-process.ts';

export type DatagramLine = Extract<SupervisorLine, { type: 'datagram' }>;

export class OpenedDatagramPeer implements DatagramPeer {
  /** "0.0.0.0:40112": its own end */
  address = '';
  readonly #name: string;
  readonly #supervisor: SupervisorProcess;
  readonly #received: Datagram[] = [];
  readonly #news = new Bell();

  constructor(name: string, supervisor: SupervisorProcess) {
    this.#name = name;
    this.#supervisor = supervisor;
  }

  /** The box hands over every `datagram` line of this socket. */
  take({ bytes, address }: DatagramLine): void {
    this.#received.push({ bytes: Buffer.from(bytes, 'base64'), from: address });
    this.#news.ring();
  }

  async send(address: string, port: number, bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('base64');
    await this.#supervisor.command({ type: 'datagram-send', peer: this.#name, address, port, bytes: text });
  }

  async receive({ timeoutMs }: { timeoutMs: number }): Promise<Datagram | null> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      const next = this.#received.shift();
      if (next !== undefined) return next;
      const left = deadline - performance.now();
      if (left <= 0) return null;
      await this.#news.wait(left);
    }
  }

  async close(): Promise<void> {
    await this.#supervisor.command({ type: 'datagram-close', peer: this.#name });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined); // the box may be gone already
  }
}
