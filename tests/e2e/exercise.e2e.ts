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
  server: async ({ page }, use) => {
    await using server = await startServer();
    await use(server);
    // Before the server: a page that is left would try in vain to reach it again, and that is an error.
    await page.close();
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

  test('edits in two places are both shown, and the reader chooses', async ({ page, server }) => {
    await page.goto(`${server.address}en/lessons/echo-once/`);
    await write(page, '# from the page\n');
    await saved(page);
    const editor = page.getByRole('textbox', { name: 'echo_once.py' });
    for (const choice of ['Keep the text of this page', 'Take the file from the workspace']) {
      // Without a server neither hears of the other's edit in time to follow it.
      await server.end('SIGTERM');
      writeFileSync(fileOf(server), `# from vim, then: ${choice}\n`);
      await write(page, `# typed, then: ${choice}\n`);
      await server.begin();
      const conflict = page.getByRole('region', { name: /changed in another place/ });
      await expect(conflict).toContainText(`# from vim, then: ${choice}`, { timeout: 20_000 });
      await expect(conflict).toContainText(`# typed, then: ${choice}`);
      expect(onDisk(server)).toBe(`# from vim, then: ${choice}\n`);
      await conflict.getByRole('button', { name: choice }).click();
      await expect(conflict).toHaveCount(0);
      const chosen = choice.startsWith('Keep') ? `# typed, then: ${choice}` : `# from vim, then: ${choice}`;
      await expect(editor).toContainText(chosen);
      await expect.poll(() => onDisk(server)).toBe(`${chosen}\n`);
    }
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
    await korean
      .getByRole('button', { name: say(locale, 'exercise.where.goto', { line: 14 }), exact: true })
      .click();
    await expect(page.getByRole('textbox', { name: 'echo_once.py' })).toBeFocused();
  });
}

for (const locale of ['en', 'ko'] as const) {
  test(`line, call and frame lead into the run of that check, where they light (${locale})`, async ({
    page,
    server,
  }) => {
    await page.goto(`${server.address}${locale}/lessons/echo-once/`);
    await write(page, ONE_RECV);
    const desk = deskOf(page);
    await desk.getByRole('button', { name: say(locale, 'exercise.check'), exact: true }).click();
    const failed = desk.locator('[data-end="failed"]');
    const run = page.getByRole('dialog');
    const picked = run.locator('[data-light="picked"]');
    const line = say(locale, 'lab.line', { line: 14 });
    // What is pressed; the button there that has the focus; what stands beside it.
    const ways = [
      [say(locale, 'exercise.where.line-number', { line: 14 }), line, 'recv(100)'],
      ['recv(fd 4)', /^recv → b'/, 'recv'],
      // Twenty bytes were unread when the program closed.
      [/^RST, ACK 3333 → \d+$/, 'RST, ACK', 'RST, ACK'],
    ] as const;
    for (const [link, target, beside] of ways) {
      await failed.getByRole('button', { name: link, exact: true }).click();
      const button = run.getByRole('button', { name: target }).and(picked.or(picked.getByRole('button')));
      await expect(button).toBeFocused();
      // Of a long line the end may be out of view sideways; where it begins is not.
      await expect(button).toBeInViewport({ ratio: 0.9 });
      await expect(picked).toBeInViewport({ ratio: 0.5 });
      await expect(picked).toContainText(beside);
      await run.getByRole('button', { name: say(locale, 'exercise.run-close'), exact: true }).click();
      await expect(run).toBeHidden();
      await expect(failed.getByRole('button', { name: link, exact: true })).toBeFocused();
    }
    // The moment alone: nothing is picked.
    await failed.getByRole('button', { name: say(locale, 'exercise.where.look'), exact: true }).click();
    await expect(run.getByRole('slider')).toBeVisible();
    await expect(picked).toHaveCount(0);
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

test('hints are those for what the check saw, and others when it sees something else', async ({
  page,
  server,
}) => {
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await comeToEditor(page);
  const desk = deskOf(page);
  const hint = desk.getByRole('button', { name: 'Hint' });
  const hints = desk.getByRole('list', { name: 'Hints' }).getByRole('listitem');
  await hint.click();
  await expect(hints).toHaveText([/^Hint 1 of 3\. A server needs two sockets\./]);
  await write(page, ONE_RECV);
  await desk.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(desk.locator('[data-outcome="fail"]')).toBeVisible();
  await expect(hints).toHaveCount(0);
  // What was seen is the first; it stands with the failure, so the second comes along.
  await hint.click();
  await expect(hints).toHaveText([/^Hint 1 of 3\. The beginning came back/, /^Hint 2 of 3\. .*Recv-Q/]);
  await hint.click();
  await expect(hints.nth(2)).toHaveText(/^Hint 3 of 3\. while data := conn\.recv\(1024\):/);
  await expect(hint).toHaveAttribute('aria-disabled', 'true');
  await write(page, ONE_RECV.replace("'0.0.0.0'", "'127.0.0.1'").replace('recv(100)', 'recv(1024)'));
  await desk.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(desk.locator('[data-outcome="fail"]')).toBeVisible();
  await hint.click();
  await expect(hints.nth(1)).toHaveText(/which host the name leads to/);
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
