/** What a reader did is kept, with a server and without: in two tabs, over reloads and a killed server, as a file. */
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { recordText } from '#record/record-text';
import { everyKind } from '../record/entries.ts';
import { expectNoBarriers } from './barriers.ts';
import { expect, type Page, test } from './fixture.ts';
import { outcomeOf, questionOn } from './questions.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

const FIRST = 'lessons/first-packet/';
const SECOND = 'lessons/bind-a-port/';
const HOW_MANY = /How many packets does that cause/;

/** What is said beside a lesson; the other two are on the page as well, and hidden. */
async function expectMark(page: Page, title: string, state: 'new' | 'begun' | 'done'): Promise<void> {
  const row = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('link', { name: title, exact: true }) });
  const text = say('en', `site.progress.state.${state}`);
  await expect(row.locator('.progress-mark')).toHaveText(text, { useInnerText: true });
}

/** Opens the recording of a lesson, predicts, and goes on to the move that proves it right. */
async function predictAndGo(page: Page, address: string): Promise<void> {
  await page.goto(`${address}en/${SECOND}?step=create`);
  await questionOn(page, HOW_MANY).getByRole('spinbutton').fill('0');
  await questionOn(page, HOW_MANY).getByRole('button', { name: 'Commit' }).click();
  await walkTo(page, 'bind');
  await expect(outcomeOf(page, HOW_MANY)).toContainText('The run shows the same: right.');
}

async function readToTheEnd(page: Page, address: string): Promise<void> {
  await page.goto(`${address}en/${FIRST}`);
  const end = page.getByText(say('en', 'site.progress.read'));
  await expect(end).toBeHidden();
  await page.keyboard.press('End');
  await expect(end).toBeVisible();
}

/** What two tabs did, as the first page, the course map and the page of the progress tell it. */
async function expectBoth(page: Page, address: string): Promise<void> {
  await page.goto(`${address}en/`);
  await expect(page.getByRole('link', { name: /^Continue: bind: .*, move 2 of 8$/ })).toBeVisible();
  await page.goto(`${address}en/map/`);
  await expectMark(page, 'Your first live packet', 'done');
  await expectMark(page, 'A socket is a numbered handle', 'new');
  await page.goto(`${address}en/progress/`);
  await expectMark(page, 'bind: choosing where to be found', 'begun');
  const second = page.locator('[data-progress-row="bind-a-port"]');
  await expect(second).toContainText('2 of 8 moves · 1 of 1 predictions right');
}

test('two tabs, a reload, a killed server and another browser: everything is there', async ({
  page,
  server,
  context,
  browser,
}) => {
  const other = await context.newPage();
  await readToTheEnd(other, server.address);
  await predictAndGo(page, server.address);
  await expectBoth(other, server.address);

  await Promise.all([page.goto('about:blank'), other.goto('about:blank')]);
  await server.restart('SIGKILL');
  await expectBoth(page, server.address);
  const elsewhere = await browser.newContext();
  await expectBoth(await elsewhere.newPage(), server.address);
  await elsewhere.close();

  // The way back leads to the move; the question there is answered as it was.
  await page.goto(`${server.address}en/`);
  await page.getByRole('link', { name: /^Continue: / }).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'bind');
  await expect(outcomeOf(page, HOW_MANY)).toContainText('You said: 0.');
  await other.close();
});

test('without a server the browser keeps it; the file goes to and fro, and a spoilt one changes nothing', async ({
  page,
  site,
  context,
}, { outputDir }) => {
  await using host = await startStaticHost();
  const other = await context.newPage();
  await readToTheEnd(other, host.address);
  await predictAndGo(page, host.address);
  await expectBoth(other, host.address);
  await expect(other.getByText(say('en', 'site.progress.kept.browser'))).toBeVisible();

  const exporting = other.waitForEvent('download');
  await other.getByRole('button', { name: say('en', 'site.progress.export') }).click();
  const file = join(outputDir, 'record.json');
  await (await exporting).saveAs(file);

  // The server's home reads what the browser's has written.
  await page.goto(`${site}en/progress/`);
  await expect(page.getByText(say('en', 'site.progress.kept.server'))).toBeVisible();
  const said = page.locator('[data-progress-file]').getByRole('status');
  const bring = async (path: string): Promise<void> => {
    const choosing = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: say('en', 'site.progress.import') }).click();
    await (await choosing).setFiles(path);
  };
  await bring(file);
  await expect(said).toHaveText(/^New entries added from the file: [1-9]\d*\.$/);
  await expectBoth(page, site);
  await bring(file);
  await expect(said).toHaveText(say('en', 'site.progress.imported-none'));

  const spoilt = join(outputDir, 'spoilt.json');
  await writeFile(spoilt, readFileSync(file, 'utf8').replace('"type":"read"', '"type":"cheated"'));
  await bring(spoilt);
  await expect(said).toHaveText(
    /^This record file is damaged at entries\[\d+\]\.type\. Nothing was changed\.$/,
  );
  await expectBoth(page, site);

  // By the keyboard, and asked first.
  const forget = page.getByRole('button', { name: say('en', 'site.progress.forget') });
  const ask = page.getByRole('dialog');
  await forget.first().press('Enter');
  await expect(ask.getByRole('button', { name: say('en', 'site.progress.forget.no') })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(ask).toBeHidden();
  await expectMark(page, 'Your first live packet', 'done');
  await forget.first().press('Enter');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(said).toHaveText(say('en', 'site.progress.forgotten'));
  await expectMark(page, 'Your first live packet', 'new');
  await other.close();
});

test('the page of the progress keeps nobody out, in both languages, wide and narrow', async ({
  page,
  site,
  request,
}) => {
  await request.post(`${site}api/record`, { data: recordText(everyKind) });
  const open = async (locale: Locale): Promise<void> => {
    await page.goto(`${site}${locale}/progress/`);
    const lesson = page.locator('[data-progress-row="echo-once"]');
    await expect(lesson).toContainText(say(locale, 'site.progress.exercises', { n: 1, total: 3 }));
  };
  await open('en');
  await page.getByRole('button', { name: say('en', 'site.progress.forget') }).click();
  await expectNoBarriers(page, 'asking whether to forget');
  await page.setViewportSize({ width: 360, height: 740 });
  await open('ko');
  await expectNoBarriers(page, '360 px wide');
  const room = await page.locator('html').evaluate(html => html.clientWidth - html.scrollWidth);
  expect(room).toBeGreaterThanOrEqual(0);
});

test('a reader may take back that a lesson was read', async ({ page, site }) => {
  await readToTheEnd(page, site);
  await page.getByRole('button', { name: say('en', 'site.progress.mark-unread') }).click();
  await expect(page.getByText(say('en', 'site.progress.read'))).toBeHidden();
  await expect(page.getByRole('button', { name: say('en', 'site.progress.mark-read') })).toBeFocused();
  await page.goto(`${site}en/map/`);
  await expectMark(page, 'Your first live packet', 'begun');
});
