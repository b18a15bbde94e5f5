/**
 * A running box as a Source. The server sends events as they come; terminal bytes come beside them
 * as binary messages and are paid for with credit once they are drawn, so that a flooding program
 * neither fills the server's memory nor the page's.
 */
import { effect, signal } from '@preact/signals';
import { CREDIT_PORTION, packChannel } from '#protocol/channels';
import type { StepHow, TraceEvent } from '#protocol/events';
import type { RefusalCode } from '#protocol/faults';
import type { PageMessage, ServerMessage } from '#protocol/messages';
import type { NetworkChange } from '#protocol/network';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import type { Connection, ConnectionUser } from './connection.ts';
import type { Source, SourceStatus, TerminalSink } from './source.ts';

/** One terminal. `received` counts its bytes since the box opened; `owed` those drawn and not yet credited. */
type Line = {
  channel: number;
  sink: TerminalSink | undefined;
  size: { cols: number; rows: number } | undefined;
  waiting: Uint8Array[];
  received: number;
  owed: number;
};

class LiveSource implements Source, ConnectionUser {
  readonly live = true;
  readonly status = signal<SourceStatus>({ kind: 'opening' });
  readonly trace = signal<readonly TraceEvent[]>([]);
  readonly mark = signal(0);
  readonly moving = signal(false);
  readonly shells = signal<readonly { program: string; host: string }[]>([]);
  readonly refusedDetail = signal<string | null>(null);
  readonly refused = signal<RefusalCode | null>(null);
  readonly #connection: Connection;
  readonly #scene: { lab: string; whatIf: string | null };
  readonly #lines = new Map<string, Line>();
  readonly #leave: () => void;
  readonly #stopWatching: () => void;
  #session: string | undefined;
  /** An `open` is on its way: everything before its answer belongs to the box before. */
  #opening = false;

  constructor(connection: Connection, scene: { lab: string; whatIf: string | null }) {
    this.#connection = connection;
    this.#scene = scene;
    connection.takeBox(this);
    this.#leave = connection.join(this);
    this.#stopWatching = effect(() => this.#follow(connection.status.value));
  }

