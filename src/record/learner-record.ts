/**
 * The learner's record, wherever it lives: in a database of the server (src/progress/record-database.ts)
 * or in the browser (page/browser-record.ts). Not called Record, which is TypeScript's own word.
 */
import type { Entry } from '#protocol/record';

export interface LearnerRecord {
  /**
   * When it resolves, the entries are on the disk; when it rejects, none of them is. One whose id is
   * there already changes nothing.
   */
  add(entries: readonly Entry[]): Promise<void>;
  /** All entries in the order in which they happened. */
  entries(): Promise<Entry[]>;
  /** Forgets everything for good. */
  forget(): Promise<void>;
}

/** The record can neither be read nor written; the message says why. */
export class RecordUnavailable extends Error {
  override readonly name = 'RecordUnavailable';
  /** 'newer': it was written by a later version of the course, and is left as it is. */
  readonly code: 'unavailable' | 'newer';
  constructor(message: string, code: 'unavailable' | 'newer' = 'unavailable') {
    super(message);
    this.code = code;
  }
}

type Without<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never;

/** An entry before it is made: what happened. */
export type Fact = Without<Entry, 'id' | 'at'>;

/** @param after of what the learner did before: the order stays right on a clock that was set back */
export const entryOf = (fact: Fact, after = 0): Entry => ({
  id: randomId(),
  at: Math.max(Date.now(), after + 1),
  ...fact,
});

/** Not randomUUID(): a page that came over plain HTTP from another machine has none. */
const randomId = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(12)), byte => byte.toString(16).padStart(2, '0')).join('');

/** By time; what happened in the same millisecond has an order, too, the same everywhere. */
export const byTime = (one: Entry, other: Entry): number => one.at - other.at || (one.id < other.id ? -1 : 1);
