/**
 * The browser's home of the learner's record: IndexedDB, an entry under each id. Every transaction is
 * strict (on the disk when it is over) and committed at once, so that it outlives the page it was begun by.
 */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, unwrap } from 'idb';
import type { Entry } from '#protocol/record';
import { RECORD_VERSION } from '#protocol/record-format';
import { byTime, type LearnerRecord, RecordUnavailable } from '#record/learner-record';
import { upgraded } from '#record/upgrades';

const DATABASE = 'sockscope-record';
const STRICT = { durability: 'strict' } as const;

interface Store extends DBSchema {
  entries: { key: string; value: Entry };
}

type Written = Pick<IDBPTransaction<Store, ['entries'], 'readwrite'>, 'abort' | 'done'>;
type Upgrade = IDBPTransaction<Store, 'entries'[], 'versionchange'>;

export class BrowserRecord implements LearnerRecord {
  #database: Promise<IDBPDatabase<Store>> | undefined;

  async add(entries: readonly Entry[]): Promise<void> {
    await this.#attempt(async database => {
      try {
        await addAtOnce(database, entries);
      } catch {
        await addWhatIsNew(database, entries);
      }
    });
  }

  entries(): Promise<Entry[]> {
    return this.#attempt(async database => (await database.getAll('entries')).sort(byTime));
  }

  async remove(entries: readonly Entry[]): Promise<void> {
    await this.#attempt(async database => {
      const written = database.transaction('entries', 'readwrite');
      await Promise.all([...entries.map(({ id }) => written.store.delete(id)), written.done]);
    });
  }

  async forget(): Promise<void> {
    await this.#attempt(async database => {
      const written = database.transaction('entries', 'readwrite', STRICT);
      await Promise.all([written.store.clear(), written.done]);
    });
  }

  async #attempt<T>(work: (database: IDBPDatabase<Store>) => Promise<T>): Promise<T> {
    try {
      this.#database ??= this.#open();
      return await work(await this.#database);
    } catch (error) {
      // The browser has closed it, or the store is of a later version than this page.
      const name = error instanceof DOMException ? error.name : '';
      if (name === 'InvalidStateError') this.#database = undefined;
      throw new RecordUnavailable(String(error), name === 'VersionError' ? 'newer' : 'unavailable');
    }
  }

  async #open(): Promise<IDBPDatabase<Store>> {
    const isGone = (): void => {
      this.#database = undefined;
    };
    try {
      const database = await openDB<Store>(DATABASE, RECORD_VERSION, {
        upgrade: (opened, before, _, transaction) => {
          if (before === 0) opened.createObjectStore('entries', { keyPath: 'id' });
          else void upgradeAll(transaction, before);
        },
        terminated: isGone,
      });
      // A page of a later version waits for this one to let go.
      database.onversionchange = () => {
        isGone();
        database.close();
      };
      return database;
    } catch (error) {
      isGone();
      throw error;
    }
  }
}

/** All or nothing: when one of them cannot be brought up to date, the store stays of its version. */
async function upgradeAll(transaction: Upgrade, version: number): Promise<void> {
  try {
    const store = transaction.objectStore('entries');
    for (const entry of await store.getAll()) await store.put(upgraded(entry, version));
  } catch {
    transaction.abort();
  }
}

/** Committed before anything is waited for; fails as a whole when one of them is there already. */
async function addAtOnce(database: IDBPDatabase<Store>, entries: readonly Entry[]): Promise<void> {
  const written = database.transaction('entries', 'readwrite', STRICT);
  await allOrNone(written, async () => {
    // Requests of the browser's own: whether they have worked is what `done` says.
    const store = unwrap(written.store);
    for (const entry of entries) store.add(entry);
    written.commit();
  });
}

async function addWhatIsNew(database: IDBPDatabase<Store>, entries: readonly Entry[]): Promise<void> {
  const written = database.transaction('entries', 'readwrite', STRICT);
  await allOrNone(written, async () => {
    for (const entry of entries)
      if ((await written.store.getKey(entry.id)) === undefined) await written.store.add(entry);
  });
}

async function allOrNone(written: Written, work: () => Promise<void>): Promise<void> {
  const done = written.done;
  try {
    await work();
  } catch (error) {
    done.catch(() => undefined);
    try {
      written.abort();
    } catch {
      // The browser has done it.
    }
    throw error;
  }
  await done;
}
