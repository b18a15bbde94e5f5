/** The recordings of streams/, which record-runs.ts makes from the scenes of stream-runs.ts. */
import { readFileSync } from 'node:fs';
import type { TraceEvent } from '#protocol/events';

export const RUNS_FOLDER = new URL('streams/', import.meta.url);

export const RUN_NAMES = [
  'two-sends-one-recv',
  'lost-and-resent',
  'half-close',
  'both-close-at-once',
  'both-connect-at-once',
  'reset',
  'slow-reader',
  'datagrams',
  'full-queue',
] as const;
export type RunName = (typeof RUN_NAMES)[number];

export const runTrace = (name: RunName): readonly TraceEvent[] =>
  readFileSync(new URL(`${name}.jsonl`, RUNS_FOLDER), 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as TraceEvent);
