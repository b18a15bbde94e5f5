/**
 * One Vitest instance that judges one submission at a time. One each, because an instance runs one
 * file after another and what it provides is shared: two submissions would both see the last.
 */
import { fileURLToPath } from 'node:url';
import { createVitest, type Vitest } from 'vitest/node';
import type { CheckResult } from '#protocol/verdict';
import type { GradeStatus } from './messages.ts';
import { faultResult, resultOf } from './report.ts';
import type { Submission } from './submission.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
/** Every wait in the face is bounded and shorter; a test that takes this long is stuck in our code. */
const CHECK_MS = 20_000;

export type Judging = {
  /** absolute path of check.spec.ts */
  spec: string;
  submission: Submission;
  onResult: (result: CheckResult) => void;
};

export class Slot {
  readonly #vitest: Vitest;
  readonly #listener: { onResult: (result: CheckResult) => void };

  private constructor(vitest: Vitest, listener: { onResult: (result: CheckResult) => void }) {
    this.#vitest = vitest;
    this.#listener = listener;
  }

  static async create(): Promise<Slot> {
    const listener: { onResult: (result: CheckResult) => void } = { onResult: () => undefined };
    const vitest = await createVitest(
      {
        root: ROOT,
        config: false,
        watch: false,
        api: false,
        pool: 'forks',
        maxWorkers: 1,
        include: ['sandbox/exercises/*/check.spec.ts'],
        testTimeout: CHECK_MS,
        reporters: [
          {
            onTestCaseResult(test) {
              const result = resultOf(test);
              if (result !== undefined) listener.onResult(result);
            },
          },
        ],
      },
      { logLevel: 'silent' },
    );
    await vitest.standalone();
    return new Slot(vitest, listener);
  }

  /** Judges; results are told in order as they come. Rejects never: what goes wrong is a result too. */
  async judge({ spec, submission, onResult }: Judging): Promise<GradeStatus> {
    const results: CheckResult[] = [];
    const tell = (result: CheckResult): void => {
      results.push(result);
      onResult(result);
    };
    this.#listener.onResult = tell;
    const errors = await this.#run(spec, submission);
    const missing = submission.checks[results.length];
    if (missing !== undefined) tell(faultResult(missing, 'internal', errors || 'the check did not run'));
    if (results.some(({ status }) => status === 'error')) return 'error';
    return results.every(({ status }) => status === 'pass') ? 'pass' : 'fail';
  }

  /** Ends the run at once; judge() then resolves. */
  async cancel(): Promise<void> {
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
