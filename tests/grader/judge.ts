/** One grader for a test file, and a submission's results as they came. */
import { afterAll, beforeAll } from 'vitest';
import { createGrader, type Grader } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';

export type Judged = { status: string; results: CheckResult[]; failed: CheckResult[] };

/** Call at the top of a test file; the grader lives as long as the file's tests. */
export function graderForThisFile(exercise: string): (text: string) => Promise<Judged> {
  let grader: Grader | undefined;
  beforeAll(() => {
    grader = createGrader();
  });
  afterAll(() => grader?.close());
  return async text => {
    if (grader === undefined) throw new Error('no grader yet');
    const results: CheckResult[] = [];
    const onResult = (result: CheckResult): void => void results.push(result);
    const status = await grader.grade({ exercise, text }, { onResult });
    return { status, results, failed: results.filter(result => result.status !== 'pass') };
  };
}
