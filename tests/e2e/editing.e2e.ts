/** Editing a lab's program: a fresh box runs the edit, and the original is never lost. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { program, savedRun } from './own-programs.ts';
import { startServer } from './server.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';

const LESSON = 'en/lessons/echo-once/';
const button = (place: Locator, name: string): Locator => place.getByRole('button', { name, exact: true });
const editor = (page: Page, name: string): Locator => program(page, name).locator('[contenteditable="true"]');
const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });

async function runLive(page: Page): Promise<void> {
  await button(labOf(page), 'Run it live').click();
  await expect(program(page, 'server').locator('[aria-current="step"]')).toBeVisible();
}

/** Opens the editor of a program and puts a line before its first one. */
async function writeFirstLine(page: Page, name: string, line: string): Promise<void> {
  await button(program(page, name), 'Edit').click();
  await expect(editor(page, name)).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.insertText(`${line}\n`);
}

/** The edited program runs to its end, or until it waits. */
const go = (page: Page, name: string): Promise<void> => button(program(page, name), 'Run').click();

test('an edit runs in a fresh box, survives Reset and reload, and the original comes back', async ({
  page,
  site,
}) => {
  test.setTimeout(120_000);
  await page.goto(`${site}${LESSON}`);
  await runLive(page);
  const server = program(page, 'server');
  await writeFirstLine(page, 'server', 'print("my own line")');
  await expect(server).toContainText('not run yet');
  await button(server, 'Run this version').click();
  await expect(server.locator('[aria-current="step"]')).toContainText('my own line');
  await expect(server).toContainText('edited');
  await expect(server).not.toContainText('not run yet');
  await expect(button(labOf(page), 'Next')).toBeFocused();
  await go(page, 'server');
  await expect(terminal(page, 'server')).toContainText('my own line');
  await expect(terminal(page, 'server')).toContainText('waiting on port 3333');

  await button(labOf(page), 'Reset').click();
  await expect(terminal(page, 'server')).not.toContainText('waiting on port');
  await expect(server.locator('[aria-current="step"]')).toContainText('my own line');

  await page.reload();
  await runLive(page);
  await expect(server).toContainText('edited');
  await expect(server.locator('[aria-current="step"]')).toContainText('my own line');

  await button(server, 'Edit').click();
  await button(server, 'Restore the original').click();
  await expect(server.locator('[aria-current="step"]')).toContainText('import socket');
  await expect(server).not.toContainText('edited');
  await walkTo(page, 'listen');
  await expect(terminal(page, 'server')).not.toContainText('my own line');
});

test('a syntax error in the edit shows the learner’s own traceback in the terminal', async ({
  page,
  site,
}) => {
  await page.goto(`${site}${LESSON}`);
  await runLive(page);
  await writeFirstLine(page, 'client', 'print("no end)');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(terminal(page, 'client')).toContainText('SyntaxError: unterminated string literal');
  await expect(terminal(page, 'client')).toContainText('client.py", line 1');
  await expect(program(page, 'client')).toContainText('ended');
  // The other program stands as ever.
  await expect(program(page, 'server').locator('[aria-current="step"]')).toBeVisible();
});

test('in a recording the edit is kept, and “Run this version” opens the lab live with it', async ({
  page,
  site,
}) => {
  await page.goto(`${site}${LESSON}`);
  await button(labOf(page), 'Look through the recording').click();
  await writeFirstLine(page, 'server', 'print("from a recording")');
  const server = program(page, 'server');
  await expect(server).toContainText('your edit is kept');
  await button(server, 'Run this version').click();
  await expect(server.locator('[aria-current="step"]')).toContainText('from a recording');
  await expect(labOf(page)).toContainText('live');
  // A saved run says whose text it is.
  const { path } = await savedRun(page);
  const run = JSON.parse(readFileSync(path, 'utf8')) as { edited: string[] };
  expect(run.edited).toEqual(['server']);
});

test.describe('a lost server', () => {
  // The browser notes each attempt to reach it.
  test.use({ expectedError: /ERR_CONNECTION_REFUSED/ });

  test('what is typed is there after the server was lost, also where none ever was', async ({ page }) => {
    test.setTimeout(120_000);
    await using server = await startServer();
    await page.goto(`${server.address}${LESSON}`);
    await runLive(page);
    await server.restart('SIGKILL');
    await writeFirstLine(page, 'client', 'print("typed without a server")');
    await page.reload();
    await button(labOf(page), 'Look through the recording').click();
    await button(program(page, 'client'), 'Edit').click();
    await expect(editor(page, 'client')).toContainText('typed without a server');

    await using host = await startStaticHost();
    await page.goto(`${host.address}${LESSON}`);
    await button(labOf(page), 'Look through the recording').click();
    await writeFirstLine(page, 'client', 'print("no server here")');
    await button(program(page, 'client'), 'Run this version').click();
    await expect(page.getByRole('status').filter({ hasText: 'No lab server answers here.' })).toBeVisible();
    await expect(editor(page, 'client')).toContainText('no server here');
    await page.close();
  });
});
