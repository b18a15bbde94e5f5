/** What the worker has before Vitest has loaded check.spec.ts, for the face to take. */
import type { CheckResult } from '#protocol/verdict';
import { BoxStock } from './box-stock.ts';
import type { Submission } from './submission.ts';

let begun: BoxStock | undefined;
let tell: ((result: CheckResult) => void) | undefined;

/** Opens the first box while the specification is still being read. */
export function begin(submission: Submission, onResult: (result: CheckResult) => void): void {
  begun = stockFor(submission);
  tell = onResult;
}

/** A specification that could not be loaded has taken no boxes. */
export async function end(): Promise<void> {
  tell = undefined;
  await begun?.[Symbol.asyncDispose]();
  begun = undefined;
}

/** Where nothing is judged behind the first failure, nobody knows how many boxes will be wanted. */
const stockFor = ({ scene, checks, untilFailure }: Submission): BoxStock =>
  new BoxStock(scene, untilFailure ? 1 : checks.length);

/** The boxes of this submission; whoever takes them closes them. */
export function takeStock(submission: Submission): BoxStock {
  const stock = begun ?? stockFor(submission);
  begun = undefined;
  return stock;
}

/** Nobody hears it where an author runs Vitest without a grader. */
export const tellResult = (result: CheckResult): void => tell?.(result);
