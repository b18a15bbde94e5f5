/**
 * The one place where a box's events get their order. Python and Node stamp events with the same
 * clock, but they arrive over different pipes, so each waits a moment for older ones to catch up.
 */
import type { TraceEvent } from '#protocol/events';

type WithoutSeq<T> = T extends unknown ? Omit<T, 'seq' | 'late'> : never;
export type UnnumberedEvent = WithoutSeq<TraceEvent>;

/** How long an event waits for an older one from another pipe; measured: up to 5 ms on two busy cores. */
const HOLD_NS = 8_000_000;

/** `came`: when it was handed in, in the time of the box */
type Pending = { event: UnnumberedEvent; came: number };
type Latecomer = { at: number; resolve: () => void };
type Waiter = { match: (event: TraceEvent) => boolean; resolve: (event: TraceEvent) => void };

export class TraceLog {
  readonly events: TraceEvent[] = [];
  readonly #base: number;
  /** In the order in which they came. */
  #pending: Pending[] = [];
  #timer: NodeJS.Timeout | undefined;
  readonly #listeners = new Set<(event: TraceEvent) => void>();
  readonly #waiters = new Set<Waiter>();
  readonly #latecomers = new Set<Latecomer>();

  /** @param base CLOCK_MONOTONIC in nanoseconds at which the box opened */
  constructor(base: number) {
    this.#base = base;
  }

  /** Nanoseconds since the box opened. */
  now(): number {
    return Number(process.hrtime.bigint()) - this.#base;
  }

  /** The event with times of the box, of one whose times are absolute ones of CLOCK_MONOTONIC. */
  relative(event: UnnumberedEvent): UnnumberedEvent {
    const since = (time: number): number => Math.max(0, time - this.#base);
    const at = since(event.at);
    if (event.type === 'task-started' && event.forkedAt !== undefined)
      return { ...event, at, forkedAt: since(event.forkedAt) };
    if (event.type !== 'sockets') return { ...event, at };
    const sockets = event.sockets.map(row => {
      if (row.timer === undefined) return row;
      return { ...row, timer: { ...row.timer, expiresAt: since(row.timer.expiresAt) } };
    });
    return { ...event, at, sockets };
  }

  /** Takes an event; its times are those of the box. */
  add(event: UnnumberedEvent): void {
    this.#pending.push({ event, came: this.now() });
    this.#timer ??= setTimeout(() => this.#flushSoon(), HOLD_NS / 1e6);
  }

  /** Numbers everything that waits, at once: the box is closing and nothing older can come. */
  flushAll(): void {
    this.#flush(Number.POSITIVE_INFINITY);
  }

  /** Resolves when everything that happened up to now, and has been handed in, is in the list. */
  caughtUp(): Promise<void> {
    if (this.#pending.length === 0) return Promise.resolve();
    const at = this.now();
    return new Promise(resolve => this.#latecomers.add({ at, resolve }));
  }

  onEvent(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** First event at or behind index `after` that matches, past or future. */
  waitFor(match: (event: TraceEvent) => boolean, after = 0, signal?: AbortSignal): Promise<TraceEvent> {
    for (let index = after; index < this.events.length; index += 1) {
      const event = this.events[index];
      if (event !== undefined && match(event)) return Promise.resolve(event);
    }
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { match, resolve };
      this.#waiters.add(waiter);
      const abort = (): void => {
        this.#waiters.delete(waiter);
        reject(signal?.reason);
      };
      if (signal?.aborted) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** After what waits in the pipes has been read: this process itself may have been held up. */
  #flushSoon(): void {
    const now = this.now();
    setImmediate(() => {
      // What has waited long enough takes along whatever is older.
      const waited = this.#pending.filter(({ came }) => came <= now - HOLD_NS);
      this.#flush(Math.max(...waited.map(({ event }) => event.at)));
    });
  }

  #flush(until: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const ready = this.#pending.filter(({ event }) => event.at <= until).map(({ event }) => event);
    this.#pending = this.#pending.filter(({ event }) => event.at > until);
    // Stable: events of one pipe with one time keep their order.
    for (const event of ready.sort((one, other) => one.at - other.at)) this.#append(event);
    for (const latecomer of this.#latecomers) {
      if (latecomer.at > until && this.#pending.length > 0) continue;
      this.#latecomers.delete(latecomer);
      latecomer.resolve();
    }
    const [next] = this.#pending;
    if (next === undefined) return;
    const left = Math.max(0, next.came + HOLD_NS - this.now());
    this.#timer = setTimeout(() => this.#flushSoon(), Math.ceil(left / 1e6));
  }

  #append(event: UnnumberedEvent): void {
    // One that comes too late keeps the order of the list rather than its own time.
    const at = Math.max(event.at, this.events.at(-1)?.at ?? 0);
    const late = at > event.at ? { late: at - event.at } : {};
    const numbered = { ...event, at, ...late, seq: this.events.length } as TraceEvent;
    this.events.push(numbered);
    for (const listener of this.#listeners) listener(numbered);
    for (const waiter of this.#waiters) {
      if (!waiter.match(numbered)) continue;
      this.#waiters.delete(waiter);
      waiter.resolve(numbered);
    }
  }
}
