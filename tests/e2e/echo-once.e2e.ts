/**
 * The newcomer's path in a real browser: open the lesson, run it live, walk to the end, write the
 * server, have it graded. Found by accessible name alone, as a screen reader would.
 */
import { readFileSync } from 'node:fs';
import { expect, type Locator, test } from './fixture.ts';
import { walkTo } from './walk.ts';

const SOLUTION = readFileSync(
  new URL('../../sandbox/exercises/echo-once/solution/echo_once.py', import.meta.url),
  'utf8',
);

const row = (table: Locator, ...texts: (string | RegExp)[]): Locator =>
  texts.reduce((rows, text) => rows.filter({ hasText: text }), table.getByRole('row'));

test('a newcomer walks the ladder live and sees line, call, socket and frame', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  const server = page.getByRole('region', { name: 'server', exact: true });
  const client = page.getByRole('region', { name: 'client', exact: true });
  const sockets = page.getByRole('table', { name: 'Sockets' });
  const wire = page.getByRole('table', { name: 'Wire' });
  await expect(server.locator('[aria-current="step"]')).toBeVisible();

  await walkTo(page, 'listen');
  await expect(row(sockets, 'LISTEN', '0.0.0.0:3333')).toHaveCount(1);

  await walkTo(page, 'connect');
  await expect(row(wire, /\bSYN\b/)).not.toHaveCount(0);
  for (const flags of [/\bSYN(?!,)/, /SYN, ACK/, /(?<!, )\bACK\b/])
    await expect(row(wire, flags).first()).toBeVisible();
  await expect(row(sockets, 'ESTABLISHED')).toHaveCount(2);

  await walkTo(page, 'client-recv');
  await expect(client.getByRole('region', { name: 'client terminal' })).toContainText('echo: hello');

  await walkTo(page, 'client-close');
  await expect(row(sockets, 'CLOSE-WAIT')).toHaveCount(1);
  await expect(row(sockets, 'FIN-WAIT-2')).toHaveCount(1);

  await walkTo(page, 'end');
  await expect(row(sockets, 'TIME-WAIT')).toHaveCount(1);
  await expect(row(wire, 'FIN, ACK')).toHaveCount(2);
});

test('a reader types the solution and sees every check passed', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  const editor = page.getByRole('textbox', { name: 'echo_once.py' });
  await editor.scrollIntoViewIfNeeded();
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(SOLUTION);
  const exercise = page.locator('#exercise-echo-once');
  await exercise.getByRole('button', { name: 'Check', exact: true }).click();
  const checks = exercise.getByRole('list', { name: 'Checks' }).getByRole('listitem');
  await expect(checks).toHaveCount(6);
  for (let index = 0; index < 6; index += 1) await expect(checks.nth(index)).toHaveText(/^passed/);
});
