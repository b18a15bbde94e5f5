/** One grader for a test file, and a submission's results as they came. */
import { afterAll, beforeAll } from 'vitest';
import { createGrader, type Grader } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';

/** Most of a judgement of a wrong program is waiting in vain: several wait at the same time. */
const SLOTS = 4;

export type Judged = { status: string; results: CheckResult[]; failed: CheckResult[] };
export type Judge = (text: string, how?: { untilFailure?: boolean }) => Promise<Judged>;

/** Call at the top of a test file; the grader lives as long as the file's tests. */
export function graderForThisFile(exercise: string): Judge {
  let grader: Grader | undefined;
  beforeAll(() => {
    grader = createGrader({ slots: SLOTS });
  });
  afterAll(() => grader?.close());
  return async (text, { untilFailure = false } = {}) => {
    if (grader === undefined) throw new Error('no grader yet');
    const results: CheckResult[] = [];
    const onResult = (result: CheckResult): void => void results.push(result);
    const status = await grader.grade({ exercise, text, untilFailure }, { onResult });
    return { status, results, failed: results.filter(result => result.status !== 'pass') };
  };
}
