/**
 * What axe finds, in both languages and themes: nothing serious. One lesson page per language is
 * brought into every state that a reader sees; themes and widths change on the open page.
 */
import { barriers, expectNoBarriers } from './barriers.ts';
import { deskOf, ONE_RECV, write } from './editor.ts';
import { expect, type Page, tagged, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

const LOCALES = ['en', 'ko'] as const;
const THEMES = ['light', 'dark'] as const;

const ASKS = "name = input('name: ')\n";
const THREADS = `import threading
def talk(word):
    print(word)
threading.Thread(target=talk, args=('one',)).start()
`;

/** Everything that an exercise can show at once: hints, the solution, a failure with its causes. */
async function openExercise(page: Page, locale: Locale): Promise<void> {
  const press = (key: string) =>
    deskOf(page)
      .getByRole('button', { name: say(locale, key), exact: true })
      .click();
  await write(page, ONE_RECV);
  for (let hint = 0; hint < 3; hint += 1) await press('exercise.hint');
  await press('exercise.show-solution');
  await press('exercise.check');
  const failed = page
    .getByRole('list', { name: say(locale, 'exercise.checks') })
    .getByRole('listitem')
    .filter({ hasText: say(locale, 'exercise.end.failed') });
  await expect(failed.first()).toContainText(say(locale, 'exercise.wanted'));
  await expect(page.locator('[data-outcome="fail"]')).toBeVisible();
  await press('exercise.reset');
}

for (const locale of LOCALES) {
  test(`a lesson keeps nobody out, from its still to its last move (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    test.setTimeout(120_000);
    await page.goto(`${site}${locale}/lessons/echo-once/`);
    await expectNoBarriers(page, 'before the lab is opened');

    await page.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    await walkTo(page, 'end', locale);
    const wire = page.getByRole('table', { name: say(locale, 'lab.wire') });
    await wire.getByRole('button', { name: 'SYN, ACK' }).click();
    await openExercise(page, locale);
    await expectNoBarriers(page, 'with everything open');

    await page.setViewportSize({ width: 360, height: 800 });
    for (const view of ['site.view.text', 'site.view.lab']) {
      await page.getByRole('button', { name: say(locale, view), exact: true }).click();
      if (view === 'site.view.lab') await expect(labOf(page, locale)).toBeVisible();
      await expectNoBarriers(page, `360 px wide, ${view}`);
    }
  });

  test(`a question, a waiting frame and an opened one keep nobody out (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    test.setTimeout(120_000);
    await page.goto(`${site}${locale}/lessons/first-packet/`);
    await expectNoBarriers(page, 'before the lab is opened');

    await page.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    await walkTo(page, 'wait', locale);
    const next = labOf(page, locale).getByRole('button', { name: say(locale, 'lab.next'), exact: true });
    await next.click();
    // Answered as the keyboard does; then the way back to the lab is there.
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: say(locale, 'site.to-lab') }).click();
    await walkTo(page, 'hold', locale);
    await page.getByRole('button', { name: 'SYN', exact: true }).click();
    await expect(page.getByRole('listbox').getByRole('option').nth(5)).toBeVisible();
    await expectNoBarriers(page, 'with a frame waiting, and opened');

    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: say(locale, 'site.view.lab'), exact: true }).click();
    await expectNoBarriers(page, '360 px wide, with a frame waiting');
  });

  test(`threads, a breakpoint, a terminal that waits and the tools keep nobody out (${tagged(locale)})`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await using stand = await startLabStand({ 'client@client': ASKS, 'server@server': THREADS });
    await stand.open(page, locale);
    const button = (program: string, name: string) =>
      page.getByRole('region', { name: program, exact: true }).getByRole('button', { name, exact: true });
    const breakpoint = button('server', say(locale, 'lab.breakpoint', { line: 3 }));
    await breakpoint.click();
    await expect(breakpoint).toHaveAttribute('aria-pressed', 'true');
    for (const program of ['server', 'client']) await button(program, say(locale, 'lab.run')).click();
    await expect(button('client', say(locale, 'lab.type-there'))).toBeVisible();
    const tasks = page.getByRole('group', { name: say(locale, 'lab.tasks', { program: 'server' }) });
    await tasks.getByRole('button', { name: /talk/ }).click();
    await button('server', say(locale, 'lab.locals.all', { n: 1 })).click();
    await page.getByRole('button', { name: say(locale, 'lab.tools'), exact: true }).click();
    await expectNoBarriers(page, 'with threads and the tools open');

    await page.setViewportSize({ width: 360, height: 740 });
    await page.getByRole('button', { name: say(locale, 'site.view.lab'), exact: true }).click();
    await expectNoBarriers(page, '360 px wide, with threads');
    const room = await page.locator('html').evaluate(html => html.clientWidth - html.scrollWidth);
    expect(room).toBeGreaterThanOrEqual(0);
  });
}

test.describe('a missing page', () => {
  // The browser itself notes the 404 of the page that was asked for.
  test.use({ expectedError: /\/no\/such\/page\// });

  test('keeps nobody out, in the languages of both readers', async ({ page, site }) => {
    for (const theme of THEMES) {
      await page.emulateMedia({ colorScheme: theme });
      await page.goto(`${site}no/such/page/`);
      for (const locale of LOCALES)
        await expect(page.getByRole('link', { name: say(locale, 'site.not-found.home') })).toBeVisible();
      expect(await barriers(page), `404, ${theme}`).toEqual([]);
    }
  });
});
