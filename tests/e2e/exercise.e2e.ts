/** The learner's file: nothing of it is ever lost, and a failed check says why. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comeToEditor, deskOf, ONE_RECV, write } from './editor.ts';
import { test as base, expect, type Page } from './fixture.ts';
import { type RunningServer, startServer } from './server.ts';
import { type Locale, say } from './words.ts';

const EXERCISE = new URL('../../sandbox/exercises/echo-once/', import.meta.url);
const STARTER = readFileSync(new URL('start/echo_once.py', EXERCISE), 'utf8');

/** A server for each test: its workspace begins empty, and it may be killed. */
const test = base.extend<{ server: RunningServer }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture depends on here.
  server: async ({}, use) => {
    await using server = await startServer();
    await use(server);
  },
});

const fileOf = ({ workspace }: RunningServer): string => join(workspace, 'echo_once.py');
const onDisk = (server: RunningServer): string => readFileSync(fileOf(server), 'utf8');
const saved = (page: Page) => expect(deskOf(page)).toContainText('Your code, saved in the workspace');

test.describe('when the server goes away', () => {
  // The browser notes each attempt to reach it.
  test.use({ expectedError: /ERR_CONNECTION_(REFUSED|RESET)/ });

  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    test(`an edit survives a reload and a server that ends by ${signal}`, async ({ page, server }) => {
      await page.goto(`${server.address}en/lessons/echo-once/`);
      await write(page, '# first 안녕\n');
      await saved(page);
      expect(onDisk(server)).toBe('# first 안녕\n');

      await page.reload();
      await expect(await comeToEditor(page)).toContainText('# first 안녕');

      await server.restart(signal);
      // The page noticed, came back by itself, and saves as before.
      await write(page, '# second\n');
      await expect.poll(() => onDisk(server), { timeout: 20_000 }).toBe('# second\n');
      await page.reload();
      await expect(await comeToEditor(page)).toContainText('# second');
    });
  }

  test('what is typed while the server is away is saved when it is back', async ({ page, server }) => {
    await page.goto(`${server.address}en/lessons/echo-once/`);
    await write(page, '# before\n');
    await saved(page);
    const back = server.restart('SIGKILL');
    await write(page, '# meanwhile\n');
    await back;
    await expect.poll(() => onDisk(server), { timeout: 20_000 }).toBe('# meanwhile\n');
    await saved(page);
  });
});

const CAUSES: Record<Locale, string> = {
  en: 'The beginning came back, the rest is missing',
  ko: '앞부분만 돌아오고 나머지가 없습니다',
};

for (const locale of ['en', 'ko'] as const) {
  test(`one recv(100) fails at the Korean check, its cause open (${locale})`, async ({ page, server }) => {
    await page.goto(`${server.address}${locale}/lessons/echo-once/`);
    await write(page, ONE_RECV);
    await deskOf(page)
      .getByRole('button', { name: say(locale, 'exercise.check'), exact: true })
      .click();
    const checks = page.getByRole('list', { name: say(locale, 'exercise.checks') }).getByRole('listitem');
    const [passed, failed] = [say(locale, 'exercise.end.passed'), say(locale, 'exercise.end.failed')];
    const korean = checks.filter({ hasText: locale === 'en' ? '120 bytes of Korean' : '한글 120바이트' });
    await expect(korean).toHaveText(new RegExp(`^${failed}`));
    const causes = korean.getByRole('list', { name: say(locale, 'exercise.causes') });
    await expect(causes).toBeVisible();
    await expect(causes).toContainText(CAUSES[locale]);
    // recv gave 100 of the 120 bytes.
    await expect(korean).toContainText('100');
    await expect(deskOf(page).getByRole('status').first()).toHaveText(
      say(locale, 'exercise.outcome.fail', { passed: 5, total: 6 }),
    );
    await expect(checks.filter({ hasText: new RegExp(`^${passed}`) })).toHaveCount(5);
    await korean.getByRole('button', { name: /\d/ }).click();
    await expect(page.getByRole('textbox', { name: 'echo_once.py' })).toBeFocused();
  });
}

test('three hints come one by one', async ({ page, server }) => {
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await comeToEditor(page);
  const hint = deskOf(page).getByRole('button', { name: 'Hint' });
  const hints = page.getByRole('list', { name: 'Hints' }).getByRole('listitem');
  await expect(hints).toHaveCount(0);
  for (const number of [1, 2, 3]) {
    await hint.click();
    await expect(hints).toHaveCount(number);
    await expect(hints.last()).toHaveText(new RegExp(`^Hint ${number} of 3\\.`));
  }
  await expect(hint).toHaveAttribute('aria-disabled', 'true');
});

test('Reset asks first, and what it replaces is kept', async ({ page, server }) => {
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await write(page, '# an hour of work\n');
  await saved(page);
  const desk = deskOf(page);
  const reset = desk.getByRole('button', { name: 'Reset', exact: true });
  await reset.click();
  await desk.getByRole('button', { name: 'Keep my code' }).click();
  expect(onDisk(server)).toBe('# an hour of work\n');

  await reset.click();
  await desk.getByRole('button', { name: 'Start again' }).click();
  await expect(desk).toContainText('This is the starter.');
  expect(onDisk(server)).toBe(STARTER);
  const history = join(server.workspace, '.history');
  const kept = readdirSync(history).map(name => readFileSync(join(history, name), 'utf8'));
  expect(kept).toEqual(['# an hour of work\n']);
});

test('an edit made in another editor is there when the reader comes back', async ({ page, server }) => {
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await write(page, '# from the page\n');
  await saved(page);
  writeFileSync(fileOf(server), '# from vim\n');
  await page.evaluate('dispatchEvent(new FocusEvent("focus"))');
  await expect(page.getByRole('textbox', { name: 'echo_once.py' })).toContainText('# from vim');
});

test('edits in two places are both shown, and the reader chooses', async ({ page, server }) => {
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await write(page, '# from the page\n');
  await saved(page);
  const editor = page.getByRole('textbox', { name: 'echo_once.py' });
  for (const choice of ['Keep the text of this page', 'Take the file from the workspace']) {
    writeFileSync(fileOf(server), `# from vim, then: ${choice}\n`);
    await write(page, `# typed, then: ${choice}\n`);
    const conflict = page.getByRole('region', { name: /changed in another place/ });
    await expect(conflict).toContainText(`# from vim, then: ${choice}`);
    await expect(conflict).toContainText(`# typed, then: ${choice}`);
    expect(onDisk(server)).toBe(`# from vim, then: ${choice}\n`);
    await conflict.getByRole('button', { name: choice }).click();
    await expect(conflict).toHaveCount(0);
    const chosen = choice.startsWith('Keep') ? `# typed, then: ${choice}` : `# from vim, then: ${choice}`;
    await expect(editor).toContainText(chosen);
    await expect.poll(() => onDisk(server)).toBe(`${chosen}\n`);
  }
});
