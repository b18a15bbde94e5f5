/** The server's home of the record: what every home does, and what a database on a disk can meet. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, open, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { RecordDatabase } from '#progress/record-database';
import { type Entry, RecordFile } from '#protocol/record';
import { RECORD_VERSION } from '#protocol/record-format';
import { entriesIn } from '#record/record-file';
import { recordText } from '#record/record-text';
import { openDatabase } from '../../src/progress/open-database.ts';
import { behaviours } from '../record/behaviours.ts';
import { everyKind, misfitIn } from '../record/entries.ts';

const VERSIONS = [1, 2];
const ofVersion = (version: number, name: string): Promise<string> =>
  readFile(new URL(`../record/version-${version}/${name}`, import.meta.url), 'utf8');

async function openPlace() {
  const parent = await mkdtemp(join(tmpdir(), 'sockscope-record-'));
  const folder = join(parent, 'workspace/.record');
  const opened: RecordDatabase[] = [];
  const said: string[] = [];
  return {
    folder,
    file: (number = 1) => join(folder, `record-${number}.sqlite`),
    said,
    open() {
      const record = new RecordDatabase(folder, line => said.push(line));
      opened.push(record);
      return record;
    },
    close() {
      for (const record of opened.splice(0)) record[Symbol.dispose]();
    },
    async [Symbol.asyncDispose]() {
      for (const record of opened) record[Symbol.dispose]();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

describe('like every home of the record', () => {
  test.each(behaviours)('$name', async ({ prove }) => {
    await using place = await openPlace();
    await prove({
      record: place.open(),
      beside: async () => place.open(),
      reopened: async () => {
        place.close();
        return place.open();
      },
    });
  });
});

test('reading makes no folder', async () => {
  await using place = await openPlace();
  expect(await place.open().entries()).toEqual([]);
  await expect(stat(place.folder)).rejects.toThrow('ENOENT');
});

test('an addition is on the disk before it is acknowledged', async () => {
  await using place = await openPlace();
  await place.open().add(everyKind);
  const database = openDatabase(place.file());
  const setTo = (name: string) => database.prepare(`PRAGMA ${name}`).get()?.[name];
  expect(setTo('journal_mode')).toBe('wal');
  // FULL: the log is synced at every commit (https://www.sqlite.org/pragma.html#pragma_synchronous).
  expect(setTo('synchronous')).toBe(2);
  database.close();
});

const filler: Entry[] = Array.from({ length: 500 }, (_, at) => ({
  ...{ id: `filler-${at}`, at, type: 'begun', lesson: 'echo-once' },
}));

/** A whole database of many pages, closed; then spoilt. */
async function spoilt(spoil: (file: string) => Promise<void>) {
  const place = await openPlace();
  const record = place.open();
  await record.add(everyKind);
  await record.add(filler);
  place.close();
  await spoil(place.file());
  return place;
}

const PAGE = 4096;

const overwrite = (from: number, bytes: Uint8Array) => async (file: string) => {
  await using handle = await open(file, 'r+');
  await handle.write(bytes, 0, bytes.length, from);
};

/** The rows are whole, but one of them is not found by its id. */
async function spoilIndex(file: string): Promise<void> {
  const bytes = await readFile(file);
  // https://www.sqlite.org/fileformat.html#b_tree_pages: a leaf of an index begins with 10.
  const leaves = Array.from({ length: bytes.length / PAGE }, (_, at) => at * PAGE).filter(
    at => bytes[at] === 10,
  );
  const place = leaves
    .map(at => bytes.indexOf('filler-25', at))
    .find((at, leaf) => at - (leaves[leaf] ?? 0) < PAGE);
  await overwrite((place ?? -1) + 'filler-'.length, Buffer.from('9'))(file);
}

test.each<[string, (file: string) => Promise<void>, 'nothing' | 'some' | 'all']>([
  ['whose beginning is gone', overwrite(0, new Uint8Array(100)), 'nothing'],
  ['of other bytes', file => writeFile(file, 'a shopping list, and no database\n'.repeat(100)), 'nothing'],
  ['with zeros in its middle', overwrite(8 * PAGE, new Uint8Array(PAGE)), 'some'],
  ['that was cut off', async file => await truncate(file, 12 * PAGE), 'some'],
  ['whose index is wrong', spoilIndex, 'all'],
  [
    'of another program',
    async file => {
      await rm(file);
      using other = new DatabaseSync(file);
      other.exec('CREATE TABLE recipes (name TEXT); PRAGMA user_version = 1');
    },
    'nothing',
  ],
])(
  'a database %s is said, stays as it is, and what can be read goes on in another',
  async (_, spoil, what) => {
    await using place = await spoilt(spoil);
    const before = await readFile(place.file());
    const record = place.open();
    const later = { ...everyKind[0], id: 'later-than-the-damage' } as Entry;
    await record.add([later]);
    const entries = await record.entries();
    const saved = entries.filter(({ id }) => id !== later.id);
    expect(entries).toHaveLength(saved.length + 1);
    if (what === 'nothing') expect(saved).toEqual([]);
    if (what === 'all') expect(saved).toEqual([...filler, ...everyKind]);
    if (what === 'some') {
      expect(saved.length).toBeGreaterThan(50);
      expect(saved.length).toBeLessThan(filler.length);
      expect([...filler, ...everyKind]).toEqual(expect.arrayContaining(saved));
    }
    expect(place.said).toEqual([expect.stringContaining(`${place.file()} is damaged`)]);
    expect(place.said[0]).toContain(`has ${saved.length} entries of it`);
    expect(record.setAside()).toEqual([place.file()]);
    expect((await readFile(place.file())).equals(before), 'nothing of it was written').toBe(true);
    place.close();
    expect(await place.open().entries(), 'the next one is in use from now on').toEqual(entries);
  },
);

