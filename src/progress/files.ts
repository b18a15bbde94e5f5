/**
 * The learner's exercise files: real files in one folder, so that any editor works. Nothing a
 * learner wrote is ever lost: a write is a new file renamed over the old one, a save that did not
 * begin from what is on disk is not carried out, and what a reset replaces is kept in `.history/`.
 */
import { join } from 'node:path';
import { MAX_FILE_BYTES } from '#protocol/message-sizes';
import { hashOf, modifiedAt, readOrNull, removeAbandoned, replaceFile } from './atomic.ts';
import { StarterHashes } from './starter-hashes.ts';

/** Which file, and what it begins as; `file` is a plain name checked by the exercise's schema. */
export type Assigned = { file: string; starter: string };

export type LearnerFile = {
  text: string;
  /** of the bytes on disk */
  hash: string;
  isStarter: boolean;
  /** milliseconds since 1970; null when never edited */
  savedAt: number | null;
};

export type Saved = { saved: true; hash: string } | { saved: false; now: LearnerFile };

/** The folder or the file cannot be read or written, or the text is too large; `code` is a RefusalCode. */
export class FileRefused extends Error {
  override readonly name = 'FileRefused';
  readonly code: 'file-unavailable' | 'file-too-large';
  constructor(code: 'file-unavailable' | 'file-too-large', message: string) {
    super(message);
    this.code = code;
  }
}

export class Workspace {
  readonly folder: string;
  readonly #starters: StarterHashes;
  /** One operation after the other; other processes are met by renaming and by hashes. */
  #turn: Promise<unknown> = Promise.resolve();
  #cleaned: Promise<void> | undefined;

  constructor(folder: string) {
    this.folder = folder;
    this.#starters = new StarterHashes(join(folder, '.starters.json'));
  }

  /** The file as it is; made from the starter when there is none, or when an old starter was never touched. */
  read(assigned: Assigned): Promise<LearnerFile> {
    return this.#inTurn(() => this.#read(assigned));
  }

  /** The file as it is; null when there is none, and none is made. */
  look(assigned: Assigned): Promise<LearnerFile | null> {
    return this.#inTurn(async () =>
      (await readOrNull(this.#path(assigned))) === null ? null : await this.#read(assigned),
    );
  }

  /**
   * Writes the text when `base` is the hash of what is on disk (or nothing is); otherwise says what
   * is there now and writes nothing.
   */
  save(assigned: Assigned, text: string, base: string): Promise<Saved> {
    return this.#inTurn(async () => {
      const bytes = Buffer.from(text);
      refuseLarge(assigned.file, bytes.length);
      const before = await readOrNull(this.#path(assigned));
      if (before !== null && hashOf(before) !== base)
        return { saved: false, now: await this.#read(assigned) };
      // A file that is no UTF-8 came to the page with replacement characters: keep what it was.
      if (before !== null && !isUtf8(before)) await this.#keep(assigned.file, before);
      await replaceFile(this.#path(assigned), bytes);
      return { saved: true, hash: hashOf(bytes) };
    });
  }

  /** Puts the starter back; what was there is kept as `.history/<file>.<time>`. */
  reset(assigned: Assigned): Promise<LearnerFile> {
    return this.#inTurn(async () => {
      const before = await readOrNull(this.#path(assigned));
      if (before !== null && hashOf(before) !== hashOf(assigned.starter))
        await this.#keep(assigned.file, before);
      return await this.#begin(assigned);
    });
  }

  async #read(assigned: Assigned): Promise<LearnerFile> {
    const bytes = await readOrNull(this.#path(assigned));
    if (bytes === null) return await this.#begin(assigned);
    refuseLarge(assigned.file, bytes.length);
    const hash = hashOf(bytes);
    const starter = hashOf(assigned.starter);
    if (hash !== starter && hash === (await this.#starters.get(assigned.file)))
      return await this.#begin(assigned);
    if (hash === starter) await this.#starters.set(assigned.file, starter);
    const savedAt = hash === starter ? null : await modifiedAt(this.#path(assigned));
    return { text: bytes.toString('utf8'), hash, isStarter: hash === starter, savedAt };
  }

  /** The file first, its starter's hash second: killed in between, the next read finds them equal. */
  async #begin({ file, starter }: Assigned): Promise<LearnerFile> {
    await replaceFile(join(this.folder, file), Buffer.from(starter));
    const hash = hashOf(starter);
    await this.#starters.set(file, hash);
    return { text: starter, hash, isStarter: true, savedAt: null };
  }

  async #keep(file: string, bytes: Uint8Array): Promise<void> {
    const time = new Date().toISOString().replaceAll(':', '-');
    await replaceFile(join(this.folder, '.history', `${file}.${time}`), bytes);
  }

  #path({ file }: Assigned): string {
    return join(this.folder, file);
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const begin = async (): Promise<T> => {
      this.#cleaned ??= removeAbandoned(this.folder);
      await this.#cleaned;
      return await work();
    };
    const result = this.#turn.then(begin, begin).catch((error: unknown) => {
      if (error instanceof Error && 'syscall' in error)
        throw new FileRefused('file-unavailable', error.message);
      throw error;
    });
    this.#turn = result;
    return result;
  }
}

function refuseLarge(file: string, bytes: number): void {
  if (bytes > MAX_FILE_BYTES)
    throw new FileRefused(
      'file-too-large',
      `${file} has ${bytes} bytes, at most ${MAX_FILE_BYTES} are taken`,
    );
}

const isUtf8 = (bytes: Buffer): boolean => Buffer.from(bytes.toString('utf8')).equals(bytes);
