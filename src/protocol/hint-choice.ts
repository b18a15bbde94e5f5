/** Which three hints are offered: those for what the last check saw. Free of zod, because the page chooses, too. */
import type { Exercise } from './exercise.ts';
import type { Text } from './lab.ts';
import type { CheckResult } from './verdict.ts';

type Hinting = Pick<Exercise, 'hints' | 'causes'>;

/** Causes of the first check that failed, likeliest first; none where all passed or nothing was judged. */
export const causesSeen = (results: readonly CheckResult[]): readonly string[] =>
  results.find(({ status }) => status === 'fail')?.causes ?? [];

/**
 * Nudge, which step to run again, nearly the line. Where a cause was seen and has hints of its own, the nudge
 * is what the check has said of it.
 *
 * @param causes of the failure, likeliest first
 */
export function hintsFor({ hints, causes: texts }: Hinting, causes: readonly string[]): readonly Text[] {
  for (const cause of causes) {
    const own = hints.seen.find(({ for: answered }) => answered.includes(cause));
    const nudge = texts[cause];
    if (own !== undefined && nudge !== undefined) return [nudge, own.again, own.line];
  }
  return hints.general;
}
