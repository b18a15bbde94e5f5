/** What a lab costs a reader with a slow line: code and styles more than the page, the editor apart. */
import { expect, type Page, test } from './fixture.ts';
import { isCode, scalesOf, total } from './scales.ts';
import { labOf, walkTo } from './walk.ts';

const MOST_KB = 130;

/** Opens a lab and goes through all of it; what was fetched for that. */
async function weighWalk(page: Page, site: string, button: string, end: string): Promise<number> {
  await page.goto(site, { waitUntil: 'networkidle' });
  const weigh = scalesOf(page);
  await page.getByRole('button', { name: button }).first().click();
  await labOf(page).getByRole('button', { name: 'Next', exact: true }).waitFor();
  await walkTo(page, end);
  await page.waitForLoadState('networkidle');
  const parts = (await weigh()).filter(isCode);
  expect(parts.length).toBeGreaterThan(3);
  return total(parts);
}

for (const [how, button] of [
  ['its recording', 'Look through the recording'],
  ['a live one', 'Run it live'],
] as const) {
  test(`a lab fetches at most ${MOST_KB} kB of code more than the page, gone through to its end: ${how}`, async ({
    page,
    site,
  }) => {
    test.setTimeout(120_000);
    const kB = await weighWalk(page, `${site}en/lessons/echo-once/`, button, 'end');
    expect(kB).toBeLessThanOrEqual(MOST_KB);
  });
}

test('a lesson that is read, its lab closed, has fetched 60 kB, of it 15 kB of scripts, by itself too', async ({
  page,
  site,
}) => {
  const weigh = scalesOf(page);
  await page.goto(`${site}en/lessons/first-packet/`, { waitUntil: 'networkidle' });
  const parts = await weigh();
  const scripts = parts.filter(({ type }) => type === 'script');
  expect(scripts.length).toBeGreaterThan(3);
  expect(total(scripts)).toBeLessThanOrEqual(15);
  expect(total(parts)).toBeLessThanOrEqual(60);
});
