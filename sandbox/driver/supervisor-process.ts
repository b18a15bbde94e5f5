/**
 * The supervisor's process as Node sees it: JSON lines in, JSON lines out, one reply per command.
 * Its stdin is the lifeline: when this process ends, however it ends, the supervisor reads the end
 * of the file and takes the box with it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { jsonOrNull } from '#protocol/json';
import { type SupervisorCommand, SupervisorLine } from '#protocol/supervisor';

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;
export type Command = WithoutId<SupervisorCommand>;
export type Reply = Extract<SupervisorLine, { type: 'reply' }>;

/** A command that the supervisor refused; `code` is one of faults.ts where one fits. */
export class CommandRefused extends Error {
  readonly code: string | null;
  readonly errno: number | null;
  constructor(reply: Reply) {
    super(reply.error ?? 'refused');
    this.name = 'CommandRefused';
    this.code = reply.code;
    this.errno = reply.errno;
  }
}

export class SupervisorProcess {
  readonly ended: Promise<void>;
  /** Resolves when it waits for a command, or has ended. */
  readonly up: Promise<void>;
  readonly #child: ChildProcess;
  readonly #replies = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  readonly #isUp: () => void;
  #nextId = 1;
  #stderr = '';
  readonly #unheard: SupervisorLine[] = [];
  #lineListener = (line: SupervisorLine): void => void this.#unheard.push(line);

  constructor(command: string, args: readonly string[]) {
    // Its own session: Ctrl-C in the server's terminal must reach the server alone.
    this.#child = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', LANG: 'C.UTF-8' },
      cwd: '/',
      detached: true,
    });
    this.ended = new Promise(resolve => {
      this.#child.once('close', () => resolve());
      this.#child.once('error', error => {
        this.#stderr += error.message;
        resolve();
      });
    });
    void this.ended.then(() => this.#rejectAll());
    const up = Promise.withResolvers<void>();
    this.#isUp = up.resolve;
    this.up = Promise.race([up.promise, this.ended]);
    this.#child.stdin?.on('error', () => undefined);
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr = (this.#stderr + text).slice(-4000);
    });
    if (this.#child.stdout !== null)
      createInterface({ input: this.#child.stdout, crlfDelay: Number.POSITIVE_INFINITY }).on('line', line =>
        this.#read(line),
      );
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it last complained about, for the log. */
  get complaint(): string {
    return this.#stderr.trim();
  }

  /** False once its end has been seen. */
  get alive(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** Everything but replies goes to the one listener; the first one gets what came before it, too. */
  onLine(listener: (line: SupervisorLine) => void): void {
    this.#lineListener = listener;
    for (const line of this.#unheard.splice(0)) listener(line);
  }

  /** Lets this process end although the supervisor runs; that one ends with it. */
  unref(): void {
    for (const each of this.#handles()) each.unref();
  }

  /** Takes unref() back. */
  ref(): void {
    for (const each of this.#handles()) each.ref();
  }

  /** Resolves with the reply; rejects with CommandRefused, or with an Error when the process is gone. */
  command(command: Command): Promise<Reply> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((resolve, reject) => {
      if (!this.alive) {
        reject(new Error('the box is gone'));
        return;
      }
      this.#replies.set(id, { resolve, reject });
      this.#child.stdin?.write(`${JSON.stringify({ ...command, id })}\n`);
    });
  }

  /** Ends it through its lifeline; SIGKILL if it has not gone after a second. */
  async end(): Promise<void> {
    this.#child.stdin?.end();
    const killer = setTimeout(() => this.#child.kill('SIGKILL'), 1000);
    await this.ended;
    clearTimeout(killer);
  }

  #handles(): (ChildProcess | Socket)[] {
    const { stdin, stdout, stderr } = this.#child;
    return [this.#child, ...[stdin, stdout, stderr].filter(pipe => pipe instanceof Socket)];
  }

  #read(text: string): void {
    const parsed = SupervisorLine.safeParse(jsonOrNull(text));
    if (!parsed.success) return; // forged by the learner's code, or cut by the supervisor's death
    const line = parsed.data;
    if (line.type === 'up') this.#isUp();
    if (line.type !== 'reply') {
      this.#lineListener(line);
      return;
    }
    const waiting = this.#replies.get(line.id);
    this.#replies.delete(line.id);
    if (line.error === null) waiting?.resolve(line);
    else waiting?.reject(new CommandRefused(line));
  }

  #rejectAll(): void {
    for (const waiting of this.#replies.values())
      waiting.reject(new Error(`the box is gone${this.#stderr === '' ? '' : `: ${this.complaint}`}`));
    this.#replies.clear();
  }
}
