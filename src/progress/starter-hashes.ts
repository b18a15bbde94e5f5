/**
 * Which starter each file was made from. A file that still equals it was never edited and may give
 * way to a newer starter; any other is the learner's.
 */
import { KeptRecord } from './kept-record.ts';

export class StarterHashes {
  readonly #kept: KeptRecord<string>;

  constructor(path: string) {
    this.#kept = new KeptRecord(path, value => typeof value === 'string');
  }

  async get(file: string): Promise<string | undefined> {
    return (await this.#kept.all()).get(file);
  }

  set(file: string, hash: string): Promise<void> {
    return this.#kept.set(file, hash);
  }
}
