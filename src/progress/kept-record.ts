/**
 * A small JSON file beside the learner's files: a value for each name, sorted, written whole. Someone may
 * have edited it: what cannot be read, or was not written by us, is as if it were not there.
 */
import { jsonOrNull } from '#protocol/json';
import { readOrNull, replaceFile } from './atomic.ts';

export class KeptRecord<Value> {
  readonly #path: string;
  readonly #isValue: (value: unknown) => value is Value;
  /** One change after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(path: string, isValue: (value: unknown) => value is Value) {
    this.#path = path;
    this.#isValue = isValue;
  }

  async all(): Promise<ReadonlyMap<string, Value>> {
    const bytes = await readOrNull(this.#path);
    const parsed = bytes === null ? null : jsonOrNull(bytes.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return new Map();
    return new Map(
      Object.entries(parsed).filter((entry): entry is [string, Value] => this.#isValue(entry[1])),
    );
  }

  set(name: string, value: Value): Promise<void> {
    const written = this.#turn.then(async () => {
      const all = new Map(await this.all());
      if (all.get(name) === value) return;
      const sorted = [...all.set(name, value)].sort(([one], [other]) => (one < other ? -1 : 1));
      const text = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
      await replaceFile(this.#path, Buffer.from(text));
    });
    this.#turn = written.catch(() => {});
    return written;
  }
}
