/**
 * One run of an exercise's checks: results as they come, and how it ended.
 */
import { signal } from '@preact/signals';
import { causesSeen } from '#protocol/hint-choice';
import type { CheckResult } from '#protocol/verdict';

export class CheckRun {
  readonly results = signal<ReadonlyMap<string, CheckResult>>(new Map());
  readonly checking = signal(false);
  readonly outcome = signal<'pass' | 'fail' | 'error' | null>(null);
  /** Why the last run that was judged has failed; it stays until another one knows better. */
  readonly causes = signal<readonly string[]>([]);

  begin(): void {
    this.checking.value = true;
    this.outcome.value = null;
    this.results.value = new Map();
  }

  add(result: CheckResult): void {
    const results = new Map(this.results.peek()).set(result.id, result);
    this.results.value = results;
    if (result.status === 'fail') this.causes.value = causesSeen([...results.values()]);
  }

  /** null: it was broken off, and nothing is known. */
  end(outcome: 'pass' | 'fail' | 'error' | null): void {
    this.checking.value = false;
    this.outcome.value = outcome;
    if (outcome === 'pass') this.causes.value = [];
  }
}
