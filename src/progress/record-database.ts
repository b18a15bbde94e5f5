/**
 * The server's home of the learner's record: an SQLite database in a folder of its own. What has been
 * added is on the disk (write-ahead log, synchronous=FULL), so neither a killed process nor a pulled plug
 * takes it back. The command line opens the same database at the same time.
 *
 * A database that is damaged stays as it is, and the next one, record-2.sqlite, is begun beside it with what
 * can still be read. Nothing is renamed, because SQLite removes a log by its name, and another process may
 * have the old one open.
 */
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { jsonOrNull } from '#protocol/json';
import type { Entry } from '#protocol/record';
import { type LearnerRecord, RecordUnavailable } from '#record/learner-record';
import { inTransaction, isDamage, openDatabase } from './open-database.ts';
import { salvaged } from './salvage.ts';

/** Where it is unless somebody chose another place: with the learner's files. */
export const recordFolder = (workspace: string): string => join(workspace, '.record');

const NAME = /^record-([1-9]\d*)\.sqlite$/;

// OR IGNORE would let a missing id pass as well.
const INSERT = 'INSERT INTO entries (id, at, body) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING';

type Open = { number: number; database: DatabaseSync };

export class RecordDatabase implements LearnerRecord, Disposable {
  readonly folder: string;
  readonly #log: (line: string) => void;
  #open: Open | undefined;

  /** @param folder made when the first entry is written */
  constructor(folder: string, log: (line: string) => void = console.error) {
    this.folder = folder;
    this.#log = log;
  }

  async add(entries: readonly Entry[]): Promise<void> {
    await this.#attempt(database => insert(database, entries));
  }

  async entries(): Promise<Entry[]> {
    if (this.#numbers().length === 0) return [];
    return await this.#attempt(database =>
      database
        .prepare('SELECT body FROM entries ORDER BY at, id')
        .all()
        .flatMap(({ body }) => (jsonOrNull(String(body)) as Entry | null) ?? []),
    );
  }

  async forget(): Promise<void> {
    await this.#attempt(database => {
      database.exec('DELETE FROM entries');
      // What was deleted is not to be found in the log either.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    });
  }

  /** Databases that were found damaged and are kept, oldest first. */
  setAside(): string[] {
    return this.#numbers()
      .slice(0, -1)
      .map(number => this.#path(number));
  }

  [Symbol.dispose](): void {
    this.#open?.database.close();
    this.#open = undefined;
  }

  /** Once more with the next database when this one turns out to be damaged. */
  async #attempt<T>(work: (database: DatabaseSync) => T): Promise<T> {
    const number = this.#numbers().at(-1) ?? 1;
    try {
      try {
        return work(this.#opened(number));
      } catch (error) {
        if (!isDamage(error)) throw error;
        return work(await this.#beginAfter(number, error));
      }
    } catch (error) {
      throw error instanceof RecordUnavailable ? error : new RecordUnavailable(String(error));
    }
  }

  async #beginAfter(number: number, error: unknown): Promise<DatabaseSync> {
    const saved = await salvaged(this.#path(number));
    const database = this.#opened(number + 1);
    insert(database, saved);
    const next = this.#path(number + 1);
    this.#log(
      `${this.#path(number)} is damaged (${error}). It is kept; ${next} has ${saved.length} entries of it.`,
    );
    return database;
  }

  #opened(number: number): DatabaseSync {
    const open = this.#open;
    if (open?.number === number && existsSync(this.#path(number))) return open.database;
    this[Symbol.dispose]();
    mkdirSync(this.folder, { recursive: true });
    // What somebody has deleted under us may still be open elsewhere: its name is not used again.
    const next = open !== undefined && open.number >= number ? open.number + 1 : number;
    const database = openDatabase(this.#path(next));
    this.#open = { number: next, database };
    return database;
  }

  #path(number: number): string {
    return join(this.folder, `record-${number}.sqlite`);
  }

  /** Of the databases that are there; the last one is in use. */
  #numbers(): number[] {
    if (!existsSync(this.folder)) return [];
    return readdirSync(this.folder)
      .flatMap(name => Number(NAME.exec(name)?.[1] ?? []))
      .filter(number => number > 0)
      .sort((one, other) => one - other);
  }
}

function insert(database: DatabaseSync, entries: readonly Entry[]): void {
  const statement = database.prepare(INSERT);
  inTransaction(database, () => {
    for (const entry of entries) statement.run(entry.id, entry.at, JSON.stringify(entry));
  });
}
