/**
 * A box on this machine's own kernel: a supervisor process, its hosts, and a terminal per program.
 * This object owns all three; closing it closes the terminals first, so that no pty outlives the box.
 */
import type { SocketRow, StepHow, TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { NetworkChange } from '#protocol/network';
import type { ProcessUsage, SupervisorLine } from '#protocol/supervisor';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import { Bell } from './bell.ts';
import type { Box, DatagramPeer, Peer, PeerListener, StartOptions, Terminal } from './box.ts';
import type { BoxGroup } from './box-group.ts';
import { isOfPeers, Peers } from './peers.ts';
import type { JoinTarget } from './program-terminal.ts';
import { Programs, type Size } from './programs.ts';
import { settle } from './settle.ts';
import type { SupervisorProcess } from './supervisor-process.ts';
import type { TraceLog } from './trace-log.ts';

/** What runs under this name is no program of the lab, so nothing can stop it at a line. */
export class NoStepper extends Error {
  override readonly name = 'NoStepper';
  /** of faults.ts */
  readonly code = 'no-stepper';
  constructor(program: string) {
    super(`${program} has no stepper`);
  }
}

const ofTask = (task: string | undefined): { task?: string } => (task === undefined ? {} : { task });

export class LinuxBox implements Box {
  readonly closed: Promise<'asked' | 'died'>;
  readonly #supervisor: SupervisorProcess;
  readonly #scene: Scene;
  readonly #log: TraceLog;
  readonly #programs: Programs;
  readonly #peers: Peers;
  readonly #group: BoxGroup | null;
  #usage: readonly ProcessUsage[] = [];
  readonly #sockets = new Map<string, readonly SocketRow[]>();
  readonly #news = new Bell();
  /** What the wire was last told; the page and the walk say only what they change. */
  #wire: WireSetting;
  #asked = false;

  constructor(
    supervisor: SupervisorProcess,
    scene: Scene,
    log: TraceLog,
    target: Omit<JoinTarget, 'host'>,
    hosts: ReadonlyMap<string, number>,
    group: BoxGroup | null,
  ) {
    this.#supervisor = supervisor;
    this.#scene = scene;
    this.#log = log;
    this.#programs = new Programs(supervisor, log, target, hosts);
    this.#peers = new Peers(supervisor);
    this.#group = group;
    this.#wire = scene.wire;
    log.onEvent(() => this.#news.ring());
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
    if (isOfPeers(line)) this.#peers.take(line);
    else if (line.type === 'usage') this.#usage = line.processes;
    else if (line.type !== 'up' && line.type !== 'hosts' && line.type !== 'reply') {
      const event = this.#log.relative(line);
      this.#log.add(event);
      if (event.type !== 'sockets') return;
      this.#sockets.set(event.host, event.sockets);
      this.#news.ring(); // the log keeps the event back for a while
    }
  }

  async start(name: string, { mode, argv, ...size }: StartOptions): Promise<Terminal> {
    const program = this.#scene.programs.find(each => each.name === name);
    if (program === undefined) throw new Error(`no program ${name} in this lab`);
    return await this.#programs.start(program, { mode, argv }, size);
  }

  terminal(program: string): Terminal | undefined {
    return this.#programs.terminal(program);
  }

  async step(program: string, how: StepHow, task?: string): Promise<void> {
    await this.#supervisor.command({ type: 'step', program, how, ...ofTask(task) });
  }

  async pause(program: string, task?: string): Promise<void> {
    await this.#supervisor.command({ type: 'pause', program, ...ofTask(task) });
  }

  async setBreakpoints(name: string, lines: readonly number[]): Promise<void> {
    const program = this.#scene.programs.find(each => each.name === name);
    if (program === undefined) throw new NoStepper(name);
    await this.#programs.setBreakpoints(program, lines);
  }

  async stop(program: string): Promise<void> {
    await this.#programs.stop(program);
  }

  async sockets(): Promise<ReadonlyMap<string, readonly SocketRow[]>> {
    await this.#supervisor.command({ type: 'sample' });
    return new Map(this.#sockets);
  }

  async news({ timeoutMs }: { timeoutMs: number }): Promise<ReadonlyMap<string, readonly SocketRow[]>> {
    await this.#news.wait(timeoutMs);
    return this.#sockets;
  }

  async usage(): Promise<readonly ProcessUsage[]> {
    await this.#supervisor.command({ type: 'usage' });
    return this.#usage;
  }

  openDatagrams(...how: Parameters<Box['openDatagrams']>): Promise<DatagramPeer> {
    return this.#peers.openDatagrams(...how);
  }

  dial(...how: Parameters<Box['dial']>): Promise<Peer> {
    return this.#peers.dial(...how);
  }

  listen(...how: Parameters<Box['listen']>): Promise<PeerListener> {
    return this.#peers.listen(...how);
  }

  async setWire(setting: Partial<WireSetting>): Promise<void> {
    const before = this.#wire;
    const wanted = { ...before, ...setting };
    this.#wire = wanted; // at once: a second change may follow before this one is answered
    try {
      await this.#supervisor.command({ type: 'wire-set', ...wanted });
    } catch (error) {
      if (this.#wire === wanted) this.#wire = before;
      throw error;
    }
    await this.#log.caughtUp();
  }

  async handleFrame(frame: number, verb: FrameVerb): Promise<void> {
    await this.#supervisor.command({ type: 'wire-frame', frame, verb });
    await this.#log.caughtUp();
  }

  async changeNetwork(change: NetworkChange): Promise<void> {
    await this.#supervisor.command({ type: 'network-change', change });
    await this.#log.caughtUp();
  }

  openShell(host: string, size: Size = {}): Promise<Terminal> {
    return this.#programs.openShell(host, size);
  }

  settled({ limitMs }: { limitMs?: number } = {}): Promise<void> {
    return settle(this, () => this.#log.now(), limitMs);
  }

  markMove(move: string): void {
    this.#log.add({ type: 'move', at: this.#log.now(), move });
  }

  async close(): Promise<void> {
    this.#asked = true;
    const hungUp = this.#programs.hangUp();
    await this.#supervisor.end();
    await hungUp;
    await this.#group?.remove();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #ended(): Promise<'asked' | 'died'> {
    void this.#programs.hangUp();
    if (!this.#asked) {
      const detail = this.#supervisor.complaint;
      this.#log.add({ type: 'fault', at: this.#log.now(), code: 'box-died', detail });
    }
    this.#log.flushAll();
    return this.#asked ? 'asked' : 'died';
  }
}
