/**
 * How the learner's files were judged last, by exercise: from the record. It holds for the bytes that were
 * judged; a file edited since has not been judged.
 */
import { entryOf, type LearnerRecord, RecordUnavailable } from '#record/learner-record';
import { type Judged, progressOf } from '#record/progress';

export class Verdicts {
  readonly #record: LearnerRecord;
  readonly #log: (line: string) => void;

  constructor(record: LearnerRecord, log: (line: string) => void = console.error) {
    this.#record = record;
    this.#log = log;
  }

  async all(): Promise<ReadonlyMap<string, Judged>> {
    return await this.#orElse(
      async () => progressOf(await this.#record.entries()).exercises,
      new Map<string, Judged>(),
    );
  }

  /** After an error nothing was judged, and nothing is noted. */
  async note(
    exercise: string,
    { hash, status, causes }: { hash: string; status: 'pass' | 'fail' | 'error'; causes: readonly string[] },
  ): Promise<void> {
    if (status === 'error') return;
    const entry = entryOf({ type: 'judged', exercise, hash, passed: status === 'pass', causes: [...causes] });
    await this.#orElse(() => this.#record.add([entry]), undefined);
  }

  /** A record that cannot be kept is said, and keeps nobody from checking. */
  async #orElse<T>(work: () => Promise<T>, other: T): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof RecordUnavailable)) throw error;
      this.#log(`The record of what you have done cannot be used: ${error.message}`);
      return other;
    }
  }
}
