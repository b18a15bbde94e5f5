/** Text and lab side by side: an address leads to a move, and the text follows without pulling anyone. */
import { expect, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';

test('?step= opens the recording at that move and leaves the focus alone', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/?step=connect`);
  await expect(labOf(page)).toHaveAttribute('data-move', 'connect');
  await expect(labOf(page)).toHaveAttribute('data-mounted', 'recorded');
  await expect(page.locator('#connect')).toBeInViewport();
  await expect(page.locator('body')).toBeFocused();
});

test('a claim of the errata leads to the run that proves it', async ({ page, site }) => {
  await page.goto(`${site}en/errata/`);
  const claim = page.getByRole('region', { name: 'A client that starts before its server waits' });
  await claim.getByRole('link', { name: 'See it happen: ' }).click();
  await expect(labOf(page)).toHaveAttribute('data-mounted', 'live');
  await walkTo(page, 'client-end');
  await expect(labOf(page).getByRole('status').first()).toContainText('ECONNREFUSED');
});

test('a move that takes its time says why, and does not pull back who reads elsewhere', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await expect(labOf(page).getByRole('button', { name: 'Next' })).toBeFocused();
  await walkTo(page, 'sleep');
  await expect(page.locator('#sleep')).toBeInViewport();
  await labOf(page).getByRole('button', { name: 'Next' }).click();
  await expect(labOf(page).getByRole('status').first()).toContainText('server is blocked in sleep()');
  await page.evaluate('scrollTo(0, 0)');
  await expect(labOf(page)).toHaveAttribute('data-move', 'listener-close', { timeout: 15_000 });
  await expect(page.getByRole('heading', { level: 1 })).toBeInViewport();
});
