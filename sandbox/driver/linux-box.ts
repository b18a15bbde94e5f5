/**
 * A box on this machine's own kernel: a supervisor process, its hosts, and a terminal per program.
 * This object owns all three; closing it closes the terminals first, so that no pty outlives the box.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SocketRow, StepHow, TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { NetworkChange } from '#protocol/network';
import type { SupervisorLine } from '#protocol/supervisor';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import { type Box, DialError, type Peer, type PeerListener, type StartMode, type Terminal } from './box.ts';
import { DialledPeer } from './dialled-peer.ts';
import { type JoinTarget, ProgramTerminal } from './program-terminal.ts';
import { settle } from './settle.ts';
import { CommandRefused, type SupervisorProcess } from './supervisor-process.ts';
import { TerminalRecorder } from './terminal-recorder.ts';
import type { TraceLog } from './trace-log.ts';

const STOP_AGAIN_MS = 20;

export class LinuxBox implements Box {
  readonly closed: Promise<'asked' | 'died'>;
  readonly #supervisor: SupervisorProcess;
  readonly #scene: Scene;
  readonly #log: TraceLog;
  readonly #target: Omit<JoinTarget, 'host'>;
  readonly #hosts: ReadonlyMap<string, number>;
  readonly #terminals = new Map<string, ProgramTerminal>();
  readonly #peers = new Map<string, DialledPeer>();
  readonly #sockets = new Map<string, readonly SocketRow[]>();
  #asked = false;

  constructor(
    supervisor: SupervisorProcess,
    scene: Scene,
    log: TraceLog,
    target: Omit<JoinTarget, 'host'>,
    hosts: ReadonlyMap<string, number>,
  ) {
    this.#supervisor = supervisor;
    this.#scene = scene;
    this.#log = log;
    this.#target = target;
    this.#hosts = hosts;
    this.closed = supervisor.ended.then(() => this.#ended());
  }

  get trace(): readonly TraceEvent[] {
    return this.#log.events;
  }

  onEvent(listener: (event: TraceEvent) => void): () => void {
    return this.#log.onEvent(listener);
  }

  waitFor(
    match: (event: TraceEvent) => boolean,
    options: { signal?: AbortSignal; after?: number } = {},
  ): Promise<TraceEvent> {
    const gone = this.closed.then(() => Promise.reject<never>(new Error('the box closed')));
    return Promise.race([this.#log.waitFor(match, options.after, options.signal), gone]);
  }

  /** The supervisor's lines that are not replies; `open.ts` routes them here once the box is built. */
  take(line: SupervisorLine): void {
    if (line.type === 'peer') this.#peers.get(line.peer)?.take(line);
    else if (line.type === 'accepted') return;
    else if (line.type !== 'up' && line.type !== 'hosts' && line.type !== 'reply') {
      if (line.type === 'sockets') this.#sockets.set(line.host, line.sockets);
      this.#log.addAbsolute(line);
    }
  }

  async start(name: string, options: { mode: StartMode; cols?: number; rows?: number }): Promise<Terminal> {
    const program = this.#scene.programs.find(each => each.name === name);
    const host = this.#hosts.get(program?.host ?? '');
    if (program === undefined || host === undefined) throw new Error(`no program ${name} in this lab`);
    await this.#terminals.get(name)?.exited;
    const size = { cols: options.cols ?? 80, rows: options.rows ?? 24 };
    const at = this.#log.now();
    const terminal = new ProgramTerminal(program, options.mode, { ...this.#target, host }, size);
    this.#terminals.set(name, terminal);
    const inProgram = { host: program.host, program: name };
    this.#log.add({
      type: 'program-started',
      at,
      ...inProgram,
      argv: ['python3', program.file, ...program.args],
    });
    new TerminalRecorder(this.#log, inProgram).follow(terminal);
    void terminal.exited.then(exit =>
      this.#log.add({ type: 'program-exited', at: this.#log.now(), ...inProgram, ...exit }),
    );
    await this.#supervisor.command({ type: 'watch', program: name, host: program.host, pid: terminal.pid });
    return terminal;
  }

  terminal(program: string): Terminal | undefined {
    return this.#terminals.get(program);
  }

  async step(program: string, how: StepHow): Promise<void> {
    await this.#supervisor.command({ type: 'step', program, how });
  }

  async pause(program: string): Promise<void> {
    await this.#supervisor.command({ type: 'pause', program });
  }

  async stop(program: string): Promise<void> {
    const terminal = this.#terminals.get(program);
    if (terminal === undefined) return;
    terminal.resume(); // a paused pty would never report the exit
    let exited = false;
    void terminal.exited.then(() => {
      exited = true;
    });
    // Again until it is gone: a join helper that has not forked yet has nothing to kill.
    while (!exited) {
      await this.#supervisor.command({ type: 'stop', program });
      await Promise.race([terminal.exited, delay(STOP_AGAIN_MS)]);
    }
  }

  async sockets(): Promise<ReadonlyMap<string, readonly SocketRow[]>> {
    await this.#supervisor.command({ type: 'sample' });
    return new Map(this.#sockets);
  }

  async dial(host: string, address: string, port: number): Promise<Peer> {
    const name = `peer-${this.#peers.size + 1}`;
    const peer = new DialledPeer(name, this.#supervisor);
    this.#peers.set(name, peer);
    try {
      await this.#supervisor.command({ type: 'dial', peer: name, host, address, port });
    } catch (error) {
      if (error instanceof CommandRefused && error.errno !== null)
        throw new DialError(error.errno, error.message);
      throw error;
    }
    return peer;
  }

  listen(_host: string, _port: number): Promise<PeerListener> {
    throw new Error('not built yet');
  }

  setWire(_setting: Partial<WireSetting>): Promise<void> {
    throw new Error('not built yet');
  }

  handleFrame(_frame: number, _verb: FrameVerb): Promise<void> {
    throw new Error('not built yet');
  }

  changeNetwork(_change: NetworkChange): Promise<void> {
    throw new Error('not built yet');
  }

  openShell(_host: string, _size?: { cols?: number; rows?: number }): Promise<Terminal> {
    throw new Error('not built yet');
  }

  settled(options: { limitMs?: number } = {}): Promise<void> {
    return settle(this, options.limitMs);
  }

  markMove(move: string): void {
    this.#log.add({ type: 'move', at: this.#log.now(), move });
  }

  async close(): Promise<void> {
    this.#asked = true;
    for (const terminal of this.#terminals.values()) terminal.hangUp();
    await this.#supervisor.end();
    await Promise.all([...this.#terminals.values()].map(terminal => terminal.exited));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #ended(): Promise<'asked' | 'died'> {
    for (const terminal of this.#terminals.values()) terminal.hangUp();
    if (!this.#asked) {
      const detail = this.#supervisor.complaint;
      this.#log.add({ type: 'fault', at: this.#log.now(), code: 'box-died', detail });
    }
    this.#log.flushAll();
    return this.#asked ? 'asked' : 'died';
  }
}
