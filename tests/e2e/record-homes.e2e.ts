/**
 * The record's homes that live in a browser, proved by the same list as the server's database: the
 * browser's own store, and a page with a server behind it. Here without the pages of the course.
 */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Entry } from '#protocol/record';
import { RECORD_VERSION } from '#protocol/record-format';
import type { LearnerRecord } from '#record/learner-record';
import { entriesIn } from '#record/record-file';
import { behaviours } from '../record/behaviours.ts';
import { everyKind, misfitIn } from '../record/entries.ts';
import { type BrowserContext, expect, type Page, test } from './fixture.ts';
import { openBrowser } from './killable-browser.ts';
import { recordInPage } from './record-in-page.ts';

const HOMES = { 'the browser’s store': 'new BrowserRecord()', 'a page with a server': 'new ServedRecord()' };

const pageWith = async (context: BrowserContext, site: string, home: string): Promise<Page> => {
  const page = await context.newPage();
  await recordInPage(page, site, home);
  return page;
};

/** The record of a page, as Node sees it. */
const inPage = (page: Page): LearnerRecord => ({
  add: entries => page.evaluate(`record.add(${JSON.stringify(entries)})`),
  entries: () => page.evaluate<Entry[]>('record.entries()'),
  forget: () => page.evaluate('record.forget()'),
});

test.describe('like every home', () => {
  // One of the behaviours is what is done with an entry that is none.
  test.use({ expectedError: /status of 400/ });
  for (const [name, home] of Object.entries(HOMES))
    test(`${name} does what every home of the record does`, async ({ context, site }) => {
      const page = await pageWith(context, site, home);
      const other = await pageWith(context, site, home);
      for (const { name: behaviour, prove } of behaviours)
        await test.step(behaviour, async () => {
          await inPage(page).forget();
          await prove({
            record: inPage(page),
            beside: async () => inPage(other),
            reopened: async () => {
              await page.reload();
              return inPage(page);
            },
          });
        });
    });
});

test('a store of an older version is brought up to date, one of a later version is not touched', async ({
  context,
  site,
}) => {
  const version1 = readFileSync(new URL('../record/version-1/record.json', import.meta.url), 'utf8');
  const page = await pageWith(context, site, 'null');
  const made = (version: number, entries: unknown): Promise<unknown> =>
    page.evaluate(`new Promise((resolve, reject) => {
      const opening = indexedDB.open('sockscope-record', ${version});
      opening.onupgradeneeded = () => {
        if (!opening.result.objectStoreNames.contains('entries'))
          opening.result.createObjectStore('entries', { keyPath: 'id' });
        const store = opening.transaction.objectStore('entries');
        for (const entry of ${JSON.stringify(entries)}) store.put(entry);
      };
      opening.onsuccess = () => (opening.result.close(), resolve());
      opening.onerror = () => reject(opening.error);
    })`);
  await made(1, JSON.parse(version1).entries);
  const second = await pageWith(context, site, HOMES['the browser’s store']);
  const entries = await inPage(second).entries();
  expect(entries).toEqual(entriesIn(version1, misfitIn));

  // The page that has it open lets go, and says from then on that it is too old.
  await made(RECORD_VERSION + 1, []);
  await expect(inPage(second).add(everyKind)).rejects.toThrow('VersionError');
  await expect(inPage(second).entries()).rejects.toThrow('VersionError');
});

test('what is added in the last moment of a page is kept', async ({ browser, site, request }) => {
  for (const home of Object.values(HOMES)) {
    await request.delete(`${site}api/record`);
    const context = await browser.newContext();
    const page = await pageWith(context, site, home);
    await page.evaluate('record.entries()');
    const left = page.waitForURL('**/favicon.svg');
    await page.evaluate(`void record.add(${JSON.stringify(everyKind)}); location.href = '/favicon.svg'`);
    await left;
    const next = inPage(await pageWith(context, site, home));
    await expect.poll(() => next.entries()).toEqual(everyKind);
    await context.close();
  }
});

test('a browser that is killed has what its store acknowledged', async ({ site }) => {
  const profile = await mkdtemp(join(tmpdir(), 'sockscope-profile-'));
  const acknowledged: string[] = [];
  for (let round = 0; round < 2; round += 1) {
    await using browser = await openBrowser(profile);
    const store = inPage(await pageWith(browser.context, site, HOMES['the browser’s store']));
    const kept = (await store.entries()).map(({ id }) => id);
    expect(kept).toEqual(expect.arrayContaining(acknowledged));
    for (let at = 0; at < 20; at += 1) {
      const id = `killed-${round}-${at}`;
      const added = store.add([{ id, at, type: 'begun', lesson: 'echo-once' }]);
      // The last one is on its way.
      if (at === 19) added.catch(() => undefined);
      else await added.then(() => acknowledged.push(id));
    }
  }
  await rm(profile, { recursive: true });
});

test.describe('an entry that the server refuses', () => {
  test.use({ expectedError: /status of 400/ });

  test('waits, and holds up no other', async ({ context, site }) => {
    const spoilt = { ...everyKind[0], type: 'cheated' } as unknown as Entry;
    const waiting = inPage(await pageWith(context, site, HOMES['the browser’s store']));
    await waiting.add([spoilt, ...everyKind.slice(1, 3)]);
    const page = await pageWith(context, site, HOMES['a page with a server']);
    expect(await inPage(page).entries()).toEqual([spoilt, ...everyKind.slice(1, 3)]);
    expect(await waiting.entries()).toEqual([spoilt]);
  });
});

test.describe('while the server is away', () => {
  test.use({ expectedError: /ERR_CONNECTION_REFUSED/ });

  test('what is done waits in the browser, and comes to the server once', async ({ context, server }) => {
    const page = await pageWith(context, server.address, HOMES['a page with a server']);
    await inPage(page).add(everyKind.slice(0, 2));
    await server.end('SIGKILL');
    await inPage(page).add(everyKind.slice(2, 4));
    await inPage(page).add(everyKind.slice(4, 5));
    await server.begin();
    expect(await inPage(page).entries()).toEqual(everyKind.slice(0, 5));
    const answer = await fetch(`${server.address}api/record`);
    const told = (await answer.json()) as { entries: Entry[] };
    expect(told.entries).toEqual(everyKind.slice(0, 5));
    await page.close();
  });
});
