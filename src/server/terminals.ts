/**
 * Terminal output on its way to the page, under byte credit: at most CREDIT_BYTES of a terminal are
 * sent and not yet drawn. Without credit its pty is not read, the kernel's buffer fills, and the
 * program itself waits; so a flood costs neither memory nor the other terminals' answer times.
 *
 * What comes within one turn of the event loop leaves as one message. Never a timer: it would be
 * felt in every keystroke.
 */
import type { Terminal } from '#driver/box';
import { CREDIT_BYTES, packChannel } from '#protocol/channels';
import type { Link } from './link.ts';
import { OutputTail } from './output-tail.ts';

export class TerminalFlow {
  readonly channel: number;
  #terminal: Terminal;
  /** Whatever may have been on its way when a connection broke can be sent again. */
  readonly #tail = new OutputTail(CREDIT_BYTES);
  #unlisten: () => void;
  #pending: Uint8Array[] = [];
  #pendingBytes = 0;
  #unacknowledged = 0;
  #typed = 0;
  /** Keys that wait for another terminal; null: none is being opened. */
  #early: Uint8Array[] | null = null;
  #paused = false;
  #scheduled = false;
  #link: Link | null = null;
  #undrain: () => void = () => undefined;

  constructor(terminal: Terminal, channel: number) {
    this.#terminal = terminal;
    this.channel = channel;
    this.#unlisten = terminal.onOutput(bytes => this.#take(bytes));
  }

  get terminal(): Terminal {
    return this.#terminal;
  }

  /** Goes on with another terminal, as of a shell opened again: to the page it is the same stream of bytes. */
  follow(terminal: Terminal): void {
    this.#unlisten();
    this.#terminal = terminal;
    if (this.#paused) terminal.pause();
    this.#unlisten = terminal.onOutput(bytes => this.#take(bytes));
  }

  /** Bytes sent to the page that it has not yet drawn. */
  get unacknowledged(): number {
    return this.#unacknowledged;
  }

  /** Bytes of keys taken since the terminal's beginning. */
  get typed(): number {
    return this.#typed;
  }

  type(keys: Uint8Array): void {
    this.#typed += keys.length;
    if (this.#early === null) this.#terminal.write(keys);
    else this.#early.push(keys);
  }

  /** Another terminal is being opened, and this one would lose what is typed: until `releaseKeys` it waits. */
  holdKeys(): void {
    this.#early ??= [];
  }

  releaseKeys(): void {
    for (const keys of this.#early ?? []) this.#terminal.write(keys);
    this.#early = null;
  }

  /** @param received bytes the page has had already; what followed is sent again */
  attach(link: Link, received: number): void {
    this.detach();
    this.#link = link;
    this.#undrain = link.onDrain(() => this.#flush());
    const again = this.#tail.from(received);
    this.#unacknowledged = again.length;
    if (again.length > 0) link.sendBytes(packChannel(this.channel, again));
    this.#schedule();
  }

  /** Output waits from here on: the program stops when its credit is used up, and nothing is lost. */
  detach(): void {
    this.#undrain();
    this.#link = null;
  }

  /** The page has drawn this many bytes. */
  credit(bytes: number): void {
    this.#unacknowledged = Math.max(0, this.#unacknowledged - bytes);
    this.#flush();
  }

  stop(): void {
    this.detach();
    this.#unlisten();
    this.#pending = [];
    this.#pendingBytes = 0;
  }

  #take(bytes: Uint8Array): void {
    this.#pending.push(bytes);
    this.#pendingBytes += bytes.length;
    this.#hold();
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#link !== null && !this.#link.backlogged) {
      const allowed = Math.min(this.#pendingBytes, CREDIT_BYTES - this.#unacknowledged);
      if (allowed > 0) this.#send(this.#link, allowed);
    }
    this.#hold();
  }

  #send(link: Link, length: number): void {
    const all = Buffer.concat(this.#pending);
    const bytes = all.subarray(0, length);
    this.#pending = length < all.length ? [all.subarray(length)] : [];
    this.#pendingBytes -= length;
    this.#unacknowledged += length;
    this.#tail.add(bytes);
    link.sendBytes(packChannel(this.channel, bytes));
  }

  /** Stops reading the pty when the credit is spent, and goes on when half of it is back. */
  #hold(): void {
    const owed = this.#unacknowledged + this.#pendingBytes;
    if (!this.#paused && owed >= CREDIT_BYTES) {
      this.#paused = true;
      this.#terminal.pause();
    } else if (this.#paused && owed <= CREDIT_BYTES / 2) {
      this.#paused = false;
      this.#terminal.resume();
    }
  }
}
