/**
 * The one WebSocket of a tab, shared by its labs and exercises. It reconnects with growing delay and
 * then gives up until asked; who uses it hears of every (re)opening and says again what it wants,
 * so nothing is queued here and nothing can be sent twice.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { TAKEN_OVER, unpackChannel } from '#protocol/channels';
import type { PageMessage, ServerMessage } from '#protocol/messages';

export type ConnectionStatus = 'connecting' | 'open' | 'waiting' | 'down';

/** Delays before each attempt to reconnect; after the last one the connection is down. */
export const RECONNECT_DELAYS_MS = [250, 500, 1000, 2000, 4000, 8000, 8000, 8000];

/** `waits`: join without trying to connect. */
export type Joining = { waits?: boolean };

export interface ConnectionUser {
  /** Called at once when the connection is open, and at every later opening. */
  opened(): void;
  message(message: ServerMessage): void;
  bytes?(channel: number, payload: Uint8Array): void;
}

export class Connection {
  readonly #status = signal<ConnectionStatus>('connecting');
  readonly status: ReadonlySignal<ConnectionStatus> = this.#status;
  readonly #url: string;
  readonly #delays: readonly number[];
  readonly #users = new Set<ConnectionUser>();
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Who holds the tab's one box; told when somebody else takes it. */
  #tenant: { evicted: () => void } | undefined;

  constructor(url: string, delays: readonly number[] = RECONNECT_DELAYS_MS) {
    this.#url = url;
    this.#delays = delays;
  }

  /**
   * Joins the connection, which opens with its first user and closes with its last. Who knows that no
   * server answers waits: an attempt in vain would be an error on the reader's console.
   */
  join(user: ConnectionUser, { waits = false }: Joining = {}): () => void {
    this.#users.add(user);
    const isIdle = this.#socket === undefined && this.#timer === undefined;
    if (isIdle && waits) this.#status.value = 'down';
    else if (isIdle) this.retry();
    else if (this.#status.value === 'open') queueMicrotask(() => this.#users.has(user) && user.opened());
    return () => {
      this.#users.delete(user);
      if (this.#users.size === 0) this.#leave();
    };
  }

  /** A tab has one box: taking it tells the lab that had it. */
  takeBox(tenant: { evicted: () => void }): void {
    const before = this.#tenant;
    this.#tenant = tenant;
    if (before !== undefined && before !== tenant) before.evicted();
  }

  /** False when the message could not leave because the connection is not open. */
  send(message: PageMessage): boolean {
    return this.#put(JSON.stringify(message));
  }

  sendBytes(message: Uint8Array<ArrayBuffer>): boolean {
    return this.#put(message);
  }

  /** Tries again from the first delay on. */
  retry(): void {
    clearTimeout(this.#timer);
    this.#attempt = 0;
    if (this.#socket === undefined) this.#connect();
  }

  #put(data: string | Uint8Array<ArrayBuffer>): boolean {
    if (this.#socket === undefined || this.#status.value !== 'open') return false;
    this.#socket.send(data);
    return true;
  }

  #connect(): void {
    this.#timer = undefined;
    this.#status.value = this.#attempt === 0 ? 'connecting' : 'waiting';
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    socket.onopen = () => {
      this.#attempt = 0;
      this.#status.value = 'open';
      for (const user of [...this.#users]) user.opened();
    };
    socket.onmessage = event => this.#take(event.data);
    socket.onclose = event => this.#lost(socket, event.code);
  }

  #take(data: unknown): void {
    if (typeof data === 'string') {
      const message = JSON.parse(data) as ServerMessage;
      for (const user of [...this.#users]) user.message(message);
    } else if (data instanceof ArrayBuffer) {
      const unpacked = unpackChannel(new Uint8Array(data));
      if (unpacked) for (const user of this.#users) user.bytes?.(unpacked.channel, unpacked.payload);
    }
  }

  #lost(socket: WebSocket, code: number): void {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    const delay = code === TAKEN_OVER ? undefined : this.#delays[this.#attempt];
    if (delay === undefined) {
      this.#status.value = 'down';
      return;
    }
    this.#status.value = 'waiting';
    this.#attempt += 1;
    // A little disorder, so that the tabs of a restarted server do not all come at once.
    this.#timer = setTimeout(() => this.#connect(), delay * (0.8 + Math.random() * 0.4));
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const socket = this.#socket;
    this.#socket = undefined;
    this.#tenant = undefined;
    socket?.close();
    this.#status.value = 'connecting';
  }
}

const connections = new Map<string, Connection>();

/** The tab's connection to the server that this page came from. `base` ends with a slash. */
export function connectionAt(base: string): Connection {
  const url = new URL(`${base}lab`, location.href);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  const known = connections.get(url.href);
  if (known) return known;
  const connection = new Connection(url.href);
  connections.set(url.href, connection);
  return connection;
}
