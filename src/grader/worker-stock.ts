/**
 * Processes for Vitest to run check.spec.ts in. They stand ready, and serve one submission after another: to start
 * Node and to load what checks are written with takes longer than a whole check, and code that has run is faster.
 */
import { fileURLToPath } from 'node:url';
import { ForksPoolWorker, type PoolOptions, type WorkerRequest } from 'vitest/node';
import type { CheckResult } from '#protocol/verdict';
import { isResult } from './report.ts';

const ENTRY = fileURLToPath(new URL('worker.ts', import.meta.url));
/** Each run leaves its specification in memory. */
const MOST_RUNS = 30;

export const POOL = 'checks';

type Hear = (...args: unknown[]) => void;

/**
 * Vitest starts a worker, has it run one file and stops it. To the process itself only the first start and the runs
 * are told, which is how Vitest has several files run in one process; the rest is answered here.
 */
class CheckWorker extends ForksPoolWorker {
  override readonly name = POOL;
  protected override readonly entrypoint = ENTRY;
  /** told of each check's result; Vitest does not hear of it */
  onResult: (result: CheckResult) => void = () => undefined;
  /** It is not to be used again: something was cancelled in it, or went wrong. */
  isSpent = false;
  readonly #owner: Owner;
  #vitest: Hear | undefined;
  #heard: Hear | undefined;
  #started: Promise<void> | undefined;
  #runs = 0;
  #isRunning = false;

  constructor(options: PoolOptions, owner: Owner) {
    super(options);
    this.execArgv = [];
    this.#owner = owner;
  }

  override start(): Promise<void> {
    this.#started ??= super.start().then(() => {
      super.on('exit', () => this.#owner.gone(this));
      super.on('error', () => this.#owner.gone(this));
    });
    return this.#started;
  }

  override on(event: string, callback: Hear): void {
    if (event === 'message') {
      this.#vitest = callback;
      this.#heard = message => this.#hear(message);
    }
    super.on(event, event === 'message' ? (this.#heard ?? callback) : callback);
  }

  override send(message: WorkerRequest): void {
    if (message.type === 'stop') this.#answer('stopped');
    else if (message.type === 'start' && this.#runs > 0) this.#answer('started');
    else super.send(message);
    if (message.type !== 'run') return;
    this.#runs += 1;
    this.#isRunning = true;
  }

  override async stop(): Promise<void> {
    if (this.#heard !== undefined) super.off('message', this.#heard);
    if (this.isSpent || this.#isRunning || this.#runs >= MOST_RUNS) await super.stop();
    else this.#owner.free(this);
  }

  #hear(message: unknown): void {
    if (isResult(message)) {
      this.isSpent ||= message.result.status === 'error';
      this.onResult(message.result);
    } else {
      if (isEndOfRun(message)) this.#isRunning = false;
      this.#vitest?.(message);
    }
  }

  #answer(type: 'started' | 'stopped'): void {
    const vitest = this.#vitest;
    setImmediate(() => vitest?.({ __vitest_worker_response__: true, type }));
  }
}

const isEndOfRun = (message: unknown): boolean =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'testfileFinished';

type Owner = { free(worker: CheckWorker): void; gone(worker: CheckWorker): void };

export class WorkerStock {
  readonly #free = new Set<CheckWorker>();
  readonly #owner: Owner = {
    free: worker => this.#free.add(worker),
    gone: worker => this.#free.delete(worker),
  };

  /** Starts one unless one stands ready. */
  prepare(options: PoolOptions): void {
    if (this.#free.size > 0) return;
    const worker = new CheckWorker(options, this.#owner);
    this.#free.add(worker);
    void worker.start();
  }

  /** The one that was free last, or a new one. */
  take(options: PoolOptions, onResult: (result: CheckResult) => void): CheckWorker {
    const worker = [...this.#free].at(-1) ?? new CheckWorker(options, this.#owner);
    this.#free.delete(worker);
    worker.onResult = onResult;
    return worker;
  }
}

export type { CheckWorker };
