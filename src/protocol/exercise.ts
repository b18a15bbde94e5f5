/** `exercise.yaml`: what the learner writes and how it is judged. */
import { z } from 'zod';
import { Id, Limits, Network, Text } from './lab.ts';

export const CheckSpec = z.strictObject({
  id: Id.describe('the title of its test in check.spec.ts'),
  title: Text,
});

export const MutantSpec = z.strictObject({
  fails: Id.describe('the check at which this wrong program must fail first'),
  cause: Id.describe('the cause that must be named first'),
});

export const Exercise = z.strictObject({
  title: Text,
  lesson: Id,
  network: z.union([Id, Network]),
  host: z.string().describe('the host that the learner’s program runs on'),
  file: z
    .string()
    .regex(/^[a-z_][a-z0-9_]*\.py$/)
    .describe('the one file to write; start/ and solution/ hold it'),
  task: Text.describe('what to write: ports, how many clients, who closes'),
  checks: z
    .array(CheckSpec)
    .min(1)
    .describe('in the order of check.spec.ts; the first failure is shown open'),
  causes: z.record(Id, Text).describe('what a failure usually means: what was observed and where to look'),
  hints: z.array(Text).length(3).describe('nudge, which step to run again, nearly the line'),
  explanation: Text.describe('shown after passing'),
  mutants: z.record(Id, MutantSpec).describe('a folder of mutants/ each'),
  limits: Limits.prefault({}),
});
export type Exercise = z.infer<typeof Exercise>;
