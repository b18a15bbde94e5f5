/**
 * What runs in a box's terminals: the lab's programs, and the shells that the reader opens. Each has
 * a name and a terminal, and the trace tells of its start and of its end.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from '#protocol/lab';
import { shellName } from '#protocol/scene';
import type { StartMode } from './box.ts';
import { type Execution, type JoinTarget, ProgramTerminal } from './program-terminal.ts';
import type { SupervisorProcess } from './supervisor-process.ts';
import { TerminalRecorder } from './terminal-recorder.ts';
import type { TraceLog } from './trace-log.ts';

const STOP_AGAIN_MS = 20;

/** `cols` and `rows` of a terminal; 80 by 24 where nothing is said. */
export type Size = { cols?: number; rows?: number };

/** No host of this name is in the box. */
export class UnknownHost extends Error {
  override readonly name = 'UnknownHost';
  /** of faults.ts */
  readonly code = 'unknown-host';
  constructor(host: string) {
    super(`no host ${host} in this box`);
  }
}

export class Programs {
  readonly #supervisor: SupervisorProcess;
  readonly #log: TraceLog;
  readonly #target: Omit<JoinTarget, 'host'>;
  readonly #hosts: ReadonlyMap<string, number>;
  readonly #terminals = new Map<string, ProgramTerminal>();
  /** Of each program: resolves when it has ended and the trace's log has been told. */
  readonly #ends = new Map<string, Promise<void>>();
  /** Lines at which each program stops by itself, as asked for. */
  readonly #breakpoints = new Map<string, readonly number[]>();
  /** The running shell of each host, from the moment at which it is asked for. */
  readonly #shells = new Map<string, Promise<ProgramTerminal>>();

  /** @param hosts pid of each host's first process */
  constructor(
    supervisor: SupervisorProcess,
    log: TraceLog,
    target: Omit<JoinTarget, 'host'>,
    hosts: ReadonlyMap<string, number>,
  ) {
    this.#supervisor = supervisor;
    this.#log = log;
    this.#target = target;
    this.#hosts = hosts;
  }

  terminal(program: string): ProgramTerminal | undefined {
    return this.#terminals.get(program);
  }

  /** Starts a program of the lab; one of its name that still runs is waited for. */
  async start(
    { name, host, file, args }: Program,
    { mode, argv = ['python3', file, ...args] }: { mode: StartMode; argv?: readonly string[] | undefined },
    size: Size,
  ): Promise<ProgramTerminal> {
    const env = environment(mode, this.#breakpoints.get(name));
    return await this.#launch(host, { program: name, argv, env }, size);
  }

  /** A program that is started later finds them in its environment, so that it cannot outrun them. */
  async setBreakpoints({ name, host }: Program, lines: readonly number[]): Promise<void> {
    this.#breakpoints.set(name, lines);
    await this.#supervisor.command({ type: 'breakpoints', program: name, host, lines });
  }

  /** A host has one shell at most: the one that runs is given back. @throws UnknownHost */
  openShell(host: string, size: Size): Promise<ProgramTerminal> {
    const open = this.#shells.get(host);
    if (open !== undefined) return open;
    const shell = this.#launch(host, { program: shellName(host), argv: SHELL, env: SHELL_ENVIRONMENT }, size);
    this.#shells.set(host, shell);
    const forget = (): boolean => this.#shells.delete(host);
    void shell.then(({ exited }) => exited.then(forget), forget);
    return shell;
  }

  /** SIGKILL; resolves when the program is gone and the trace says so. */
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
    await this.#ends.get(program);
    await this.#log.caughtUp();
  }

  /** Hangs up every terminal; resolves when all that ran in them is gone. */
  async hangUp(): Promise<void> {
    const terminals = [...this.#terminals.values()];
    for (const terminal of terminals) terminal.hangUp();
    await Promise.all(this.#ends.values());
  }

  async #launch(name: string, execution: Execution, size: Size): Promise<ProgramTerminal> {
    const host = this.#hosts.get(name);
    if (host === undefined) throw new UnknownHost(name);
    const { program, argv } = execution;
    await this.#ends.get(program);
    const at = this.#log.now();
    const { cols = 80, rows = 24 } = size;
    const terminal = new ProgramTerminal(execution, { ...this.#target, host }, { cols, rows });
    this.#terminals.set(program, terminal);
    const inProgram = { host: name, program };
    this.#log.add({ type: 'program-started', at, ...inProgram, argv: [...argv] });
    new TerminalRecorder(this.#log, inProgram).follow(terminal);
    this.#ends.set(program, this.#tellEnd(terminal, inProgram));
    await this.#supervisor.command({ type: 'watch', program, host: name, pid: terminal.pid });
    return terminal;
  }

  /** After all that its stepper has said: that comes by another pipe. */
  async #tellEnd(terminal: ProgramTerminal, inProgram: { host: string; program: string }): Promise<void> {
    const exit = await terminal.exited;
    const at = this.#log.now();
    const { program } = inProgram;
    // Without a supervisor nothing more will come.
    await this.#supervisor.command({ type: 'ended', program, pid: terminal.pid }).catch(() => {});
    this.#log.add({ type: 'program-exited', at, ...inProgram, ...exit });
  }
}

const PLAIN = {
  PATH: '/opt/sockscope/bin:/usr/bin:/bin:/usr/sbin:/sbin', // our ping, nc and traceroute come first
  HOME: '/work',
  USER: 'learner',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
};

/** What a program of a lab finds in its environment; the stepper takes away what is its own. */
export function environment(mode: StartMode, breakpoints: readonly number[] = []): Record<string, string> {
  if (mode === 'plain') return PLAIN;
  return {
    ...PLAIN,
    PYTHONPATH: '/opt/sockscope/stepper',
    SOCKSCOPE_STEP: '/run/sockscope/step.sock',
    SOCKSCOPE_START: mode,
    ...(breakpoints.length > 0 && { SOCKSCOPE_BREAKPOINTS: breakpoints.join() }),
  };
}

// No start-up files: Debian's would set another prompt.
const SHELL = ['bash', '--norc', '--noprofile'];
const SHELL_ENVIRONMENT = {
  ...PLAIN,
  PS1: '\\u@\\h:\\w\\$ ',
  HISTFILE: '', // bash(1): empty, so no history is written into /work
};
