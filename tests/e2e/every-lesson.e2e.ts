/**
 * The rubric's points that only a browser can judge, on every lesson (docs/rubric.md): something real runs
 * with two presses, and the page keeps nobody out, in both languages, and at 360 px.
 */
import { readdirSync } from 'node:fs';
import { barriers } from './barriers.ts';
import { expect, test } from './fixture.ts';
import { labOf } from './walk.ts';
import { say } from './words.ts';

const lessons = readdirSync(new URL('../../lessons/', import.meta.url));

/** From opening the page, without typing; a machine at work may be slow, a lesson may not. */
const FIRST_MS = 30_000;

for (const lesson of lessons) {
  test(`${lesson}: two presses, or three with a question, and something real has happened`, async ({
    page,
    site,
  }) => {
    const begun = Date.now();
    await page.goto(`${site}en/lessons/${lesson}/`);
    await page.getByRole('button', { name: say('en', 'lab.open-live') }).click();
    const next = labOf(page).getByRole('button', { name: say('en', 'lab.next'), exact: true });
    await next.click();
    const show = labOf(page).getByRole('button', { name: say('en', 'lab.just-show-me') });
    await expect(labOf(page).or(show).first()).toBeVisible();
    await expect(async () => {
      if (await show.isVisible()) await show.click();
      expect(await labOf(page).getAttribute('data-move')).toBeTruthy();
    }).toPass({ timeout: FIRST_MS });
    const sockets = page.getByRole('table', { name: say('en', 'lab.sockets') });
    // Where a lab begins with the ribbon of bytes, a program that sleeps in its kernel is what is to be seen.
    const asleep = labOf(page).getByText(say('en', 'lab.status.blocked'), { exact: true });
    await expect(sockets.getByRole('row').nth(1).or(asleep).first()).toBeVisible();
    expect(Date.now() - begun).toBeLessThan(FIRST_MS);
  });

  for (const locale of ['en', 'ko'] as const)
    test(`${lesson} keeps nobody out on a phone (${locale}) @prove`, async ({ page, site }) => {
      await page.emulateMedia({ reducedMotion: 'reduce' });
      await page.goto(`${site}${locale}/lessons/${lesson}/`);
      await page.setViewportSize({ width: 360, height: 740 });
      expect(await barriers(page)).toEqual([]);
      const room = await page.locator('html').evaluate(html => html.clientWidth - html.scrollWidth);
      expect(room, 'nothing is wider than the page').toBeGreaterThanOrEqual(0);
    });
}
