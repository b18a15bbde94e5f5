/**
 * `npm run picture`: the pictures that are kept. The README's lab, echo-once walked live to the reply; the
 * social card in each language, drawn from a recorded run; the icon of a phone's home screen.
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import { startPlay } from './play-server.ts';
import { launchChromium, startCourse, walkTo } from './walked-lesson.ts';

const root = join(import.meta.dirname, '../..');
const MOVE = 'client-recv';

await using browser = await launchChromium();
await pictureLab(browser, join(root, 'docs/pictures'));
await pictureCards(browser, join(root, 'public'));
await pictureIcon(browser, join(root, 'public'));

async function pictureLab(browser: Browser, folder: string): Promise<void> {
  await using course = await startCourse();
  const size = { width: 1600, height: 1000 };
  const page = await browser.newPage({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' });
  await page.goto(`${course.address}en/lessons/echo-once/`);
  await walkTo(page, MOVE);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: kept(folder, 'lab.png') });
  await page.close();
}

async function pictureCards(browser: Browser, folder: string): Promise<void> {
  await using play = await startPlay();
  const size = { width: 1200, height: 630 };
  const page = await browser.newPage({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' });
  for (const locale of ['en', 'ko']) {
    await page.goto(`${play.address}card/${locale}/`);
    await page.locator('.ladder').waitFor();
    await page.screenshot({ path: kept(folder, `card-${locale}.png`) });
  }
  await page.close();
}

/** The favicon on the paper's colour: a phone draws it on whatever it has. */
async function pictureIcon(browser: Browser, folder: string): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 180, height: 180 }, colorScheme: 'light' });
  await page.setContent(
    `<body style="margin: 0; padding: 24px; background: #fdfcfa">${readFileSync(join(folder, 'favicon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: kept(folder, 'touch-icon.png') });
  await page.close();
}

function kept(folder: string, name: string): string {
  const path = join(folder, name);
  console.log(path);
  return path;
}
