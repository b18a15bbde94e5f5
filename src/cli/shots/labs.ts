/**
 * Pictures of labs: one before it is opened and run live; and of each kind of lab its recording, walked to
 * a move, so that each pane is seen as a lesson shows it.
 */
import type { Browser, Page } from '@playwright/test';
import { uiTexts } from '../ui-texts.ts';
import { startCourse, walkTo } from '../walked-lesson.ts';
import { isPhone, LOCALES, type Locale, SIZES, shootThemes } from './shoot.ts';

type Walked = {
  lesson: string;
  whatIf?: string;
  /** the last move that is made; absent: the last there is */
  until?: string;
};

const RECORDED: readonly Walked[] = [
  { lesson: 'first-packet', whatIf: 'cable-cut' },
  { lesson: 'framing', until: 'hear' },
  { lesson: 'threads-per-client', until: 'c2-hears' },
  { lesson: 'layers-live', whatIf: 'across-a-router' },
  { lesson: 'udp-postcards' },
  { lesson: 'tcp-repairs', whatIf: 'lost-once' },
  { lesson: 'tcp-udp-race', whatIf: 'loss' },
  { lesson: 'binary-octets' },
  { lesson: 'network-and-host-bits' },
  { lesson: 'local-or-gateway' },
];

/** @param only the lesson of the one lab that is wanted */
export async function shootLabs(browser: Browser, folder: string, only?: string): Promise<void> {
  await using course = await startCourse();
  const page = await browser.newPage({ viewport: SIZES[1], reducedMotion: 'reduce' });
  if (only === undefined) {
    await page.goto(`${course.address}en/lessons/echo-once/`);
    await shootSizes(page, folder, 'lab/still');
    await walkTo(page, 'client-recv');
    await shootSizes(page, folder, 'lab/lab');
  }
  for (const walked of RECORDED.filter(({ lesson }) => only === undefined || lesson === only))
    for (const locale of LOCALES) {
      await page.goto('about:blank');
      await page.goto(`${course.address}${locale}/lessons/${walked.lesson}/`);
      await walkRecording(page, locale, walked);
      await shootSizes(page, folder, `lab/${walked.lesson}-${locale}`);
    }
  await page.close();
}

/** On a phone the whole page is wanted, and the lab has to be chosen there. */
async function shootSizes(page: Page, folder: string, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    const toLab = page.locator('.view-switch [data-show="lab"]');
    if (await toLab.isVisible()) await toLab.click();
    await shootThemes(page, folder, `${name}-${size.width}`, isPhone(size));
  }
  await page.setViewportSize(SIZES[1]);
}

async function walkRecording(page: Page, locale: Locale, { whatIf, until }: Walked): Promise<void> {
  const words = uiTexts(locale);
  await page.locator('.lab-slot [data-open="recorded"]').click();
  const lab = page.locator('.lab-slot[data-mounted]');
  await lab.waitFor();
  if (whatIf !== undefined) {
    const left = await lab.locator('.lab-toolbar').elementHandle();
    await lab.locator('.lab-variants').selectOption(whatIf);
    await left?.waitForElementState('hidden');
  }
  const next = lab.getByRole('button', { name: words['lab.next'] ?? '', exact: true });
  const show = lab.getByRole('button', { name: words['lab.just-show-me'] ?? '' });
  for (;;) {
    if ((await lab.getAttribute('data-move')) === until) return;
    if (await show.isVisible()) await show.click();
    else if ((await next.getAttribute('aria-disabled')) === 'true') return;
    else await next.click();
    await lab.and(page.locator(':not([data-busy="true"])')).waitFor();
  }
}
