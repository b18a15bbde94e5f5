/**
 * One page's end of the lab socket. It never queues without bound: who has much to say asks
 * `backlogged` first, and goes on when `onDrain` calls.
 */
import type { WebSocket } from 'ws';
import type { ServerMessage } from '#protocol/messages';

/** Bytes that may wait in this process for a page that reads slowly. */
const BACKLOG_BYTES = 256 * 1024;

export class Link {
  readonly #socket: WebSocket;
  readonly #drained = new Set<() => void>();
  #full = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  /** True when the page reads slower than we write; then onDrain will call. */
  get backlogged(): boolean {
    if (this.#socket.bufferedAmount < BACKLOG_BYTES) return false;
    this.#full = true;
    return true;
  }

  /** Calls the listener whenever a backlog has gone; returns what undoes it. */
  onDrain(listener: () => void): () => void {
    this.#drained.add(listener);
    return () => this.#drained.delete(listener);
  }

  send(message: ServerMessage): void {
    this.#write(JSON.stringify(message));
  }

  sendBytes(bytes: Uint8Array): void {
    this.#write(bytes);
  }

  /** Closes with a code of RFC 6455, section 7.4, or of messages.ts. */
  end(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  #write(data: string | Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(data, () => this.#written());
  }

  #written(): void {
    if (!this.#full || this.#socket.bufferedAmount >= BACKLOG_BYTES) return;
    this.#full = false;
    for (const listener of this.#drained) listener();
  }
}
