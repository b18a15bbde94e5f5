/** Opening the record's database: whole, of this version, and made when it is not there. */
import { statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { jsonOrNull } from '#protocol/json';
import { RECORD_VERSION } from '#protocol/record-format';
import { RecordUnavailable } from '#record/learner-record';
import { upgraded } from '#record/upgrades';

/** Another process may be writing, or bringing an old database up to date. */
const BUSY_MS = 5000;

// https://www.sqlite.org/rescode.html; node:sqlite has the number in `errcode`.
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** The file is a database, but not whole, or not ours. */
class Damaged extends Error {
  override readonly name = 'Damaged';
}

export function isDamage(error: unknown): boolean {
  if (error instanceof Damaged) return true;
  if (!(error instanceof Error) || !('errcode' in error)) return false;
  // The extended codes have the plain one in their lowest byte.
  return [SQLITE_CORRUPT, SQLITE_NOTADB].includes(Number(error.errcode) & 0xff);
}

/** @throws RecordUnavailable when a later version wrote it; what isDamage() tells when it is damaged */
export function openDatabase(path: string): DatabaseSync {
  // SQLite would take it for a new one, and remove the log with all that is in it.
  if (sizeOf(path) === 0 && sizeOf(`${path}-wal`) > 0) throw new Damaged('it is empty, its log is not');
  const database = new DatabaseSync(path, { timeout: BUSY_MS });
  try {
    refuseOthers(database, path);
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON');
    const found = database.prepare('PRAGMA integrity_check(1)').get()?.integrity_check;
    if (found !== 'ok') throw new Damaged(String(found));
    bringUpToDate(database);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Before anything is written. */
function refuseOthers(database: DatabaseSync, path: string): void {
  // Both of one moment: another process may be making it.
  database.exec('BEGIN');
  const version = versionOf(database);
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  database.exec('COMMIT');
  if (version > RECORD_VERSION)
    throw new RecordUnavailable(`${path} was written by a later version of Sockscope`, 'newer');
  const names = tables.map(({ name }) => name).join();
  if (names !== (version === 0 ? '' : 'entries')) throw new Damaged(`it has other tables: ${names}`);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.user_version);

/** In one transaction: whenever the process is killed, the database is of the old version or of this one. */
function bringUpToDate(database: DatabaseSync): void {
  inTransaction(database, () => {
    // Read again: another process may have done it meanwhile.
    const version = versionOf(database);
    if (version === 0)
      database.exec(
        'CREATE TABLE entries (id TEXT NOT NULL PRIMARY KEY, at INTEGER NOT NULL, body TEXT NOT NULL) STRICT',
      );
    if (version > 0 && version < RECORD_VERSION) upgradeEntries(database, version);
    if (version < RECORD_VERSION) database.exec(`PRAGMA user_version = ${RECORD_VERSION}`);
  });
}

function upgradeEntries(database: DatabaseSync, version: number): void {
  const update = database.prepare('UPDATE entries SET body = ? WHERE id = ?');
  for (const { id, body } of database.prepare('SELECT id, body FROM entries').all()) {
    const entry = jsonOrNull(String(body));
    if (typeof entry !== 'object' || entry === null) continue;
    update.run(JSON.stringify(upgraded(entry as Record<string, unknown>, version)), String(id));
  }
}

/** All or nothing. The write lock is taken at once, or two processes could each wait for the other's. */
export function inTransaction(database: DatabaseSync, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
