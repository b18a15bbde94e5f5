/**
 * A check's result, told by the worker as soon as it is known: Vitest's own news are gathered for up to 100 ms,
 * and a learner waits for these.
 */
import type { RunnerTestCase } from 'vitest';
import type { FaultCode } from '#protocol/faults';
import type { CheckResult } from '#protocol/verdict';
import type { CheckNotes, Failure } from './submission.ts';

/** What the worker sends between Vitest's own messages. */
export type ResultMessage = { type: 'check-result'; result: CheckResult };

export const isResult = (message: unknown): message is ResultMessage =>
  typeof message === 'object' && message !== null && 'type' in message && message.type === 'check-result';

/** Once the test is over and what is noted of it is complete. */
export function resultOf({ name, result }: RunnerTestCase, notes: CheckNotes): CheckResult {
  const hasFailed = result?.state === 'fail';
  const failure = notes.failure ?? (hasFailed ? unexpected(result.errors?.[0]) : undefined);
  return {
    id: name,
    status: failure === undefined ? 'pass' : failure.verdict.kind === 'our-fault' ? 'error' : 'fail',
    verdict: failure?.verdict ?? { kind: 'passed' },
    causes: failure?.causes ?? [],
    output: notes.output,
    durationMs: Date.now() - (result?.startTime ?? Date.now()),
    ...(notes.run && { run: notes.run }),
  };
}

/** A check that could not be judged at all. */
export const faultResult = (id: string, code: FaultCode, detail: string): CheckResult => ({
  id,
  status: 'error',
  verdict: { kind: 'our-fault', code, detail },
  causes: [],
  output: '',
  durationMs: 0,
});

/** Anything thrown that is not a CheckFailure is a mistake of ours or of the check's author. */
function unexpected(error: { name?: string; message?: string } | undefined): Failure {
  const code = error?.name === 'BoxDidNotOpen' ? 'box-did-not-open' : 'internal';
  return { verdict: { kind: 'our-fault', code, detail: error?.message ?? 'no error was given' }, causes: [] };
}
