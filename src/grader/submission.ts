/**
 * What the grader process hands to a run of check.spec.ts, and what comes back with each test.
 * Both cross a process boundary inside Vitest, so they are plain data.
 */
import type { Scene } from '#protocol/lab';
import type { RecordedRun, Verdict } from '#protocol/verdict';

export type Submission = {
  exercise: string;
  /** ids of the checks, in order; each is the title of a test */
  checks: string[];
  /** the exercise's network, and the learner's text as its one program */
  scene: Scene;
  /** nothing is judged behind the first failure */
  untilFailure: boolean;
  /** each failure brings its run along */
  withRun: boolean;
};

/** How a check failed: what the face throws and the reporter turns into a CheckResult. */
export type Failure = {
  verdict: Exclude<Verdict, { kind: 'passed' }>;
  /** ids of exercise.yaml#causes, likeliest first, at most two */
  causes: string[];
};

export type CheckNotes = {
  failure?: Failure;
  /** what the program printed, shortened */
  output: string;
  run?: RecordedRun;
};

declare module 'vitest' {
  interface ProvidedContext {
    submission: Submission;
  }
}