/** A database that an older version wrote (tests/record/version-1, -2). */
async function openVersion(version: number) {
  const place = await openPlace();
  await mkdir(place.folder, { recursive: true });
  using old = new DatabaseSync(place.file());
  old.exec(await ofVersion(version, 'record.sql'));
  return place;
}

test.each(VERSIONS)(
  'a database of version %i is brought up to date, and has what a file of it brings',
  async version => {
    await using place = await openVersion(version);
    const entries = await place.open().entries();
    expect(entries).toEqual(entriesIn(await ofVersion(version, 'record.json'), misfitIn));
    expect(entries.find(({ type }) => type === 'read')).toMatchObject({ isRead: true });
    expect(RecordFile.safeParse(JSON.parse(recordText(entries))).error).toBeUndefined();
    await place.open().add(everyKind.slice(-1));
    place.close();
    expect(await place.open().entries(), 'and is not upgraded twice').toHaveLength(entries.length + 1);
    expect(place.said).toEqual([]);
  },
);

test.each(VERSIONS)(
  'a damaged database of version %i is kept, and what can be read goes on in another',
  async version => {
    await using place = await openVersion(version);
    {
      using old = new DatabaseSync(place.file());
      // A table of somebody else's: the whole of it is then not trusted, and each entry is judged.
      old.exec('CREATE TABLE recipes (name TEXT); PRAGMA wal_checkpoint(TRUNCATE)');
    }
    const before = await readFile(place.file());
    const entries = await place.open().entries();
    expect(entries).toEqual(entriesIn(await ofVersion(version, 'record.json'), misfitIn));
    expect((await readFile(place.file())).equals(before), 'nothing of it was written').toBe(true);
    expect(place.said).toEqual([expect.stringContaining(`${place.file()} is damaged`)]);
  },
);

test('an upgrade that cannot be finished leaves the database as it was', async () => {
  await using place = await openVersion(1);
  {
    using old = new DatabaseSync(place.file());
    old.exec(
      "CREATE TRIGGER t BEFORE UPDATE ON entries WHEN NEW.id = 'entry-of-kind-9' BEGIN SELECT RAISE(ABORT, 'no room'); END",
    );
  }
  await expect(place.open().entries()).rejects.toThrow('no room');
  using looking = new DatabaseSync(place.file());
  expect(looking.prepare('PRAGMA user_version').get()?.user_version).toBe(1);
  expect(looking.prepare("SELECT count(*) AS n FROM entries WHERE body LIKE '%isRead%'").get()?.n).toBe(0);
});

test('two that open an old database at once both find it up to date', async () => {
  await using place = await openVersion(1);
  const found = await Promise.all([entriesElsewhere(place.folder), entriesElsewhere(place.folder)]);
  expect(found[0]).toHaveLength(10);
  expect(found[1]).toEqual(found[0]);
  expect(await place.open().entries()).toEqual(found[0]);
});

/** As another process reads them. */
async function entriesElsewhere(folder: string): Promise<Entry[]> {
  const reader = `
    import { RecordDatabase } from '#progress/record-database';
    console.log(JSON.stringify(await new RecordDatabase(process.argv[1]).entries()));`;
  const args = ['--input-type=module', '--eval', reader, folder];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as Entry[];
}

test('a database of a later version is not touched', async () => {
  await using place = await openPlace();
  await place.open().add(everyKind);
  place.close();
  {
    using later = new DatabaseSync(place.file());
    later.exec(`PRAGMA user_version = ${RECORD_VERSION + 1}`);
  }
  const before = await readFile(place.file());
  const record = place.open();
  await expect(record.add(everyKind)).rejects.toMatchObject({ name: 'RecordUnavailable', code: 'newer' });
  await expect(record.entries()).rejects.toMatchObject({ name: 'RecordUnavailable', code: 'newer' });
  expect((await readFile(place.file())).equals(before)).toBe(true);
  expect(await readdir(place.folder)).toEqual(['record-1.sqlite']);
});

test('what somebody deletes under a running server is lost, but nothing that follows', async () => {
  await using place = await openPlace();
  const record = place.open();
  await record.add(everyKind);
  await rm(place.folder, { recursive: true });
  await record.add(everyKind.slice(0, 1));
  expect(await place.open().entries()).toEqual(everyKind.slice(0, 1));
});

test('a database that another process found damaged is left for the next one', async () => {
  await using place = await openPlace();
  const [server, commandLine] = [place.open(), place.open()];
  await server.add(everyKind.slice(0, 1));
  {
    // Otherwise the log has every page, and what is done to the file itself does no harm.
    using other = new DatabaseSync(place.file());
    other.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  }
  await overwrite(0, new Uint8Array(100))(place.file());
  await commandLine.add(everyKind.slice(1, 2));
  await server.add(everyKind.slice(2, 3));
  expect(await server.entries()).toEqual(everyKind.slice(1, 3));
  expect(await commandLine.entries()).toEqual(everyKind.slice(1, 3));
});

test('an empty file beside a log that is not empty is damage, and the log is kept', async () => {
  await using place = await openPlace();
  await place.open().add(everyKind);
  const log = await readFile(`${place.file()}-wal`);
  expect(log.length).toBeGreaterThan(1000);
  await truncate(place.file());
  await place.open().add(everyKind);
  expect((await readFile(`${place.file()}-wal`)).equals(log)).toBe(true);
  expect(place.said).toHaveLength(1);
});
