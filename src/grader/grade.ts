/**
 * Judging a learner's text: `createGrader()` keeps one grader process warm, `grade()` streams its
 * results. Whatever happens to that process, it is our fault and never the learner's.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckResult } from '#protocol/verdict';
import { loadExercise, submissionOf } from './exercises.ts';
import type { FromGrader, GradeStatus, ToGrader } from './messages.ts';
import { faultResult } from './report.ts';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
/** A whole exercise with every wait in vain stays under this; more means that the process is stuck. */
const WATCHDOG_MS = 60_000;
/** A cancelled run that has not ended by then is ended with its process. */
const CANCEL_MS = 3000;

export type { GradeStatus } from './messages.ts';

export type GradeRequest = {
  /** id of the exercise, or the stem of its file */
  exercise: string;
  /** the learner's program */
  text: string;
  /** Checks behind the first that fails are not run, and no result tells of them. */
  untilFailure?: boolean;
  /** Each failure brings its whole run along. */
  withRun?: boolean;
};

export type GradeOptions = {
  signal?: AbortSignal;
  /** told in the order of exercise.yaml#checks, each as soon as it is known */
  onResult: (result: CheckResult) => void;
};

export interface Grader extends AsyncDisposable {
  /**
   * Runs all checks. `error`: at least one could not be judged.
   * Rejects with UnknownExercise, with the signal's reason, or after close().
   */
  grade(request: GradeRequest, options: GradeOptions): Promise<GradeStatus>;
  close(): Promise<void>;
}

export type GraderOptions = {
  /** submissions judged at the same time; more wait */
  slots?: number;
  watchdogMs?: number;
  /** folder of the exercises, where it is not sandbox/exercises/ */
  root?: string;
};

type Pending = {
  checks: string[];
  seen: number;
  onBegun: () => void;
  onResult: (result: CheckResult) => void;
  finish: (status: GradeStatus) => void;
};

/** Starts the grader process; whoever creates a grader closes it. */
export function createGrader({ slots = 2, watchdogMs = WATCHDOG_MS, root }: GraderOptions = {}): Grader {
  return new GraderProcess(slots, watchdogMs, root);
}

class GraderProcess implements Grader {
  readonly #slots: number;
  readonly #watchdogMs: number;
  readonly #root: string | undefined;
  readonly #pending = new Map<number, Pending>();
  #child: ChildProcess | undefined;
  #nextId = 1;
  #closed = false;

  constructor(slots: number, watchdogMs: number, root: string | undefined) {
    this.#slots = slots;
    this.#watchdogMs = watchdogMs;
    this.#root = root;
    this.#child = this.#start();
  }

  async grade(
    { exercise, text, ...how }: GradeRequest,
    { signal, onResult }: GradeOptions,
  ): Promise<GradeStatus> {
    signal?.throwIfAborted();
    if (this.#closed) throw new Error('the grader is closed');
    const loaded = loadExercise(exercise, this.#root);
    const submission = submissionOf(loaded, text, how);
    const id = this.#nextId;
    this.#nextId += 1;
    // What a cancelled run still says of the check it was torn out of is not a result.
    const tell = (result: CheckResult): void => {
      if (signal?.aborted !== true) onResult(result);
    };
    let watchdog: NodeJS.Timeout | undefined;
    const finished = new Promise<GradeStatus>(resolve => {
      const onBegun = (): void => {
        watchdog = setTimeout(() => this.#kill(), signal?.aborted ? CANCEL_MS : this.#watchdogMs);
      };
      this.#pending.set(id, { checks: submission.checks, seen: 0, onBegun, onResult: tell, finish: resolve });
    });
    this.#send({ type: 'grade', id, spec: join(loaded.folder, 'check.spec.ts'), submission });
    let cancelled: NodeJS.Timeout | undefined;
    const abort = (): void => {
      this.#send({ type: 'cancel', id });
      // One that still waits for its turn holds nobody up, and others are being judged.
      if (watchdog !== undefined) cancelled = setTimeout(() => this.#kill(), CANCEL_MS);
    };
    signal?.addEventListener('abort', abort, { once: true });
    try {
      const status = await finished;
      signal?.throwIfAborted();
      return status;
    } finally {
      clearTimeout(watchdog);
      clearTimeout(cancelled);
      signal?.removeEventListener('abort', abort);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
    if (child.connected) child.disconnect();
    await ended;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #start(): ChildProcess {
    const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, CGROUPS } = process.env;
    const env = { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, CGROUPS, LANG: 'C.UTF-8' };
    // A process group of its own: a worker in an endless loop hears nothing but SIGKILL to the group.
    const child = fork(MAIN, [`${this.#slots}`], {
      env,
      detached: true,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', message => this.#take(message as FromGrader));
    child.once('exit', () => this.#mourn());
    return child;
  }

  #take(message: FromGrader): void {
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    if (message.type === 'begun') pending.onBegun();
    else if (message.type === 'result') {
      pending.seen += 1;
      pending.onResult(message.result);
    } else {
      this.#pending.delete(message.id);
      pending.finish(message.status);
    }
  }

  /** The process is gone: what it was judging was not judged. The next request starts another. */
  #mourn(): void {
    this.#child = undefined;
    for (const { checks, seen, onResult, finish } of this.#pending.values()) {
      if (!this.#closed) onResult(faultResult(checks[seen] ?? '', 'grader-died', 'the grader process ended'));
      finish('error');
    }
    this.#pending.clear();
  }

  #kill(): void {
    const { pid } = this.#child ?? {};
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  }

  #send(message: ToGrader): void {
    this.#child ??= this.#start();
    // A channel that has just closed is told by `exit`, which ends what waits.
    this.#child.send(message, () => undefined);
  }
}
