/**
 * What a check specification imports: `test` of Vitest with a `run` that starts the learner's program
 * in a box of its own and gives it back as something to wait for, call, be called by, and see end.
 * Without a grader (an author runs Vitest on the file) the exercise's own solution is judged.
 */
import { basename, dirname } from 'node:path';
import { expect, inject, test as plainTest } from 'vitest';
import { Patience } from './patience.ts';
import { resultOf } from './report.ts';
import { type Run, runOf } from './run.ts';
import type { CheckNotes, Submission } from './submission.ts';
import { takeStock, tellResult } from './worker-now.ts';

export type { Given, PythonValue } from '#protocol/caller';
export { callsIn } from './calls.ts';
export type { LikelyCauses, Saw } from './causes.ts';
export type { Conversation } from './conversation.ts';
export { framesOf, RESET, SYN } from './frames.ts';
export type { HostSetting } from './host-settings.ts';
export type { Endpoint, Packet, SocketSpec } from './kernel-choice.ts';
export type { LearnerModule } from './learner-module.ts';
export { listenersIn } from './listening.ts';
export type { Run } from './run.ts';
export { printed } from './seen.ts';
export type { SocketKind } from './socket-kind.ts';
export { fieldsIn } from './stage.ts';

export const test = plainTest
  .extend('submission', { scope: 'file' }, async () => inject('submission') ?? (await solutionOfThisFile()))
  .extend('patience', { scope: 'file' }, () => new Patience())
  .extend('stock', { scope: 'file' }, ({ submission }, { onCleanup }) => {
    const stock = takeStock(submission);
    onCleanup(() => stock[Symbol.asyncDispose]());
    return stock;
  })
  .extend('sofar', { scope: 'file' }, () => ({ failed: false }))
  .extend(
    'run',
    ({ submission, patience, stock, sofar, task, signal, skip, onTestFinished }, { onCleanup }): Run => {
      if (submission.untilFailure && sofar.failed) skip();
      const notes: CheckNotes = { output: '' };
      // After onCleanup, in which the notes are completed.
      onTestFinished(() => tellResult(resultOf(task, notes)));
      const onFailure = (): void => {
        sofar.failed = true;
      };
      return runOf({ check: task.name, submission, patience, stock, notes, signal, onFailure, onCleanup });
    },
  );

async function solutionOfThisFile(): Promise<Submission> {
  // Not loaded where a grader hands in the submission: YAML and its schemas take their time.
  const { loadExercise, submissionOf } = await import('./exercises.ts');
  const exercise = loadExercise(basename(dirname(expect.getState().testPath ?? '')));
  return submissionOf(exercise, exercise.solution);
}
