/**
 * A box with real programs in real terminals and nothing around them: no hosts, no wire, no
 * isolation. The server's own business (credit, sessions, refusals) shows on it in milliseconds.
 */
import { type IPty, spawn } from 'node-pty';
import type { Box, Terminal } from '#driver/box';
import type { StepHow, TraceEvent } from '#protocol/events';
import type { Scene } from '#protocol/lab';
import type { NetworkChange } from '#protocol/network';
import { OPEN_WIRE, shellName } from '#protocol/scene';
import type { FrameVerb, WireSetting } from '#protocol/wire';
import { Refused } from '../../src/server/refusals.ts';

/** Every program's `file` is a command for /bin/sh. */
export const sceneOf = (lab: string, commands: Record<string, string>): Scene => ({
  lab,
  whatIf: null,
  title: { en: lab, ko: lab },
  network: { hosts: [{ name: 'pc', interfaces: [], routes: [], forwards: false, names: [] }] },
  wire: OPEN_WIRE,
  programs: Object.entries(commands).map(([name, file]) => ({
    name,
    host: 'pc',
    file,
    args: [],
    source: '',
  })),
  walk: [],
  predictions: [],
  whatIfs: [],
  panes: [],
  limits: { memoryMb: 400, cpuSeconds: 120, processes: 64, filesMb: 20 },
  loopback: true,
});

/** The one frame that never waits in this box. */
export const NO_FRAME = 404;

export class PtyBox implements Box {
  /** what was asked of the wire and the hosts, in order */
  readonly asked: unknown[] = [];
  readonly trace: TraceEvent[] = [];
  readonly closed: Promise<'asked' | 'died'>;
  readonly ptys = new Map<string, IPty>();
  /** bytes of output read from each program's pty */
  readonly read = new Map<string, number>();
  /** shells that run, by program name */
  readonly shells = new Map<string, Terminal>();
  readonly #scene: Scene;
  readonly #listeners = new Set<(event: TraceEvent) => void>();
  readonly #terminals = new Map<string, Terminal>();
  readonly #exits: Promise<void>[] = [];
  #end: (why: 'asked' | 'died') => void = () => undefined;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.closed = new Promise(resolve => {
      this.#end = resolve;
    });
  }

  async start(name: string): Promise<Terminal> {
    const program = this.#scene.programs.find(each => each.name === name);
    if (program === undefined) throw new Error(`no program ${name}`);
    return this.#launch(name, ['/bin/sh', '-c', program.file]);
  }

  #launch(name: string, [file = '', ...args]: string[]): Terminal {
    const pty = spawn(file, args, { encoding: null, env: { PATH: '/usr/bin:/bin', PS1: '$ ' } });
    this.#exits.push(new Promise(resolve => pty.onExit(() => resolve())));
    pty.onExit(() => this.shells.delete(name));
    this.ptys.set(name, pty);
    pty.onData(data => this.read.set(name, (this.read.get(name) ?? 0) + data.length));
    const terminal: Terminal = {
      program: name,
      onOutput: listener => {
        const { dispose } = pty.onData(data => listener(data as unknown as Buffer));
        return dispose;
      },
      write: bytes => pty.write(Buffer.from(bytes as Uint8Array) as unknown as string),
      resize: (cols, rows) => pty.resize(cols, rows),
      pause: () => pty.pause(),
      resume: () => pty.resume(),
    };
    this.#terminals.set(name, terminal);
    this.mark(`started-${name}`);
    return terminal;
  }

  /** Writes an event, as a supervisor would. */
  mark(move: string): void {
    const event: TraceEvent = { type: 'move', seq: this.trace.length, at: this.trace.length, move };
    this.trace.push(event);
    for (const listener of this.#listeners) listener(event);
  }

  onEvent(listener: (event: TraceEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  terminal = (program: string): Terminal | undefined => this.#terminals.get(program);
  markMove = (move: string): void => this.mark(move);

  async step(program: string, how: StepHow, task?: string): Promise<void> {
    if (how === 'call') throw new Refused('not-paused', `${program} is running`);
    this.mark(task === undefined ? `${program}-${how}` : `${program}-${task}-${how}`);
  }

  async stop(program: string): Promise<void> {
    this.ptys.get(program)?.kill('SIGKILL');
  }

  /** The pause of a program of this box always fails, a fault of ours; that of a task is noted. */
  async pause(program: string, task?: string): Promise<void> {
    if (task !== undefined) return void this.asked.push({ pause: program, task });
    throw new Error('the supervisor answered nonsense');
  }

  async setBreakpoints(program: string, lines: readonly number[]): Promise<void> {
    if (program.startsWith('shell-')) throw new Refused('no-stepper', `${program} has no stepper`);
    this.asked.push({ setBreakpoints: program, lines });
  }

  listen(): Promise<never> {
    throw new Error('a bare pty has no network');
  }

  async setWire(setting: Partial<WireSetting>): Promise<void> {
    this.asked.push({ setWire: setting });
  }

  async handleFrame(frame: number, verb: FrameVerb): Promise<void> {
    if (frame === NO_FRAME) throw new Refused('no-such-frame', 'that frame does not wait on the wire');
    this.asked.push({ handleFrame: frame, verb });
  }

  async changeNetwork(change: NetworkChange): Promise<void> {
    if (change.what === 'route-removed') throw new Refused('change-refused', 'No such process');
    this.asked.push({ changeNetwork: change });
  }

  /** A shell of this machine, under the name of a host's. */
  async openShell(host: string): Promise<Terminal> {
    if (host !== 'pc') throw new Refused('unknown-host', `no host ${host} in this box`);
    const name = shellName(host);
    const shell = this.shells.get(name) ?? this.#launch(name, ['/bin/sh', '-i']);
    this.shells.set(name, shell);
    return shell;
  }

  async settled(): Promise<void> {}
  waitFor = (): Promise<TraceEvent> => Promise.reject(new Error('not in this box'));
  sockets = (): Promise<never> => Promise.reject(new Error('not in this box'));
  dial = (): Promise<never> => Promise.reject(new Error('not in this box'));
  news = (): Promise<never> => Promise.reject(new Error('not in this box'));
  usage = (): Promise<never> => Promise.reject(new Error('not in this box'));
  openDatagrams = (): Promise<never> => Promise.reject(new Error('not in this box'));

  die(): void {
    this.#end('died');
  }

  async close(): Promise<void> {
    for (const pty of this.ptys.values()) {
      pty.resume(); // a paused pty would never report the exit
      pty.kill('SIGKILL');
    }
    await Promise.all(this.#exits);
    this.#end('asked');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
