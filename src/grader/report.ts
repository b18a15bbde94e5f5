/** What Vitest tells of a test, as a CheckResult. */
import type { TestCase } from 'vitest/node';
import type { FaultCode } from '#protocol/faults';
import type { CheckResult } from '#protocol/verdict';
import type { Failure } from './submission.ts';

/** Undefined for a test that was cancelled or skipped: it was not judged. */
export function resultOf(test: TestCase): CheckResult | undefined {
  const { state, errors } = test.result();
  if (state !== 'passed' && state !== 'failed') return undefined;
  const notes = test.meta().check;
  const failure = notes?.failure ?? (state === 'failed' ? unexpected(errors?.[0]) : undefined);
  return {
    id: test.name,
    status: failure === undefined ? 'pass' : failure.verdict.kind === 'our-fault' ? 'error' : 'fail',
    verdict: failure?.verdict ?? { kind: 'passed' },
    causes: failure?.causes ?? [],
    output: notes?.output ?? '',
    durationMs: Math.round(test.diagnostic()?.duration ?? 0),
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
