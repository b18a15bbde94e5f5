/**
 * The terminals of a live lab, across connections that break: output goes on behind the last byte
 * that came, and keys behind the last that the box has taken.
 */
import { type ReadonlySignal, signal } from '@preact/signals';
import { packChannel } from '#protocol/channels';
import type { Connection } from './connection.ts';
import { KeptKeys, keysText, type Unsent } from './kept-keys.ts';
import { type Shell, shellsOf } from './shells-of.ts';
import type { TerminalSink } from './source.ts';
import { TerminalLines } from './terminal-lines.ts';

/**
 * Whether a reader's keys reach the box: they do, it is `busy` and takes none, they will when the
 * connection is back, or there is no box for them.
 */
export type Reach = 'here' | 'busy' | 'away' | 'gone';

/** A message that holds more would be refused (MAX_MESSAGE_BYTES of messages.ts). */
const MOST_AT_ONCE = 32 * 1024;

export class LiveTerminals {
  readonly #connection: Connection;
  readonly #reach: () => Reach;
  readonly #shells = signal<readonly Shell[]>([]);
  readonly shells: ReadonlySignal<readonly Shell[]> = this.#shells;
  readonly #unsent = signal<Readonly<Record<string, Unsent>>>({});
  readonly unsent: ReadonlySignal<Readonly<Record<string, Unsent>>> = this.#unsent;
  readonly #keys = new Map<string, KeptKeys>();
  readonly #lines = new TerminalLines((program, bytes) => {
    if (this.#isThere) this.#connection.send({ type: 'credit', program, bytes });
  });

  constructor(connection: Connection, reach: () => Reach) {
    this.#connection = connection;
    this.#reach = reach;
  }

  get #isThere(): boolean {
    return ['here', 'busy'].includes(this.#reach());
  }

  /** Bytes of output got so far, by program. */
  get received(): Record<string, number> {
    return this.#lines.received;
  }

  /** These programs of the box have terminals. */
  plug(channels: Readonly<Record<string, number>>): void {
    for (const [program, channel] of Object.entries(channels)) {
      this.#lines.assign(program, channel);
      this.#sendSize(program);
    }
    this.#shells.value = shellsOf(this.#lines.programs);
  }

  /** The connection is back, and the box has taken so many bytes of each program's keys: the rest follows. */
  resume(taken: Readonly<Record<string, number>>): void {
    this.#lines.forgive();
    for (const [program, bytes] of Object.entries(taken))
      if (!this.#keys.has(program)) this.#keys.set(program, new KeptKeys(bytes));
    for (const [program, keys] of this.#keys) this.#send(program, keys.resend(taken[program] ?? 0));
    this.#unsent.value = {};
  }

  /** Another box: nothing of the one before is shown any more, and its keys are nobody's. */
  forget(): void {
    this.#lines.forgive();
    this.#lines.forget();
    this.#keys.clear();
  }

  /** There is no box any more that could take what waits. */
  strand(): void {
    const stranded = Object.entries(this.#unsent.peek()).map(([program, { text }]) => [
      program,
      { why: 'gone', text },
    ]);
    this.#unsent.value = Object.fromEntries(stranded);
  }

  take(channel: number, payload: Uint8Array): void {
    this.#lines.take(channel, payload);
  }

  attach(program: string, sink: TerminalSink): () => void {
    return this.#lines.attach(program, sink);
  }

  resize(program: string, cols: number, rows: number): void {
    this.#lines.setSize(program, { cols, rows });
    this.#sendSize(program);
  }

  type(program: string, bytes: Uint8Array): void {
    const keys = this.#keysOf(program);
    const reach = this.#lines.channelOf(program) === undefined ? 'gone' : this.#reach();
    if (reach === 'here') {
      keys.sent(bytes);
      this.#send(program, bytes);
      this.#note(program, undefined);
    } else if (reach !== 'away') {
      this.#note(program, { why: 'gone', text: this.#unsent.peek()[program]?.text ?? '' });
    } else {
      const why = keys.queue(bytes) ? 'waiting' : 'full';
      this.#note(program, { why, text: keysText(keys.waiting) });
    }
  }

  #keysOf(program: string): KeptKeys {
    const keys = this.#keys.get(program) ?? new KeptKeys();
    this.#keys.set(program, keys);
    return keys;
  }

  #note(program: string, note: Unsent | undefined): void {
    const { [program]: before, ...others } = this.#unsent.peek();
    if (before === undefined && note === undefined) return;
    this.#unsent.value = note ? { ...others, [program]: note } : others;
  }

  #send(program: string, bytes: Uint8Array): void {
    const channel = this.#lines.channelOf(program);
    if (channel === undefined) return;
    for (let at = 0; at < bytes.length; at += MOST_AT_ONCE)
      this.#connection.sendBytes(packChannel(channel, bytes.subarray(at, at + MOST_AT_ONCE)));
  }

  #sendSize(program: string): void {
    const size = this.#lines.sizeOf(program);
    if (size && this.#isThere && this.#lines.channelOf(program) !== undefined)
      this.#connection.send({ type: 'resize', program, ...size });
  }
}
