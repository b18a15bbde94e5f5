/**
 * `npm run shots -- FOLDER [pages | lab | play [PANE]]`: pictures to look at, in both themes. Of every kind of
 * page, in both languages, at the widths of a projector and a phone; of one lab, run live, and a laptop's width
 * too; and of every state of the play page.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startPlay } from './play-server.ts';
import { launchChromium, startCourse, walkTo } from './walked-lesson.ts';

const [folder, what, pane] = process.argv.slice(2);
if (folder === undefined) throw new Error('expected a folder: npm run shots -- /tmp/shots');

const THEMES = ['light', 'dark'] as const;
const SIZES = [
  { width: 1600, height: 900 },
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const MOVE = 'client-recv';
/** Each kind of page: its address below the language, and what of it is brought into view. */
const PAGES: readonly { name: string; path: string; place?: string }[] = [
  { name: 'home', path: '' },
  { name: 'map', path: 'map/' },
  { name: 'path', path: 'map/subnetting-only/' },
  { name: 'lesson', path: 'lessons/first-packet/' },
  { name: 'exercise', path: 'lessons/echo-once/', place: '#exercise-echo-once' },
  { name: 'glossary', path: 'glossary/' },
  { name: 'errata', path: 'errata/' },
  { name: 'workbench', path: 'workbench/' },
  { name: 'progress', path: 'progress/' },
  { name: 'review', path: 'review/' },
  { name: 'missing', path: 'lessons/echo-one/' },
];

await using browser = await launchChromium();
if (what === undefined || what === 'pages') await shootPages(browser);
if (what === undefined || what === 'lab') await shootLab(browser);
if (what === undefined || what === 'play') await shootPlay(browser);

async function shootPages(browser: Browser): Promise<void> {
  await using course = await startCourse();
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  for (const locale of ['en', 'ko'])
    for (const { name, path, place } of PAGES)
      for (const size of SIZES.filter(({ width }) => width !== 1280)) {
        await page.setViewportSize(size);
        await page.goto(`${course.address}${locale}/${path}`);
        if (place !== undefined) await comeTo(page, place);
        for (const theme of THEMES) {
          const file = join('pages', `${name}-${locale}-${size.width}-${theme}`);
          await shoot(page, theme, file, place === undefined && size.width < 800);
        }
      }
  await page.close();
}

/** Its editor is loaded when the reader comes near. */
async function comeTo(page: Page, place: string): Promise<void> {
  await page.locator(place).evaluate(element => element.scrollIntoView({ block: 'start' }));
  await page.locator(`${place} .cm-content`).waitFor();
  await page.locator(place).evaluate(element => element.scrollIntoView({ block: 'start' }));
}

async function shootLab(browser: Browser): Promise<void> {
  await using course = await startCourse();
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' });
  await page.goto(`${course.address}en/lessons/echo-once/`);
  await shootAll(page, 'still');
  await page.setViewportSize({ width: 1280, height: 800 });
  await walkTo(page, MOVE);
  await shootAll(page, 'lab');
  await page.close();
}

/** On a phone the whole page is wanted, and the lab has to be chosen there. */
async function shootAll(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const toLab = page.locator('.view-switch [data-show="lab"]');
    if (await toLab.isVisible()) await toLab.click();
    for (const theme of THEMES)
      await shoot(page, theme, join('lab', `${name}-${size.width}-${theme}`), size.width < 800);
  }
}

async function shoot(page: Page, theme: string, name: string, fullPage: boolean): Promise<void> {
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'dark' : 'light' });
  await page.locator(`html[data-theme="${theme}"]`).waitFor();
  // What stays on top of a scrolled page would stand in the middle of a picture of all of it.
  await page.evaluate(`new Promise(drawn => {
    if (${fullPage}) scrollTo({ top: 0, behavior: 'instant' });
    requestAnimationFrame(() => requestAnimationFrame(drawn));
  })`);
  const path = join(folder ?? '', `${name}.png`);
  mkdirSync(join(path, '..'), { recursive: true });
  await page.screenshot({ path, fullPage });
  console.log(path);
}

async function shootPlay(browser: Browser): Promise<void> {
  await using server = await startPlay();
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, reducedMotion: 'reduce' });
  await page.goto(server.address);
  const keys = await page
    .locator('[data-state]')
    .evaluateAll(links => links.map(link => link.getAttribute('data-state') ?? ''));
  for (const key of keys.filter(each => pane === undefined || each.startsWith(`${pane}/`))) {
    await page.goto(`${server.address}#${key}`);
    const lab = page.locator(`.lab-slot[data-shown="${key}"]`);
    await lab.waitFor();
    const [shown] = await lab.locator(`.lab-${key.split('/')[0]}-pane`).all();
    await shown?.evaluate(element => element.scrollIntoView({ block: 'center' }));
    for (const theme of THEMES) await shoot(page, theme, join('play', `${key}-${theme}`), false);
  }
  await page.close();
}
