/**
 * Reading the record as one file, which record-text.ts writes. Such a file may come from anybody: it is
 * judged here, as a whole, before anything is done with it.
 */
import { jsonOrNull } from '#protocol/json';
import type { Entry, RecordFile } from '#protocol/record';
import { MAX_RECORD_BYTES, RECORD_FORMAT, RECORD_VERSION } from '#protocol/record-format';
import type { LearnerRecord } from './learner-record.ts';
import { upgraded } from './upgrades.ts';

export type RefusedRecord = 'not-json' | 'other-format' | 'newer' | 'damaged' | 'too-large';

/** A file is no record that could be taken, and nothing of it was. */
export class RecordRefused extends Error {
  override readonly name = 'RecordRefused';
  readonly code: RefusedRecord;
  /** "entries[3].at", or the version of one that is newer */
  readonly where: string;
  constructor(code: RefusedRecord, where = '') {
    super(`${code} ${where}`.trim());
    this.code = code;
    this.where = where;
  }
}

type Path = readonly PropertyKey[];

/**
 * The entries of a file of this version or an older one.
 *
 * @param misfitIn where a file of its version first departs from its schema; null: nowhere
 * @throws RecordRefused
 */
export function entriesIn(text: string, misfitIn: (file: unknown) => Path | null): Entry[] {
  if (text.length > MAX_RECORD_BYTES) throw new RecordRefused('too-large');
  const { version, file } = known(jsonOrNull(text));
  const misfit = misfitIn(file);
  if (misfit !== null) throw new RecordRefused('damaged', written(misfit));
  const now = Date.now();
  // Nothing has happened later than now: such a time would stay the latest for ever.
  return (file as RecordFile).entries
    .map(entry => upgraded(entry, version))
    .map(entry => ({ ...entry, at: Math.min(entry.at, now) }));
}

/**
 * Adds what a file holds and the record has not; the rest stays as it is.
 *
 * @returns how many entries were new
 * @throws RecordRefused when the file is not taken; then nothing has changed
 */
export async function importInto(
  record: LearnerRecord,
  text: string,
  misfitIn: (file: unknown) => Path | null,
): Promise<number> {
  const brought = entriesIn(text, misfitIn);
  const known = new Set((await record.entries()).map(({ id }) => id));
  const fresh = new Map(brought.filter(({ id }) => !known.has(id)).map(entry => [entry.id, entry]));
  await record.add([...fresh.values()]);
  return fresh.size;
}

function known(file: unknown): { version: number; file: object } {
  if (file === null) throw new RecordRefused('not-json');
  if (typeof file !== 'object' || !('format' in file) || file.format !== RECORD_FORMAT)
    throw new RecordRefused('other-format');
  const version = 'version' in file ? file.version : undefined;
  if (!Number.isInteger(version) || typeof version !== 'number' || version < 1)
    throw new RecordRefused('damaged', 'version');
  if (version > RECORD_VERSION) throw new RecordRefused('newer', String(version));
  return { version, file };
}

const written = (path: Path): string =>
  path
    .map(key => (typeof key === 'number' ? `[${key}]` : `.${String(key).slice(0, 40)}`))
    .join('')
    .replace(/^\./, '');
