/** A checker's connection out of a host: the supervisor owns the socket, here is its other handle. */
import type { SupervisorLine } from '#protocol/supervisor';
import { Bell } from './bell.ts';
import type { Peer, Received } from './box.ts';
import type { SupervisorProcess } from './supervisor-process.ts';

export type PeerLine = Extract<SupervisorLine, { type: 'peer' }>;

export class DialledPeer implements Peer {
  address = '';
  readonly #name: string;
  readonly #supervisor: SupervisorProcess;
  #received: Uint8Array = new Uint8Array();
  #end: { ended: 'eof' | 'error'; errno: number | null } | null = null;
  readonly #news = new Bell();
  #closed = false;

  constructor(name: string, supervisor: SupervisorProcess) {
    this.#name = name;
    this.#supervisor = supervisor;
  }

  /** The box hands over every `peer` line of this connection. */
  take(line: PeerLine): void {
    if (line.what === 'data')
      this.#received = Buffer.concat([this.#received, Buffer.from(line.bytes ?? '', 'base64')]);
    else this.#end = { ended: line.what, errno: line.errno };
    this.#news.ring();
  }

  async send(bytes: Uint8Array): Promise<void> {
    const text = Buffer.from(bytes).toString('base64');
    await this.#supervisor.command({ type: 'dial-send', peer: this.#name, bytes: text });
  }

  async receive(want: number, { timeoutMs }: { timeoutMs: number }): Promise<Received> {
    const deadline = performance.now() + timeoutMs;
    while (this.#received.length < want && this.#end === null) {
      const left = deadline - performance.now();
      if (left <= 0) return { bytes: this.#take(want), ended: 'time', errno: null };
      await this.#news.wait(left);
    }
    if (this.#received.length >= want) return { bytes: this.#take(want), ended: 'enough', errno: null };
    return { bytes: this.#take(want), ended: this.#end?.ended ?? 'eof', errno: this.#end?.errno ?? null };
  }

  async end(): Promise<void> {
    await this.#supervisor.command({ type: 'dial-end', peer: this.#name });
  }

  async close({ reset = false }: { reset?: boolean } = {}): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#supervisor.command({ type: 'dial-close', peer: this.#name, reset });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close().catch(() => undefined); // the box may be gone already
  }

  #take(want: number): Uint8Array {
    const bytes = this.#received.subarray(0, want);
    this.#received = this.#received.subarray(bytes.length);
    return bytes;
  }
}
