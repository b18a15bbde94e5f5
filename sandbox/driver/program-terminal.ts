/**
 * A program in its terminal: node-pty starts the join helper, which enters the host and execs.
 * Job control, resize and Ctrl-C are the kernel's own.
 */
import { constants } from 'node:os';
import { type IPty, spawn } from 'node-pty';
import type { Terminal } from './box.ts';

export type JoinTarget = {
  python: string;
  joinHelper: string;
  /** pid of the box's supervisor and of the host's first process, as seen from here */
  supervisor: number;
  host: number;
  /** of a plain box, whose hosts are not entered: where its join helper knocks */
  door: string | null;
  uid: number;
  processes: number;
  /** of the box's control group: files that the program writes itself into */
  entrances: readonly string[];
};

/** What is executed in it, and with which environment: nothing of ours is inherited. */
export type Execution = { program: string; argv: readonly string[]; env: Readonly<Record<string, string>> };

export type Exit = { code: number | null; signal: string | null };

/** Chunks are of 64 kB at most; a program nobody looks at may lose the rest on screen, not in the trace. */
const EARLY_CHUNKS = 16;

const SIGNAL_NAMES = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

export class ProgramTerminal implements Terminal {
  readonly program: string;
  readonly exited: Promise<Exit>;
  readonly #pty: IPty;
  readonly #listeners = new Set<(bytes: Uint8Array) => void>();
  readonly #taps = new Set<(direction: 'input' | 'output', bytes: Uint8Array) => void>();
  /** Output before anybody listens is kept for the first who does. */
  #early: Uint8Array[] = [];
  #gone = false;

  constructor({ program, argv, env }: Execution, target: JoinTarget, size: { cols: number; rows: number }) {
    this.program = program;
    const spec = JSON.stringify({
      supervisor: target.supervisor,
      host: target.host,
      door: target.door,
      uid: target.uid,
      gid: target.uid,
      argv,
      env,
      cwd: '/work',
      processes: target.processes,
      entrances: target.entrances,
    });
    // node-pty aborts the process on an argument that is not a string.
    this.#pty = spawn(target.python, ['-I', '-S', target.joinHelper, spec].map(String), {
      name: 'xterm-256color',
      cwd: '/',
      env: { PATH: '/usr/bin:/bin' },
      encoding: null,
      ...size,
    });
    this.#pty.onData(data => this.#emit(data as unknown as Buffer));
    this.exited = new Promise(resolve =>
      this.#pty.onExit(({ exitCode, signal }) => {
        this.#gone = true;
        const name =
          signal === undefined || signal === 0 ? null : (SIGNAL_NAMES.get(signal) ?? `SIG${signal}`);
        resolve({ code: name === null ? exitCode : null, signal: name });
      }),
    );
  }

  /** pid of the join helper; the program is its child. */
  get pid(): number {
    return this.#pty.pid;
  }

  onOutput(listener: (bytes: Uint8Array) => void): () => void {
    this.#listeners.add(listener);
    for (const bytes of this.#early.splice(0)) listener(bytes);
    return () => this.#listeners.delete(listener);
  }

  /** Sees all that passes, from the first byte on. */
  tap(listener: (direction: 'input' | 'output', bytes: Uint8Array) => void): void {
    this.#taps.add(listener);
  }

  write(bytes: Uint8Array | string): void {
    if (this.#isClosed) return;
    const buffer = Buffer.from(bytes as Uint8Array);
    for (const tap of this.#taps) tap('input', buffer);
    this.#pty.write(buffer as unknown as string); // the typings know text only; bytes pass through
  }

  /** Nothing happens when its program has ended. */
  resize(cols: number, rows: number): void {
    if (!this.#isClosed) this.#pty.resize(cols, rows);
  }

  pause(): void {
    this.#pty.pause();
  }

  resume(): void {
    this.#pty.resume();
  }

  /** Hangs up: the join helper kills the program. A paused pty would never report the exit. */
  hangUp(): void {
    if (this.#gone) return;
    this.#pty.resume();
    this.#pty.kill('SIGHUP');
  }

  /**
   * node-pty closes the descriptor as soon as the program has ended and tells of the exit later: in
   * between, the number that it still holds may be another file's.
   */
  get #isClosed(): boolean {
    const { _socket } = this.#pty as unknown as { _socket: { destroyed: boolean } };
    return this.#gone || _socket.destroyed;
  }

  #emit(bytes: Uint8Array): void {
    for (const tap of this.#taps) tap('output', bytes);
    if (this.#listeners.size === 0 && this.#early.length < EARLY_CHUNKS) this.#early.push(bytes);
    for (const listener of this.#listeners) listener(bytes);
  }
}
