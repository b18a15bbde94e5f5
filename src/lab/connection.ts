/**
 * The one WebSocket of a tab, shared by its labs and exercises. It reconnects with growing delay and
 * then gives up until asked; who uses it hears of every (re)opening and says again what it wants,
 * so nothing is queued here and nothing can be sent twice.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { TAKEN_OVER, unpackChannel } from '#protocol/channels';
import type { PageMessage, ServerMessage } from '#protocol/messages';
import { onAwake } from './awake.ts';
import type { ConnectionStatus } from './box-life.ts';
import { PULSE, Pulse } from './pulse.ts';

/** Delays before each attempt to reconnect, five minutes in all; after the last one the connection is down. */
export const RECONNECT_DELAYS_MS = [
  250,
  500,
  1000,
  2000,
  4000,
  8000,
  15_000,
  ...Array<number>(9).fill(30_000),
];
/** An attempt that takes longer has failed. */
const OPENS_WITHIN_MS = 10_000;

/** `waits`: join without trying to connect. */
export type Joining = { waits?: boolean };

export interface ConnectionUser {
  /** Called at once when the connection is open, and at every later opening. */
  opened(): void;
  message(message: ServerMessage): void;
  bytes?(channel: number, payload: Uint8Array): void;
  /** Another page has resumed this tab's session. */
  takenOver?(): void;
}

export class Connection {
  readonly #status = signal<ConnectionStatus>('connecting');
  readonly status: ReadonlySignal<ConnectionStatus> = this.#status;
  readonly #nextTry = signal<number | null>(null);
  /** When the next attempt begins, by Date.now(); null while one is under way, and when none is to come. */
  readonly nextTry: ReadonlySignal<number | null> = this.#nextTry;
  readonly #url: string;
  readonly #delays: readonly number[];
  readonly #pulse: Pulse;
  readonly #users = new Set<ConnectionUser>();
  #socket: WebSocket | undefined;
  #attempt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** Who holds the tab's one box; told when somebody else takes it. */
  #tenant: { evicted: () => void } | undefined;
  /** A server has answered here before. */
  #hasOpened = false;

  constructor(url: string, delays: readonly number[] = RECONNECT_DELAYS_MS, pulse = PULSE) {
    this.#url = url;
    this.#delays = delays;
    this.#pulse = new Pulse(
      pulse,
      () => this.send({ type: 'ping' }),
      () => this.#lost(this.#socket),
    );
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

  /** Opens it for a user who is about to join, and has something to load before; the result lets go. */
  warm(): () => void {
    return this.join({ opened: () => {}, message: () => {} });
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

  /** Something has changed outside: tries at once, or looks whether what stands is still alive. */
  wake(): void {
    if (this.#users.size === 0 || !this.#hasOpened) return;
    if (this.#socket === undefined) this.retry();
    else if (this.#status.value === 'open') this.#pulse.probe();
  }

  #put(data: string | Uint8Array<ArrayBuffer>): boolean {
    // A socket that closes is told of a moment later; what it is given until then is lost in silence.
    const isOpen = this.#status.value === 'open' && this.#socket?.readyState === WebSocket.OPEN;
    if (this.#socket === undefined || !isOpen) return false;
    this.#socket.send(data);
    return true;
  }

  #connect(): void {
    this.#timer = undefined;
    this.#nextTry.value = null;
    this.#status.value = this.#attempt === 0 ? 'connecting' : 'waiting';
    const socket = new WebSocket(this.#url);
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    const late = setTimeout(() => this.#lost(socket), OPENS_WITHIN_MS);
    socket.onopen = () => {
      clearTimeout(late);
      this.#stands();
    };
    socket.onmessage = event => {
      this.#pulse.heard();
      this.#take(event.data);
    };
    socket.onclose = event => {
      clearTimeout(late);
      this.#lost(socket, event.code);
    };
  }

  #stands(): void {
    this.#attempt = 0;
    this.#hasOpened = true;
    this.#pulse.begin();
    this.#status.value = 'open';
    for (const user of [...this.#users]) user.opened();
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

  /** Also for a socket that has not closed and no longer answers: that one is left to itself. */
  #lost(socket: WebSocket | undefined, code?: number): void {
    if (socket === undefined || socket !== this.#socket) return;
    this.#forget(socket);
    if (code === TAKEN_OVER) for (const user of [...this.#users]) user.takenOver?.();
    const delay = this.#delays[this.#attempt];
    if (delay === undefined) {
      this.#status.value = 'down';
      return;
    }
    this.#attempt += 1;
    // A little disorder, so that the tabs of a restarted server do not all come at once.
    const wait = delay * (0.8 + Math.random() * 0.4);
    this.#nextTry.value = Date.now() + wait;
    this.#status.value = 'waiting';
    this.#timer = setTimeout(() => this.#connect(), wait);
  }

  #forget(socket: WebSocket): void {
    this.#pulse.end();
    this.#socket = undefined;
    socket.onmessage = null;
    socket.close();
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#nextTry.value = null;
    this.#tenant = undefined;
    if (this.#socket) this.#forget(this.#socket);
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
  onAwake(() => connection.wake());
  connections.set(url.href, connection);
  return connection;
}
