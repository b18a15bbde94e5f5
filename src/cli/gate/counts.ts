/** How many test cases passed and failed, read from what each of our three test runners writes. */
import { readFileSync } from 'node:fs';

export type Counts = { passed: number; failed: number; skipped: number };

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

/** Of Vitest's json reporter. A file that could not even be loaded counts as one failed case. */
export function vitestCounts(report: string): Counts {
  const json = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const unloaded = json.testResults.filter(
    file => file.status === 'failed' && file.assertionResults.length === 0,
  );
  return {
    passed: json.numPassedTests,
    failed: json.numFailedTests + unloaded.length,
    skipped: json.numPendingTests + json.numTodoTests,
  };
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
};

/** Of Playwright's json reporter. A flaky case failed once, so it failed. */
export function playwrightCounts(report: string): Counts {
  const { stats } = JSON.parse(readFileSync(report, 'utf8')) as PlaywrightReport;
  return { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped };
}

/** Of unittest's last lines: "Ran 12 tests in 3.1s" and "FAILED (failures=1, errors=2, skipped=3)". */
export function unittestCounts(output: string): Counts {
  const ran = Number(/^Ran (\d+) tests? in /m.exec(output)?.[1] ?? 0);
  // "expected failures" ends with "failures" too, hence the separator before the name.
  const named = (name: string): number =>
    Number(new RegExp(`^(?:OK|FAILED) \\((?:.*, )?${name}=(\\d+)`, 'm').exec(output)?.[1] ?? 0);
  const failed = named('failures') + named('errors') + named('unexpected successes');
  // A module that cannot be imported is an error without a case of its own; so never below zero.
  return { passed: Math.max(0, ran - failed - named('skipped')), failed, skipped: named('skipped') };
}
