/** The course without a network after one visit; and never an old page, file or answer when there is one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeOfflineWorker } from '../../src/site/build/offline.ts';
import { BASE } from '../site/build.ts';
import { expect, type Page, test } from './fixture.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';

test.use({ serviceWorkers: 'allow', expectedError: /ERR_INTERNET_DISCONNECTED|Failed to fetch/ });

/** Resolves when the browser has the whole course. */
const isKept = (page: Page): Promise<void> =>
  page.evaluate('navigator.serviceWorker.ready.then(() => undefined)');

test('after one visit every page opens offline, a lab from its recording, and search finds', async ({
  page,
  site,
  context,
}) => {
  test.setTimeout(120_000);
  await page.goto(`${site}en/`);
  await isKept(page);
  const kept = await page.evaluate(`caches.keys().then(async ([name]) =>
    (await (await caches.open(name)).keys()).map(({ url }) => url))`);
  expect((kept as string[]).filter(url => url.includes('/api/'))).toEqual([]);
  await context.setOffline(true);

  await page.goto(`${site}ko/lessons/echo-once/?step=connect`);
  await expect(labOf(page, 'ko')).toHaveAttribute('data-move', 'connect');
  await page.goto(`${site}en/lessons/first-packet/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'wait');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('backlog');
  await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await context.setOffline(false);
});

test('after an update the new page is shown at once, and kept when the old one is left', async ({
  page,
  context,
}) => {
  test.setTimeout(120_000);
  await using host = await startStaticHost();
  const home = join(host.folder, 'en/index.html');
  const heading = page.getByRole('heading', { level: 1 });
  await page.goto(`${host.address}en/`);
  await isKept(page);
  writeFileSync(home, readFileSync(home, 'utf8').replace('Sockets you can run</h1>', 'Sockets anew</h1>'));
  await page.reload();
  await expect(heading).toHaveText('Sockets anew');
  // Until the new build's worker has taken over, whoever is offline gets the old build, whole.
  await context.setOffline(true);
  await page.reload();
  await expect(heading).toHaveText('Sockets you can run');
  await context.setOffline(false);

  makeOfflineWorker(host.folder, BASE);
  await page.reload();
  await page.evaluate(`navigator.serviceWorker.ready.then(async registration => {
    await registration.update();
    const next = registration.installing ?? registration.waiting;
    while (next?.state === 'installing')
      await new Promise(changed => next.addEventListener('statechange', changed, { once: true }));
  })`);
  await page.goto('about:blank');
  await page.goto(`${host.address}en/`);
  await expect
    .poll(() => page.evaluate('caches.keys().then(names => names.length)'), {
      message: 'the old build is gone',
    })
    .toBe(1);
  await context.setOffline(true);
  await page.reload();
  await expect(heading).toHaveText('Sockets anew');
  await context.setOffline(false);
});
