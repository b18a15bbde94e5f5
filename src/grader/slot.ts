/**
 * One Vitest instance that judges one submission at a time. One each, because an instance runs one
 * file after another and what it provides is shared: two submissions would both see the last.
 */
import { fileURLToPath } from 'node:url';
import { createVitest, distDir, type Vitest } from 'vitest/node';
import type { CheckResult } from '#protocol/verdict';
import type { GradeStatus } from './messages.ts';
import { faultResult } from './report.ts';
import type { Submission } from './submission.ts';
import { type CheckWorker, POOL, type WorkerStock } from './worker-stock.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Every wait in the face is bounded and shorter; a test that takes this long is stuck in our code. */
const CHECK_MS = 20_000;

export type Judging = {
  /** absolute path of check.spec.ts */
  spec: string;
  submission: Submission;
  onResult: (result: CheckResult) => void;
};

export type Judgement = {
  /** Resolves as soon as every check's result has been told. Never rejects: what goes wrong is a result, too. */
  status: Promise<GradeStatus>;
  /** Resolves when its worker and its boxes are gone. */
  over: Promise<void>;
};

type Hearing = { onResult: (result: CheckResult) => void; worker?: CheckWorker };

export class Slot {
  readonly #vitest: Vitest;
  readonly #workers: WorkerStock;
  readonly #hearing: Hearing;

  private constructor(vitest: Vitest, workers: WorkerStock, hearing: Hearing) {
    this.#vitest = vitest;
    this.#workers = workers;
    this.#hearing = hearing;
  }

  static async create(workers: WorkerStock): Promise<Slot> {
    const hearing: Hearing = { onResult: () => undefined };
    const vitest = await createVitest(
      {
        root: ROOT,
        config: false,
        watch: false,
        api: false,
        pool: {
          name: POOL,
          createPoolWorker(options) {
            hearing.worker = workers.take(options, result => hearing.onResult(result));
            return hearing.worker;
          },
        },
        maxWorkers: 1,
        // Node reads TypeScript itself: nothing has to be transformed or asked for while a submission waits.
        experimental: { viteModuleRunner: false, nodeLoader: false },
        include: ['sandbox/exercises/*/check.spec.ts'],
        testTimeout: CHECK_MS,
        reporters: [{}], // the worker tells
      },
      { logLevel: 'silent' },
    );
    await vitest.standalone();
    return new Slot(vitest, workers, hearing);
  }

  /** Has a worker stand ready for the next submission, of whichever slot. */
  prepare(): void {
    this.#workers.prepare({
      distPath: distDir,
      project: this.#vitest.getRootProject(),
      method: 'run',
      environment: { name: 'node', options: null },
      execArgv: [],
      env: { ...process.env, NODE_ENV: 'test', TEST: 'true', VITEST: 'true' },
    });
  }

  /** Judges; results are told in order as they come. */
  judge({ spec, submission, onResult }: Judging): Judgement {
    const { checks, untilFailure } = submission;
    const results: CheckResult[] = [];
    const { promise: status, resolve } = Promise.withResolvers<GradeStatus>();
    const tell = (result: CheckResult): void => {
      results.push(result);
      onResult(result);
      const isLast = results.length === checks.length || (untilFailure && result.status !== 'pass');
      if (isLast) resolve(statusOf(results));
    };
    this.#hearing.onResult = tell;
    const over = this.#run(spec, submission).then(errors => {
      const hasFailed = results.some(each => each.status !== 'pass');
      const missing = untilFailure && hasFailed ? undefined : checks[results.length];
      if (missing !== undefined) tell(faultResult(missing, 'internal', errors || 'the check did not run'));
      resolve(statusOf(results));
    });
    return { status, over };
  }

  /** Ends the run at once; what judge() gave then resolves. */
  async cancel(): Promise<void> {
    if (this.#hearing.worker !== undefined) this.#hearing.worker.isSpent = true;
    await this.#vitest.cancelCurrentRun('keyboard-input');
  }

  async #run(spec: string, submission: Submission): Promise<string> {
    const project = this.#vitest.getRootProject();
    project.provide('submission', submission);
    const run = await this.#vitest.runTestSpecifications([project.createSpecification(spec)]);
    const errors = [...run.unhandledErrors, ...run.testModules.flatMap(module => module.errors())];
    return errors
      .map(error => (error instanceof Object && 'message' in error ? error.message : error))
      .join('\n');
  }
}

function statusOf(results: readonly CheckResult[]): GradeStatus {
  if (results.some(({ status }) => status === 'error')) return 'error';
  return results.every(({ status }) => status === 'pass') ? 'pass' : 'fail';
}
