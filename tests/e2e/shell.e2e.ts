/** The shell around the lessons: ways through the course, search, terms, keys, and the other language. */
import { expect, type Page, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';
import { say } from './words.ts';

test('one press leads from the home page into the first lesson; the map leads along a path', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/`);
  await page.getByRole('link', { name: 'Start: Your first live packet' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your first live packet' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'A socket is a numbered handle' })).toBeVisible();

  await page.getByRole('navigation', { name: 'Pages of the course' }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Sockets only' }).click();
  await expect(page.getByRole('heading', { name: 'Addresses and subnets' })).toHaveCount(0);
  await page.getByRole('link', { name: 'Subnetting only' }).click();
  await page.getByRole('link', { name: 'Your first live packet' }).click();
  const around = page.getByRole('navigation', { name: 'Lessons before and after' });
  await expect(around).toHaveCount(1);
  await expect(around.getByRole('link', { name: 'Subnetting only' })).toBeVisible();
  // The next lesson of this path is not the course's next one.
  await expect(around.getByRole('link', { name: 'A socket is a numbered handle' })).toHaveCount(0);
});

test('a first visit is in the browser’s language, and a later one in the one chosen', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({ locale: 'ko-KR' });
  const page = await context.newPage();
  await page.goto(site);
  await expect(page).toHaveURL(`${site}ko/`);
  await page.getByRole('link', { name: 'English' }).click();
  await expect(page).toHaveURL(`${site}en/`);
  await page.goto(site);
  await expect(page).toHaveURL(`${site}en/`);
  await context.close();
});

test('the other language shows the same place, and the live lab where it stood', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'accepted');
  const port = /10\.0\.0\.1:\d+/;
  const row = page.getByRole('table', { name: 'Sockets' }).first().getByRole('row').filter({ hasText: port });
  const [shown = ''] = port.exec(await row.first().innerText()) ?? [];
  await expect(page.locator('#accepted')).toBeInViewport();
  await page.getByRole('link', { name: '한국어' }).click();

  const lab = labOf(page, 'ko');
  await expect(lab).toHaveAttribute('data-mounted', 'live');
  await expect(lab).toHaveAttribute('data-move', 'accepted');
  await expect(page).toHaveURL(/\/ko\/lessons\/echo-once\/#accepted$/);
  await expect(page.locator('#accepted')).toHaveAttribute('aria-current', 'step');
  // The kernel chose this port once: it is the same box.
  await expect(lab).toContainText(shown);
  await walkTo(page, 'send', 'ko');
  await expect(page.getByRole('region', { name: 'client' }).first()).toContainText('hello');
});

test('search finds a word in both languages by keys alone, and leads to the move that says it', async ({
  page,
  site,
}) => {
  for (const { locale, words, lesson, id } of [
    { locale: 'en', words: 'accept queue', lesson: 'accept-new-socket', id: 'first' },
    { locale: 'ko', words: '수락 대기열', lesson: 'listen-is-not-waiting', id: 'late-call' },
  ] as const) {
    await page.goto(`${site}${locale}/`);
    await page.keyboard.press('/');
    const search = page.getByRole('dialog', { name: say(locale, 'site.search') });
    await expect(search.getByRole('searchbox')).toBeFocused();
    await page.keyboard.insertText(words);
    const move = search.locator(`a[href$="/lessons/${lesson}/#${id}"]`);
    await expect(move).toBeVisible();
    const isThere = () => move.evaluate(link => link === link.ownerDocument.activeElement);
    for (let presses = 0; presses < 40 && !(await isThere()); presses += 1)
      await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(`${site}${locale}/lessons/${lesson}/#${id}`);
    await expect(page.locator(`#${id}`)).toBeInViewport();
  }
});

const cardOf = (page: Page, term: string) =>
  page
    .locator('[data-term-place]')
    .filter({ has: page.locator(`[data-term="${term}"]`) })
    .locator('[data-term-card]');

test('a term tells what it is on hover and on focus, and Escape takes its card away', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/first-packet/`);
  const term = page.getByRole('link', { name: 'kernel', exact: true });
  const card = cardOf(page, 'kernel');
  await term.hover();
  await expect(card).toBeVisible();
  await expect(card).toContainText('커널');
  // The pointer may go to the card, and its link.
  await card.getByRole('link', { name: 'Show it in this lesson' }).hover();
  await expect(card).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();

  await term.focus();
  await expect(card).toBeVisible();
  await expect(term).toHaveAccessibleDescription(/owns sockets, buffers and packets/);
  await page.keyboard.press('Escape');
  await expect(card).toBeHidden();
  await expect(term).toBeFocused();
});

test('a tap on a term opens its card, and a tap beside it closes it', async ({ browser, site }) => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  await page.goto(`${site}ko/lessons/first-packet/`);
  const card = cardOf(page, 'kernel');
  await page.locator('[data-term="kernel"]').tap();
  await expect(card).toBeVisible();
  await expect(page).toHaveURL(/first-packet\/$/);
  const box = await card.boundingBox();
  expect(box && box.x >= 0 && box.x + box.width <= 360).toBe(true);
  await page.getByRole('heading', { level: 1 }).tap();
  await expect(card).toBeHidden();
  await context.close();
});

test('? lists the keys; those of one letter can be switched off', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/first-packet/`);
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('to the next lesson');
  await keys.getByRole('checkbox', { name: 'Single-letter keys' }).uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await page.keyboard.press('/');
  await expect(page.getByRole('dialog')).toHaveCount(0);

  await page.getByRole('button', { name: 'Keys' }).click();
  await keys.getByRole('checkbox', { name: 'Single-letter keys' }).check();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page).toHaveURL(/create-a-socket\/$/);
});

test('the theme is there with the first paint', async ({ page, site }) => {
  await page.addInitScript("localStorage.setItem('sockscope:theme', 'dark')");
  await page.addInitScript(`new MutationObserver((_, observer) => {
    if (document.body === null) return;
    window.themeAtBody = document.documentElement.dataset.theme;
    observer.disconnect();
  }).observe(document, { childList: true, subtree: true })`);
  await page.goto(`${site}en/`);
  expect(await page.evaluate('themeAtBody')).toBe('dark');
});

test('paper has the text in black, its explanations, and nothing to press', async ({ page, site }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto(`${site}en/lessons/first-packet/`);
  await expect(page.locator('body')).not.toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.getByText('Wait a little, and the row says')).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(0, 0, 0)');
  await expect(page.getByText('Wait a little, and the row says')).toBeVisible();
  await expect(page.getByRole('button')).toHaveCount(0);
  for (const part of await page.locator('.bar, .lab-side').all()) await expect(part).toBeHidden();
});

test.describe('a missing page', () => {
  test.use({ expectedError: /echo-one/ });

  test('suggests the lesson that was meant, in the language of the address', async ({ page, site }) => {
    await page.goto(`${site}ko/lessons/echo-one/`);
    await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
    await page.emulateMedia({ colorScheme: 'dark' });
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.getByRole('listitem').filter({ hasText: '사다리' }).getByRole('link').first().click();
    await expect(page).toHaveURL(`${site}ko/lessons/echo-once/`);
  });
});
