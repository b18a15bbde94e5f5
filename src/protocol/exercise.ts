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

export const SeenHints = z.strictObject({
  for: z.array(Id).min(1).describe('the causes that these hints answer; what a cause says is the first hint'),
  again: Text.describe('the second: which step to run again'),
  line: Text.describe('the third: nearly the line'),
});

export const Hints = z.strictObject({
  general: z
    .array(Text)
    .length(3)
    .describe('while nothing was seen to go wrong: nudge, which step to run again, nearly the line'),
  seen: z.array(SeenHints).describe('once a check has failed for a cause'),
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
  blocks: z
    .array(z.string())
    .min(2)
    .optional()
    .describe('lines to be put in order, wrong ones among them, as start/ holds them behind "#: "'),
  checks: z
    .array(CheckSpec)
    .min(1)
    .describe('in the order of check.spec.ts; the first failure is shown open'),
  causes: z.record(Id, Text).describe('what a failure usually means: what was observed and where to look'),
  hints: Hints.describe('in three levels; which are offered is chosen by what the last check saw'),
  explanation: Text.describe('shown after passing'),
  mutants: z.record(Id, MutantSpec).describe('a folder of mutants/ each'),
  limits: Limits.prefault({}),
});
export type Exercise = z.infer<typeof Exercise>;
