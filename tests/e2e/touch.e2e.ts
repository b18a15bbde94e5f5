/** A lab under a finger on a phone, and on a screen that is enlarged to twice its size. */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { lookOver, tooSmall } from './reach.ts';
import { labOf, walkTo } from './walk.ts';
import type { Locale } from './words.ts';

const LESSON = 'en/lessons/echo-once/';
const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });
const timelineOf = (page: Page): Locator => labOf(page).getByRole('slider', { name: 'Timeline' });

/** Where text and lab take turns a question brings the text forward; from there the reader goes back and lets it be. */
async function walkAlone(page: Page, move: string, locale: Locale = 'en'): Promise<void> {
  const lab = page.locator('.lab');
  while ((await lab.getAttribute('data-move')) !== move) {
    await page.locator('[data-show="lab"]').click();
    const moves = await lab.getAttribute('data-move');
    const skip = lab.locator('.lab-status-buttons .lab-quiet');
    if (await skip.isVisible()) await skip.click();
    else await labOf(page, locale).locator('.lab-primary').click();
    await expect
      .poll(async () => (await lab.getAttribute('data-move')) !== moves || (await lab.isHidden()))
      .toBe(true);
    await expect(lab).not.toHaveAttribute('data-busy', 'true', { timeout: 20_000 });
  }
}

test.describe('by touch, 360 px wide', () => {
  test.use({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });

  /** A finger put on the timeline's lanes and drawn along them, as shares of their width. */
  async function draw(page: Page, from: number, to: number): Promise<void> {
    const canvas = labOf(page).locator('.lab-timeline canvas');
    await canvas.scrollIntoViewIfNeeded();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('the lanes are not drawn');
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', share?: number) =>
      devtools.send('Input.dispatchTouchEvent', {
        type,
        touchPoints: share === undefined ? [] : [{ x: box.x + box.width * share, y: box.y + box.height / 2 }],
      });
    await touch('touchStart', from);
    for (let step = 1; step <= 5; step += 1) await touch('touchMove', from + ((to - from) * step) / 5);
    await touch('touchEnd');
  }

  test('a lab is walked, picked from, scrubbed and left again', async ({ page, site }) => {
    await page.goto(`${site}${LESSON}`);
    await button(page, 'Lab').tap();
    await button(page, 'Look through the recording').tap();
    await walkTo(page, 'ask');

    const table = page.getByRole('table', { name: 'Wire' });
    await button(page, 'SYN, ACK').tap();
    await expect(button(page, 'SYN, ACK')).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('listbox').getByRole('option').first()).toBeVisible();
    await expect(labOf(page).locator('.lab-source [data-light]')).not.toHaveCount(0);
    await button(page, 'SYN, ACK').tap();
    await expect(table.getByRole('listbox')).toHaveCount(0);

    const last = Number(await timelineOf(page).inputValue());
    await draw(page, 0.8, 0.3);
    await expect.poll(async () => Number(await timelineOf(page).inputValue())).toBeLessThan(last * 0.5);
    await draw(page, 0.3, 0.98);
    await expect.poll(async () => Number(await timelineOf(page).inputValue())).toBeGreaterThan(last * 0.7);

    // A tap may only stop the glide that the drawing began.
    await expect(async () => {
      await button(page, 'Tools').tap();
      await expect(button(page, 'Tools')).toHaveAttribute('aria-expanded', 'true', { timeout: 1000 });
    }).toPass();
    await button(page, 'Larger code').tap();
    await expect(labOf(page).locator('output')).toHaveText('115 %');
    await labOf(page).getByRole('heading').first().tap();
    await expect(button(page, 'Larger code')).toHaveCount(0);

    await button(page, 'Text').tap();
    await expect(labOf(page)).toBeHidden();
    await button(page, 'Lab').tap();
    await expect(labOf(page)).toBeVisible();
  });

  test('a dialog is opened and closed', async ({ page, site }) => {
    test.setTimeout(120_000);
    await page.goto(`${site}${LESSON}`);
    const desk = page.locator('[data-exercise]').first();
    await desk.scrollIntoViewIfNeeded();
    const check = desk.getByRole('button', { name: 'Check', exact: true });
    await expect(check).toHaveAttribute('aria-disabled', 'false');
    await check.tap();
    await desk.getByRole('button', { name: 'Look at this moment' }).tap({ timeout: 30_000 });
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Next', exact: true })).toBeVisible();
    expect((await lookOver(page, 'dialog')).trouble).toEqual([]);
    await dialog.getByRole('button', { name: 'Close' }).tap();
    await expect(dialog).toHaveCount(0);
  });

  test('every target is large enough, and nothing lies over another', async ({ page, site }) => {
    test.setTimeout(120_000);
    await page.goto(`${site}${LESSON}`);
    await button(page, 'Lab').tap();
    await button(page, 'Run it live').tap();
    await walkAlone(page, 'client-recv');
    for (const view of ['Table', 'States', 'Bytes']) {
      await page.getByRole('tab', { name: view }).tap();
      await expect(page.getByRole('tabpanel').getByText('…')).toHaveCount(0);
      expect(await tooSmall(page, '.lab'), view).toEqual([]);
      const { count, trouble } = await lookOver(page, '.lab');
      expect(count).toBeGreaterThan(30);
      expect(trouble, view).toEqual([]);
    }
    await button(page, 'Text').tap();
    expect(await tooSmall(page, '.text-side')).toEqual([]);
    expect((await lookOver(page, '.text-side')).trouble).toEqual([]);
  });
});

test.describe('enlarged to twice its size', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });

  for (const locale of ['en', 'ko'] as const) {
    test(`nothing lies over another or is cut off (${locale})`, async ({ page, site }) => {
      await page.goto(`${site}${locale}/lessons/echo-once/`);
      await page.locator('[data-show="lab"]').click();
      await page.locator('[data-open="recorded"]').first().click();
      await walkAlone(page, 'client-recv', locale);
      for (const scope of ['.lab', '.text-side']) {
        await page.locator(`[data-show="${scope === '.lab' ? 'lab' : 'text'}"]`).click();
        const { count, trouble } = await lookOver(page, scope);
        expect(count).toBeGreaterThan(5);
        expect(trouble, scope).toEqual([]);
      }
    });
  }
});
