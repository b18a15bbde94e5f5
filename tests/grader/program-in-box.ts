/** A learner's program in a box of its own, for tests of the verbs that checks are written with. */
import { onTestFinished } from 'vitest';
import { openBox } from '#driver/open';
import { Caller, callerOf } from '../../src/grader/caller.ts';
import { loadExercise, submissionOf } from '../../src/grader/exercises.ts';
import { LearnerDatagrams } from '../../src/grader/learner-datagrams.ts';
import { LearnerModule } from '../../src/grader/learner-module.ts';
import { LearnerServer } from '../../src/grader/learner-server.ts';
import { LearnerStepped } from '../../src/grader/learner-stepped.ts';
import { Patience } from '../../src/grader/patience.ts';
import { type CheckFailure, ProgramRun } from '../../src/grader/program-run.ts';
import type { Failure } from '../../src/grader/submission.ts';

export type Opened = { run: ProgramRun; failures: Failure[] };

/** Not started yet; the box closes with the test. The program runs where that of the exercise does. */
export async function opened(source: string, exercise = 'upper-once'): Promise<Opened> {
  const submission = submissionOf(loadExercise(exercise), source);
  const box = await openBox(submission.scene);
  onTestFinished(() => box.close());
  const failures: Failure[] = [];
  const note = (failure: Failure): void => void failures.push(failure);
  const run = new ProgramRun({ box, submission, check: 'test', causes: [], patience: new Patience(), note });
  return { run, failures };
}

export async function serverOf(source: string, port = 3333) {
  const { run, failures } = await opened(source);
  await run.start();
  return { server: new LearnerServer(run, port), run, failures };
}

export async function datagramsOf(source: string, port = 9999) {
  const { run, failures } = await opened(source);
  await run.start();
  return { server: new LearnerDatagrams(run, port), failures };
}

export async function steppedOf(source: string, port = 3333) {
  const { run, failures } = await opened(source);
  await run.start({ mode: 'paused' });
  return { program: new LearnerStepped(run, port), failures };
}

export async function moduleOf(source: string, exercise?: string) {
  const { run, failures } = await opened(source, exercise);
  const terminal = await run.start({ argv: callerOf(run.program.file) });
  return { module: new LearnerModule(run, new Caller(terminal)), run, failures };
}

/** How it failed, as the check saw it. */
export async function failureOf(doing: Promise<unknown>, failures: Failure[]): Promise<Failure['verdict']> {
  const error: CheckFailure | undefined = await doing.then(
    () => undefined,
    thrown => thrown,
  );
  const failure = failures.at(-1);
  if (failure === undefined) throw error ?? new Error('it did not fail');
  return failure.verdict;
}
