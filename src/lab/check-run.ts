/**
 * One run of an exercise's checks: results as they come, and how it ended.
 */
import { signal } from '@preact/signals';
import type { CheckResult } from '#protocol/verdict';

export class CheckRun {
  readonly results = signal<ReadonlyMap<string, CheckResult>>(new Map());
  readonly checking = signal(false);
  readonly outcome = signal<'pass' | 'fail' | 'error' | null>(null);

  begin(): void {
    this.checking.value = true;
    this.outcome.value = null;
    this.results.value = new Map();
  }

  add(result: CheckResult): void {
    this.results.value = new Map(this.results.peek()).set(result.id, result);
  }

  /** null: it was broken off, and nothing is known. */
  end(outcome: 'pass' | 'fail' | 'error' | null): void {
    this.checking.value = false;
    this.outcome.value = outcome;
  }
}