  next(): void {
    this.#ask({ type: 'next' }, () => {
      this.moving.value = true;
    });
  }

  goto(): void {}

  step(program: string, how: StepHow): void {
    this.#ask({ type: 'step', program, how });
  }

  pause(program: string): void {
    this.#ask({ type: 'pause', program });
  }

  setWire(_setting: Partial<WireSetting>): void {}
  handleFrame(_frame: number, _verb: FrameVerb): void {}
  changeNetwork(_change: NetworkChange): void {}
  openShell(_host: string): void {}

  stop(program: string): void {
    this.#ask({ type: 'stop', program });
  }

  reset(): void {
    this.#connection.takeBox(this);
    this.#open();
  }

  type(program: string, bytes: Uint8Array): void {
    const line = this.#lines.get(program);
    if (!line || !this.#session) return;
    // A line that is sent off is a command like a step: what comes after it is new.
    if (bytes.includes(CARRIAGE_RETURN)) this.mark.value = this.trace.peek().length;
    this.#connection.sendBytes(packChannel(line.channel, bytes));
  }

  resize(program: string, cols: number, rows: number): void {
    this.#line(program).size = { cols, rows };
    if (this.#session && !this.#opening) this.#connection.send({ type: 'resize', program, cols, rows });
  }

  attach(program: string, sink: TerminalSink): () => void {
    const line = this.#line(program);
    line.sink = sink;
    for (const bytes of line.waiting.splice(0)) this.#draw(program, line, bytes);
    return () => {
      line.sink = undefined;
    };
  }

  retry(): void {
    this.#connection.retry();
  }

  close(): void {
    if (this.#session) this.#connection.send({ type: 'close' });
    this.#session = undefined;
    this.#stopWatching();
    this.#leave();
  }

  evicted(): void {
    this.#session = undefined;
    this.#opening = false;
    this.moving.value = false;
    this.status.value = { kind: 'closed', why: 'elsewhere' };
  }

  opened(): void {
    if (this.status.peek().kind === 'closed') return;
    if (this.#session === undefined) this.#open();
    else {
      const after = this.trace.peek().at(-1)?.seq ?? -1;
      const lines = [...this.#lines].map(([program, line]) => [program, line.received] as const);
      const received = Object.fromEntries(lines);
      this.#connection.send({ type: 'resume', session: this.#session, after, received });
    }
  }

  message(message: ServerMessage): void {
    if (message.type === 'opened') this.#begin(message);
    else if (message.type === 'refused') this.#refuse(message.request, message.code);
    else if (this.#session === undefined || this.#opening) return;
    else if (message.type === 'trace') this.#append(message.events);
    else if (message.type === 'next-done') this.moving.value = false;
    else if (message.type === 'closed') this.#end(message.why);
  }

  bytes(channel: number, payload: Uint8Array): void {
    if (this.#session === undefined || this.#opening) return;
    for (const [program, line] of this.#lines) {
      if (line.channel !== channel) continue;
      line.received += payload.length;
      if (line.sink) this.#draw(program, line, payload);
      else line.waiting.push(payload);
    }
  }

  #open(): void {
    this.#opening = true;
    this.moving.value = false;
    this.refused.value = null;
    this.status.value = { kind: 'opening' };
    this.#connection.send({ type: 'open', ...this.#scene });
  }

  #begin(message: Extract<ServerMessage, { type: 'opened' }>): void {
    if (message.lab !== this.#scene.lab || message.whatIf !== this.#scene.whatIf) return;
    if (this.status.peek().kind === 'closed') return;
    const isResumed = message.session === this.#session && !this.#opening;
    this.#opening = false;
    this.#session = message.session;
    for (const [program, channel] of Object.entries(message.channels)) this.#line(program).channel = channel;
    for (const line of this.#lines.values()) line.owed = 0;
    if (!isResumed) this.#forget();
    this.#sendSizes();
    this.status.value = { kind: 'ready' };
  }

  /** A terminal has its size before its program has a box, and keeps it for the next one. */
  #sendSizes(): void {
    for (const [program, { size }] of this.#lines)
      if (size) this.#connection.send({ type: 'resize', program, ...size });
  }

  /** Another box: nothing of the one before is shown any more. */
  #forget(): void {
    this.trace.value = [];
    this.mark.value = 0;
    for (const line of this.#lines.values()) {
      line.waiting = [];
      line.received = 0;
      line.sink?.clear();
    }
  }

  #append(events: readonly TraceEvent[]): void {
    const last = this.trace.peek().at(-1)?.seq ?? -1;
    const fresh = events.filter(event => event.seq > last);
    if (fresh.length > 0) this.trace.value = [...this.trace.peek(), ...fresh];
  }

  #refuse(request: string, code: RefusalCode): void {
    if (!LAB_REQUESTS.has(request)) return;
    if (this.status.peek().kind === 'closed') return;
    this.moving.value = false;
    if (request === 'resume' || code === 'no-box') {
      this.#session = undefined;
      this.status.value = { kind: 'closed', why: 'idle' };
    } else if (request === 'open') {
      this.#opening = false;
      this.#session = undefined;
      this.status.value = { kind: 'closed', why: 'fault' };
    }
    this.refused.value = code;
  }

  #end(why: 'asked' | 'idle' | 'fault'): void {
    this.#session = undefined;
    this.moving.value = false;
    this.status.value = { kind: 'closed', why };
  }

  #follow(connection: 'connecting' | 'open' | 'waiting' | 'down'): void {
    if (this.status.peek().kind === 'closed') return;
    if (connection === 'down') this.status.value = { kind: 'unreachable' };
    else if (connection === 'waiting') this.status.value = { kind: 'reconnecting' };
    if (connection !== 'open') this.moving.value = false;
  }

  #ask(message: PageMessage, onSent: () => void = () => {}): void {
    if (this.#session === undefined || this.#opening) return;
    this.refused.value = null;
    this.mark.value = this.trace.peek().length;
    if (this.#connection.send(message)) onSent();
  }

  #line(program: string): Line {
    const known = this.#lines.get(program);
    if (known) return known;
    const line: Line = { channel: -1, sink: undefined, size: undefined, waiting: [], received: 0, owed: 0 };
    this.#lines.set(program, line);
    return line;
  }

  #draw(program: string, line: Line, bytes: Uint8Array): void {
    const session = this.#session;
    line.sink?.write(bytes, () => {
      if (session !== this.#session) return;
      line.owed += bytes.length;
      if (line.owed < CREDIT_PORTION) return;
      this.#connection.send({ type: 'credit', program, bytes: line.owed });
      line.owed = 0;
    });
  }
}

/** The byte of the Enter key. */
const CARRIAGE_RETURN = 13;
const LAB_REQUESTS = new Set('open resume next step pause stop resize credit close'.split(' '));

/** Opens a box for this scene, now or as soon as the connection stands. */
export const liveSource = (connection: Connection, scene: { lab: string; whatIf: string | null }): Source =>
  new LiveSource(connection, scene);
