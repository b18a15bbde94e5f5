/**
 * Which starter each file was made from. A file that still equals it was never edited and may give
 * way to a newer starter; any other is the learner's.
 */
import { readOrNull, replaceFile } from './atomic.ts';

export class StarterHashes {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async get(file: string): Promise<string | undefined> {
    return (await this.#all())[file];
  }

  async set(file: string, hash: string): Promise<void> {
    const all = await this.#all();
    if (all[file] === hash) return;
    const sorted = Object.entries({ ...all, [file]: hash }).sort(([one], [other]) => (one < other ? -1 : 1));
    const text = `${JSON.stringify(Object.fromEntries(sorted), null, 2)}\n`;
    await replaceFile(this.#path, Buffer.from(text));
  }

  /** Someone may have edited it: what cannot be read counts as unknown, so that files are kept. */
  async #all(): Promise<Record<string, string>> {
    const bytes = await readOrNull(this.#path);
    const parsed: unknown = bytes === null ? {} : jsonOrNull(bytes.toString('utf8'));
    if (typeof parsed !== 'object' || parsed === null) return {};
    return Object.fromEntries(
      Object.entries(parsed).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
