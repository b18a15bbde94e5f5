/**
 * A running box as a Source. The server sends events as they come; terminal bytes come beside them
 * as binary messages and are paid for with credit once they are drawn, so that a flooding program
 * neither fills the server's memory nor the page's.
 */
import { effect, signal } from '@preact/signals';
import { packChannel } from '#protocol/channels';
import type { StepHow, TraceEvent } from '#protocol/events';
import type { RefusalCode } from '#protocol/faults';
import type { Scene } from '#protocol/lab';
import type { PageMessage, ServerMessage } from '#protocol/messages';
import type { NetworkChange } from '#protocol/network';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import type { Connection, ConnectionUser } from './connection.ts';
import { isLabRequest } from './lab-requests.ts';
import { type Shell, shellsOf } from './shells-of.ts';
import type { Source, SourceStatus, TerminalSink } from './source.ts';
import { TerminalLines } from './terminal-lines.ts';
import { type WireAsked, wireSetting } from './wire-asked.ts';

type LiveScene = Pick<Scene, 'lab' | 'whatIf' | 'wire'>;

class LiveSource implements Source, ConnectionUser {
  readonly live = true;
  readonly status = signal<SourceStatus>({ kind: 'opening' });
  readonly trace = signal<readonly TraceEvent[]>([]);
  readonly mark = signal(0);
  readonly moving = signal(false);
  readonly shells = signal<readonly Shell[]>([]);
  readonly refusedDetail = signal<string | null>(null);
  readonly refused = signal<RefusalCode | null>(null);
  readonly #connection: Connection;
  readonly #scene: LiveScene;
  readonly #lines = new TerminalLines((program, bytes) => {
    if (this.#session !== undefined) this.#connection.send({ type: 'credit', program, bytes });
  });
  readonly #leave: () => void;
  readonly #stopWatching: () => void;
  #session: string | undefined;
  #asked: WireAsked | undefined;
  /** An `open` is on its way: everything before its answer belongs to the box before. */
  #opening = false;

  constructor(connection: Connection, scene: LiveScene) {
    this.#connection = connection;
    this.#scene = scene;
    connection.takeBox(this);
    this.#leave = connection.join(this);
    this.#stopWatching = effect(() => this.#follow(connection.status.value));
  }

  /** Its box is there, and no other one is on its way. */
  get #runs(): boolean {
    return this.#session !== undefined && !this.#opening;
  }

  next(): void {
    if (this.#ask({ type: 'next' })) this.moving.value = true;
  }

  goto(): void {}

  step(program: string, how: StepHow): void {
    this.#ask({ type: 'step', program, how });
  }

  pause(program: string): void {
    this.#ask({ type: 'pause', program });
  }

  stop(program: string): void {
    this.#ask({ type: 'stop', program });
  }

  setWire(change: Partial<WireSetting>): void {
    const trace = this.trace.peek();
    const setting = { ...wireSetting(trace, this.#asked, this.#scene.wire), ...change };
    if (this.#ask({ type: 'wire-set', setting })) this.#asked = { setting, at: trace.length };
  }

  handleFrame(frame: number, verb: FrameVerb): void {
    this.#ask({ type: 'wire-frame', frame, verb });
  }

  changeNetwork(change: NetworkChange): void {
    this.#ask({ type: 'network-change', change });
  }

  openShell(host: string): void {
    this.#ask({ type: 'shell', host });
  }

  reset(): void {
    this.#connection.takeBox(this);
    this.#open();
  }

  type(program: string, bytes: Uint8Array): void {
    const channel = this.#lines.channelOf(program);
    if (channel === undefined || !this.#session) return;
    // A line that is sent off is a command like a step: what comes after it is new.
    if (bytes.includes(CARRIAGE_RETURN)) this.mark.value = this.trace.peek().length;
    this.#connection.sendBytes(packChannel(channel, bytes));
  }

  resize(program: string, cols: number, rows: number): void {
    this.#lines.setSize(program, { cols, rows });
    this.#sendSize(program);
  }

  attach(program: string, sink: TerminalSink): () => void {
    return this.#lines.attach(program, sink);
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
      const { received } = this.#lines;
      this.#connection.send({ type: 'resume', session: this.#session, after, received });
    }
  }

  message(message: ServerMessage): void {
    if (message.type === 'opened') this.#begin(message);
    else if (message.type === 'refused') this.#refuse(message);
    else if (!this.#runs) return;
    else if (message.type === 'trace') this.#append(message.events);
    else if (message.type === 'terminal') this.#plug({ [message.program]: message.channel });
    else if (message.type === 'next-done') this.moving.value = false;
    else if (message.type === 'closed') this.#end(message.why);
  }

  bytes(channel: number, payload: Uint8Array): void {
    if (this.#runs) this.#lines.take(channel, payload);
  }

  #open(): void {
    this.#opening = true;
    this.moving.value = false;
    this.#allow();
    this.status.value = { kind: 'opening' };
    const { lab, whatIf } = this.#scene;
    this.#connection.send({ type: 'open', lab, whatIf });
  }

  #begin(message: Extract<ServerMessage, { type: 'opened' }>): void {
    if (message.lab !== this.#scene.lab || message.whatIf !== this.#scene.whatIf) return;
    if (this.status.peek().kind === 'closed') return;
    const isResumed = message.session === this.#session && !this.#opening;
    this.#opening = false;
    this.#session = message.session;
    this.#lines.forgive();
    if (!isResumed) this.#forget();
    this.#plug(message.channels);
    this.status.value = { kind: 'ready' };
  }

  /** These programs of the box have terminals. */
  #plug(channels: Readonly<Record<string, number>>): void {
    for (const [program, channel] of Object.entries(channels)) {
      this.#lines.assign(program, channel);
      this.#sendSize(program);
    }
    this.shells.value = shellsOf(this.#lines.programs);
  }

  #sendSize(program: string): void {
    const size = this.#lines.sizeOf(program);
    if (size && this.#runs && this.#lines.channelOf(program) !== undefined)
      this.#connection.send({ type: 'resize', program, ...size });
  }

  /** Another box: nothing of the one before is shown any more. */
  #forget(): void {
    this.trace.value = [];
    this.mark.value = 0;
    this.#asked = undefined;
    this.#lines.forget();
  }

  #append(events: readonly TraceEvent[]): void {
    const last = this.trace.peek().at(-1)?.seq ?? -1;
    const fresh = events.filter(event => event.seq > last);
    if (fresh.length > 0) this.trace.value = [...this.trace.peek(), ...fresh];
  }

  #refuse({ request, code, detail }: ServerMessage & { type: 'refused' }): void {
    if (!isLabRequest(request) || this.status.peek().kind === 'closed') return;
    if (request === 'open') this.#opening = false;
    if (request === 'resume' || code === 'no-box') this.#end('idle');
    else if (request === 'open') this.#end('fault');
    else if (request === 'next') this.moving.value = false;
    else if (request === 'wire-set') this.#asked = undefined;
    this.refusedDetail.value = code === 'change-refused' ? detail : null;
    this.refused.value = code;
  }

  #allow(): void {
    this.refused.value = null;
    this.refusedDetail.value = null;
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

  /** False when it could not be sent. */
  #ask(message: PageMessage): boolean {
    if (!this.#runs) return false;
    this.#allow();
    this.mark.value = this.trace.peek().length;
    return this.#connection.send(message);
  }
}

/** The byte of the Enter key. */
const CARRIAGE_RETURN = 13;

/** Opens a box for this scene, now or as soon as the connection stands. */
export const liveSource = (connection: Connection, scene: LiveScene): Source =>
  new LiveSource(connection, scene);
