/**
 * A running box as a Source. The server sends events as they come; terminal bytes come beside them
 * as binary messages and are paid for with credit once they are drawn, so that a flooding program
 * neither fills the server's memory nor the page's.
 */
import { signal } from '@preact/signals';
import type { StepHow } from '#protocol/events';
import type { NetworkChange } from '#protocol/network';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import type { AskedScene } from '#protocol/workbench';
import type { Connection } from './connection.ts';
import { LiveBox } from './live-box.ts';
import type { Source, TerminalSink } from './source.ts';
import { endsLine } from './terminal-lines.ts';
import { wireSetting } from './wire-asked.ts';

class LiveSource implements Source {
  readonly live = true;
  readonly life;
  readonly plain;
  readonly status;
  readonly shells;
  readonly trace;
  readonly all;
  readonly sought = signal(false);
  readonly mark;
  readonly moving;
  readonly edited;
  readonly refused;
  readonly refusedDetail;
  readonly #box: LiveBox;
  readonly #connection: Connection;
  readonly #scene: AskedScene;

  constructor(connection: Connection, scene: AskedScene, left?: string) {
    this.#connection = connection;
    this.#scene = scene;
    this.#box = new LiveBox(connection, scene, left);
    this.life = this.#box.life;
    this.plain = this.#box.plain;
    this.status = this.#box.session.status;
    this.shells = this.#box.terminals.shells;
    this.trace = this.#box.trace.shown;
    this.all = this.trace;
    this.mark = this.#box.trace.mark;
    this.moving = this.#box.moving;
    this.edited = this.#box.edited;
    this.refused = this.#box.refused;
    this.refusedDetail = this.#box.refusedDetail;
  }

  session(): string | undefined {
    return this.#box.session.id;
  }

  next(): void {
    if (this.#box.ask({ type: 'next' })) this.#box.moving.value = true;
  }

  goto(): void {}
  seek(): void {}

  step(program: string, how: StepHow, task?: string): void {
    this.#box.ask({ type: 'step', program, how, ...(task !== undefined && { task }) });
  }

  pause(program: string, task?: string): void {
    this.#box.ask({ type: 'pause', program, ...(task !== undefined && { task }) });
  }

  setBreakpoints(program: string, lines: readonly number[]): void {
    this.#box.ask({ type: 'breakpoints', program, lines: [...lines] });
  }

  stop(program: string): void {
    this.#box.ask({ type: 'stop', program });
  }

  setWire(change: Partial<WireSetting>): void {
    const trace = this.trace.peek();
    const setting = { ...wireSetting(trace, this.#box.wireAsked, this.#scene.wire), ...change };
    if (this.#box.ask({ type: 'wire-set', setting })) this.#box.wireAsked = { setting, at: trace.length };
  }

  handleFrame(frame: number, verb: FrameVerb): void {
    this.#box.ask({ type: 'wire-frame', frame, verb });
  }

  changeNetwork(change: NetworkChange): void {
    this.#box.ask({ type: 'network-change', change });
  }

  openShell(host: string): void {
    this.#box.ask({ type: 'shell', host });
  }

  reset(): void {
    this.#box.reset();
  }

  type(program: string, bytes: Uint8Array): void {
    // A line that is sent off is a command like a step: what comes after it is new.
    if (endsLine(bytes) && this.#box.session.reach === 'here') this.#box.trace.markCommand();
    this.#box.terminals.type(program, bytes);
  }

  resize(program: string, cols: number, rows: number): void {
    this.#box.terminals.resize(program, cols, rows);
  }

  attach(program: string, sink: TerminalSink): () => void {
    return this.#box.terminals.attach(program, sink);
  }

  retry(): void {
    this.#connection.retry();
  }

  close(): void {
    this.#box.close();
  }
}

/**
 * Opens a box for this scene, now or as soon as the connection stands.
 *
 * @param left session of a box of this scene that another page of this tab has left: that is taken up
 */
export const liveSource = (connection: Connection, scene: AskedScene, left?: string): Source =>
  new LiveSource(connection, scene, left);
