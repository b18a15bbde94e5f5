/** Pictures of every kind of page, in both languages, at the widths of a projector and a phone; and on paper. */
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { startCourse } from '../walked-lesson.ts';
import { isPhone, LOCALES, type Locale, SIZES, shootThemes } from './shoot.ts';

type Shown = {
  name: string;
  /** below the language */
  path: string;
  /** What is done to it first; what it brings into view is the picture, and not the whole page. */
  prepare?: (page: Page, locale: Locale) => Promise<void>;
};

const SEEDED = '?seed=4711';
const PAGES: readonly Shown[] = [
  { name: 'home', path: '' },
  { name: 'map', path: 'map/' },
  { name: 'path', path: 'map/subnetting-only/' },
  { name: 'lesson', path: 'lessons/first-packet/' },
  {
    name: 'lesson-what-if',
    path: 'lessons/tcp-repairs/',
    prepare: page => bringUp(page, '.prose [data-what-if]'),
  },
  {
    name: 'lesson-end',
    path: 'lessons/network-and-host-bits/',
    prepare: page => bringUp(page, '.neighbours'),
  },
  { name: 'prediction', path: 'lessons/echo-once/', prepare: page => bringUp(page, '.prediction') },
  { name: 'exercise', path: 'lessons/echo-once/', prepare: openEditor },
  {
    name: 'quiz',
    path: `lessons/binary-octets/${SEEDED}#warm-up`,
    prepare: page => bringUp(page, '.quiz form'),
  },
  { name: 'quiz-wrong', path: `review/${SEEDED}&of=and`, prepare: answerWrongly },
  { name: 'prove', path: `prove/${SEEDED}&of=and` },
  { name: 'drill', path: `drill/${SEEDED}&level=3` },
  { name: 'glossary', path: 'glossary/' },
  { name: 'errata', path: 'errata/' },
  { name: 'workbench', path: 'workbench/' },
  { name: 'progress', path: 'progress/' },
  { name: 'review', path: 'review/' },
  { name: 'notebook', path: 'notebook/' },
  { name: 'missing', path: 'lessons/echo-one/' },
  { name: 'search', path: '', prepare: search },
  { name: 'keys', path: 'lessons/first-packet/', prepare: openKeys },
];
/** Those that a reader may want on paper, which has these CSS pixels. */
const A4 = { width: 673, height: 987 };
const ON_PAPER = ['lessons/echo-once/', 'glossary/'];

/** @param only the name of the one page that is wanted */
export async function shootPages(browser: Browser, folder: string, only?: string): Promise<void> {
  await using course = await startCourse();
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  for (const locale of LOCALES)
    for (const { name, path, prepare } of PAGES.filter(each => only === undefined || each.name === only))
      for (const size of SIZES.filter(({ width }) => width !== 1280)) {
        await page.setViewportSize(size);
        await page.goto('about:blank');
        await page.goto(`${course.address}${locale}/${path}`);
        await prepare?.(page, locale);
        await shootThemes(page, folder, `pages/${name}-${locale}-${size.width}`, !prepare && isPhone(size));
      }
  await page.close();
  if (only === undefined) await printPages(browser, course.address, folder);
}

async function printPages(browser: Browser, address: string, folder: string): Promise<void> {
  const page = await browser.newPage({ viewport: A4 });
  await page.emulateMedia({ media: 'print' });
  for (const locale of LOCALES)
    for (const path of ON_PAPER) {
      await page.goto(`${address}${locale}/${path}`);
      const file = join(folder, 'pages', `paper-${path.split('/').at(-2)}-${locale}.png`);
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
    }
  await page.close();
}

async function bringUp(page: Page, place: string): Promise<void> {
  const element = page.locator(place).first();
  await element.waitFor();
  await element.evaluate(found => found.scrollIntoView({ block: 'start', behavior: 'instant' }));
}

/** It is loaded when the reader comes near. */
async function openEditor(page: Page): Promise<void> {
  const place = '#exercise-echo-once';
  await bringUp(page, place);
  await page.locator(`${place} .cm-content`).waitFor();
  await bringUp(page, place);
}

/** So that what was wrong, "one more on this" and "Prove it" are seen. */
async function answerWrongly(page: Page): Promise<void> {
  const form = page.locator('form.quiz-question');
  await form.waitFor();
  for (const field of await form.locator('.quiz-fields input').all()) await field.fill('10.1.2.3');
  await form.locator('[type="submit"]').click();
  await form.locator('.quiz-onward').waitFor();
}

async function search(page: Page, locale: Locale): Promise<void> {
  await page.keyboard.press('/');
  await page.locator('.search input').fill(locale === 'en' ? 'three-way handshake' : '세그먼트');
  await page.locator('.search li').first().waitFor();
}

async function openKeys(page: Page): Promise<void> {
  await page.keyboard.press('?');
  await page.locator('dialog.keys').waitFor();
}
