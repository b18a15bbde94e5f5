/**
 * What can still be read of a damaged database, from both ends up to the damage. A copy is read, because
 * SQLite writes to what it opens; and each entry is judged, because its bytes may be anything.
 */
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { jsonOrNull } from '#protocol/json';
import type { Entry } from '#protocol/record';
import { RECORD_FORMAT } from '#protocol/record-format';
import { upgraded } from '#record/upgrades';

const ENDS = ['ASC', 'DESC'] as const;

export async function salvaged(path: string): Promise<Entry[]> {
  const { RecordFile } = await import('#protocol/record');
  const { version, bodies } = readCopy(path);
  return [...bodies].flatMap(body => {
    const entry = jsonOrNull(body);
    const file = { format: RECORD_FORMAT, version, entries: [entry] };
    return RecordFile.safeParse(file).success ? upgraded(entry as Record<string, unknown>, version) : [];
  });
}

function readCopy(path: string): { version: number; bodies: ReadonlySet<string> } {
  const bodies = new Set<string>();
  let version = 0;
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-salvage-'));
  const copy = join(folder, 'copy.sqlite');
  for (const end of ['', '-wal'])
    if (existsSync(`${path}${end}`)) copyFileSync(`${path}${end}`, `${copy}${end}`);
  for (const end of ENDS)
    try {
      using database = new DatabaseSync(copy, { defensive: false });
      // Also lets a file be read that is shorter than it says.
      database.exec('PRAGMA writable_schema = ON');
      version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
      for (const { body } of database.prepare(`SELECT body FROM entries ORDER BY rowid ${end}`).iterate())
        bodies.add(String(body));
    } catch {
      // Here is the damage; what came before it is kept.
    }
  rmSync(folder, { recursive: true });
  return { version, bodies };
}
