/** Lines put in order by buttons, keys and mouse: the file follows, the run judges, the focus stays with the line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deskOf } from './editor.ts';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { type RunningServer, startServer } from './server.ts';
import { type Locale, say } from './words.ts';

const FOLDER = new URL('../../sandbox/exercises/ladder/', import.meta.url);
const SOLUTION = readFileSync(new URL('solution/ladder.py', FOLDER), 'utf8');
const LINES = SOLUTION.split('\n').filter(line => /^(listener|conn|data)/.test(line));
const [FIRST = '', SECOND = '', THIRD = ''] = LINES;

type Act = 'use' | 'up' | 'down' | 'out';

async function openLadder(page: Page, server: RunningServer, locale: Locale = 'en') {
  await page.goto(`${server.address}${locale}/lessons/echo-once/`);
  const desk = deskOf(page, 'ladder');
  await desk.getByRole('heading').first().scrollIntoViewIfNeeded();
  const act = (name: Act, line: string): Locator =>
    desk.getByRole('button', { name: `${say(locale, `exercise.blocks.${name}`)}: ${line}`, exact: true });
  const listOf = (name: 'program' | 'lines'): Locator =>
    desk.getByRole('list', { name: say(locale, `exercise.blocks.${name}`) });
  const rowOf = (line: string): Locator =>
    desk.getByRole('listitem').filter({ has: page.getByText(line, { exact: true }) });
  await expect(listOf('lines').getByRole('listitem')).toHaveCount(12);
  const program = async (): Promise<string[]> => await listOf('program').locator('pre').allInnerTexts();
  return { desk, act, listOf, rowOf, program };
}

/** The program as the file in the workspace has it. */
const inFile = ({ workspace }: RunningServer): string[] =>
  readFileSync(join(workspace, 'ladder.py'), 'utf8')
    .split('\n')
    .filter(line => LINES.includes(line));

for (const locale of ['en', 'ko'] satisfies Locale[])
  test(`the ladder is put together, and passes (${locale})`, async ({ page }) => {
    await using server = await startServer();
    const { desk, act } = await openLadder(page, server, locale);
    const [, , ...rest] = LINES;
    for (const line of [SECOND, FIRST, ...rest]) await act('use', line).click();
    await act('up', FIRST).focus();
    await page.keyboard.press('Enter');
    await expect(act('up', FIRST)).toBeFocused();
    await desk.getByRole('button', { name: say(locale, 'exercise.check'), exact: true }).click();
    await expect(desk.locator('[data-outcome="pass"]')).toBeVisible({ timeout: 30_000 });
    await page.close();
  });

test('with the mouse a line is dragged in, between two others, down, and out again', async ({ page }) => {
  await using server = await startServer();
  // Both lists in view: what scrolls while the button is down is another line under the pointer.
  await page.setViewportSize({ width: 1440, height: 1800 });
  const { desk, act, listOf, rowOf, program } = await openLadder(page, server);
  // Source and target are both in view, wherever the text before them has left the page.
  await listOf('program').evaluate(list => list.scrollIntoView({ block: 'center' }));
  // Where nothing is yet: onto the list itself.
  await rowOf(FIRST).dragTo(listOf('program'));
  await expect.poll(program).toEqual([FIRST]);
  await expect(desk.getByRole('status').filter({ hasText: `${FIRST}: line 1 of 1` })).toHaveCount(1);
  // Onto a line: before it.
  await rowOf(THIRD).dragTo(rowOf(FIRST));
  await expect.poll(program).toEqual([THIRD, FIRST]);
  await rowOf(SECOND).dragTo(rowOf(FIRST));
  await expect.poll(program).toEqual([THIRD, SECOND, FIRST]);
  // A line that is moved down leaves a gap above its new place.
  await rowOf(THIRD).dragTo(rowOf(FIRST));
  await expect.poll(program).toEqual([SECOND, THIRD, FIRST]);
  await expect(act('up', THIRD)).toBeFocused();
  await rowOf(FIRST).dragTo(rowOf(SECOND));
  await expect.poll(program).toEqual([FIRST, SECOND, THIRD]);
  await expect.poll(() => inFile(server)).toEqual([FIRST, SECOND, THIRD]);
  await expect(page.getByRole('textbox', { name: 'ladder.py' })).toContainText(THIRD);
  // Back among those that wait.
  await rowOf(SECOND).dragTo(listOf('lines').getByRole('listitem').first());
  await expect.poll(program).toEqual([FIRST, THIRD]);
  await expect(act('use', SECOND)).toBeFocused();
  // A text from elsewhere is not taken; a line that comes in the same way is.
  for (const text of ['import os', SECOND]) {
    const dataTransfer = await page.evaluateHandle(
      `(() => { const carried = new DataTransfer(); carried.setData('text/plain', ${JSON.stringify(text)}); return carried; })()`,
    );
    await rowOf(THIRD).dispatchEvent('drop', { dataTransfer });
  }
  await expect.poll(program).toEqual([FIRST, SECOND, THIRD]);
  await page.close();
});

test('with the keyboard alone a line is taken, moved and put back; what happened is said', async ({
  page,
}) => {
  await using server = await startServer();
  const { desk, act, program } = await openLadder(page, server);
  const said = (text: string): Promise<void> =>
    expect(desk.getByRole('status').filter({ hasText: text })).toHaveCount(1);
  await act('use', SECOND).focus();
  await page.keyboard.press('Enter');
  await said(`${SECOND}: line 1 of 1`);
  // The focus went with the line; the other lines are reached by Tab from there.
  await expect(act('up', SECOND)).toBeFocused();
  for (let presses = 0; !(await act('use', FIRST).evaluate(isFocused)) && presses < 40; presses += 1)
    await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await said(`${FIRST}: line 2 of 2`);
  await expect(act('up', FIRST)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(program).toEqual([FIRST, SECOND]);
  await said(`${FIRST}: line 1 of 2`);
  // At the top there is no further up, and the button says so without losing the focus.
  await expect(act('up', FIRST)).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('Enter');
  expect(await program()).toEqual([FIRST, SECOND]);
  await page.keyboard.press('Tab');
  await expect(act('down', FIRST)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect.poll(program).toEqual([SECOND, FIRST]);
  await expect(act('down', FIRST)).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(program).toEqual([SECOND]);
  await said(`${FIRST}: taken out`);
  await expect(act('use', FIRST)).toBeFocused();
  await expect.poll(() => inFile(server)).toEqual([SECOND]);
  await page.close();
});

const isFocused = (element: unknown): boolean =>
  element === (globalThis as unknown as { document: { activeElement: unknown } }).document.activeElement;
