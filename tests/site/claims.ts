/**
 * What the lessons' texts say in numbers and quoted words, each with the query on a run that must give it:
 * tests/site/claims/<lesson>.yaml. tests/sandbox/recordings.test.ts asks every fresh run, and
 * tests/site/claims.test.ts holds that no number of a page is without one, in an exercise or an erratum too.
 */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { parseAuthored } from '#protocol/authoring';
import type { TraceEvent } from '#protocol/events';
import { Id, Probe, Text } from '#protocol/lab';
import { momentOfMove, probe } from '#trace/probes';

/** What a text says, and the run that shows it. */
const Claim = z.strictObject({
  says: Text.describe('as it stands in the lesson in each language, without the marks of Markdown'),
  lab: Id.optional().describe('not the lesson’s first one'),
  whatIf: Id.optional(),
  at: Id.describe('the move at whose end the query is asked'),
  probe: Probe.optional(),
  errno: z.strictObject({ program: Id }).optional().describe('the number of its last failing call’s error'),
  is: z.union([z.string(), z.number()]),
});
export type Claim = z.infer<typeof Claim>;

/** A number that no run can show, and where it is written down. */
const Given = z.strictObject({
  number: z.string(),
  why: z.string().describe('a man page, an RFC, arithmetic on numbers that runs show, or a test'),
});

/** A repair that a lesson tells its reader to make, and what the run with it shows. */
const Mend = z.strictObject({
  lab: Id.optional(),
  whatIf: Id.optional(),
  program: Id.describe('the program that is edited'),
  over: z.string().describe('what is written over, everywhere in it'),
  write: z.string(),
  at: Id.optional().describe(
    'the move at whose end the query is asked; else where the walk ends or gets stuck',
  ),
  probe: Probe,
  is: z.union([z.string(), z.number()]),
});

const Claims = z.strictObject({
  runs: z.array(Claim).default([]),
  mends: z.array(Mend).default([]),
  given: z.array(Given).default([]),
});

export const claimsOf = (lesson: string): z.infer<typeof Claims> => {
  const file = new URL(`claims/${lesson}.yaml`, import.meta.url);
  if (!existsSync(file)) return { runs: [], mends: [], given: [] };
  return parseAuthored(Claims, parse(readFileSync(file, 'utf8')), `tests/site/claims/${lesson}.yaml`);
};

/** Of each exercise what neither its files nor its lesson's runs say: tests/site/claims/exercises.yaml. */
export function givenInExercises(): Readonly<Record<string, z.infer<typeof Given>[]>> {
  const file = new URL('claims/exercises.yaml', import.meta.url);
  const given = z.record(Id, z.array(Given));
  return parseAuthored(given, parse(readFileSync(file, 'utf8')), 'tests/site/claims/exercises.yaml');
}

/** What a run says to a claim; null while it has not come so far. */
export function answerTo({ probe: asked, errno, at }: Claim, trace: readonly TraceEvent[]): unknown {
  const moment = momentOfMove(trace, at);
  if (moment === null) return null;
  if (asked !== undefined) return probe(asked, trace, moment);
  const isFailure = (event: TraceEvent): boolean =>
    event.type === 'return' && event.program === errno?.program && event.errno !== null;
  const failure = trace.slice(0, moment).findLast(isFailure);
  return failure?.type === 'return' ? failure.errno : null;
}
