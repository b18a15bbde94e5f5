/**
 * A whole lesson without a mouse: from the home page through the walk, its questions and a terminal to
 * the exercise's check. Only keys are pressed, and the focus is never lost.
 */
import { readFileSync } from 'node:fs';
import { deskOf } from './editor.ts';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { questionOn } from './questions.ts';
import { labOf } from './walk.ts';

const SOLUTION = readFileSync(
  new URL('../../sandbox/exercises/echo-once/solution/echo_once.py', import.meta.url),
  'utf8',
);

const isFocused = (wanted: Locator): Promise<boolean> =>
  wanted.evaluateAll(elements => elements.some(element => element === element.ownerDocument.activeElement));

/** Tab, or Shift+Tab, until this has the focus; out of a terminal and an editor as their hint says. */
async function tabTo(page: Page, wanted: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 250; presses += 1) {
    if (await isFocused(wanted)) return;
    if (await page.locator('.xterm-helper-textarea:focus, .cm-content:focus').count())
      await page.keyboard.press('Escape');
    await page.keyboard.press(key);
  }
  throw new Error(`not reached: ${wanted}`);
}

/** Nothing is done to a page that has forgotten where its reader is. */
const expectFocus = (page: Page) => expect(page.locator('body'), 'the focus is somewhere').not.toBeFocused();

test('the keyboard alone goes through a whole lesson, from the home page to a passed check', async ({
  page,
  site,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${site}en/`);
  await tabTo(page, page.getByRole('main').getByRole('link', { name: 'See the course map' }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`${site}en/map/`);
  await tabTo(page, page.getByRole('link', { name: 'The whole ladder', exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'The whole ladder' })).toBeVisible();

  await tabTo(page, page.getByRole('link', { name: 'Skip to the lab' }));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Run it live' })).toBeFocused();
  await page.keyboard.press('Enter');
  const lab = labOf(page);
  const next = lab.getByRole('button', { name: 'Next', exact: true });
  await expect(next).toBeFocused();

  const answers: Record<string, RegExp> = {
    ask: /last line the client prints/,
    'client-recv': /In which state is the accepted socket/,
    'listener-close': /Who still has a socket in TIME-WAIT/,
  };
  let reached: string | null = null;
  while (reached !== 'end') {
    await expect(next).toHaveAttribute('aria-disabled', 'false', { timeout: 20_000 });
    await page.keyboard.press('Enter');
    const asked = reached === null ? undefined : answers[reached];
    if (asked !== undefined) await answer(page, asked, next);
    await expect(lab)
      .not.toHaveAttribute('data-move', reached ?? /./, { timeout: 20_000 })
      .catch(() => {});
    await expect.poll(() => lab.getAttribute('data-move'), { timeout: 20_000 }).not.toBe(reached);
    reached = await lab.getAttribute('data-move');
    await expectFocus(page);
    if (reached === 'ask') await typeByHand(page, next);
  }
  await expect(next).toHaveAttribute('aria-disabled', 'true');

  // Back through the text to the exercise.
  const editor = page.getByRole('textbox', { name: 'echo_once.py' });
  await tabTo(page, editor, 'Shift+Tab');
  await expect(editor).toHaveAttribute('contenteditable', 'true');
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(SOLUTION);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  const check = deskOf(page).getByRole('button', { name: 'Check', exact: true });
  await tabTo(page, check);
  await expect(check).toHaveAttribute('aria-disabled', 'false');
  await page.keyboard.press('Enter');
  const checks = deskOf(page).getByRole('list', { name: 'Checks' }).getByRole('listitem');
  await expect(checks.filter({ hasText: /^passed/ })).toHaveCount(6, { timeout: 30_000 });
  await expectFocus(page);
});

/** The question has the focus: answered, committed, and back to Next, which then is pressed. */
async function answer(page: Page, asked: RegExp, next: Locator): Promise<void> {
  const question = questionOn(page, asked);
  await expect(question.getByRole('radio').first()).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(question.getByRole('radio').nth(1)).toBeChecked();
  await tabTo(page, question.getByRole('button', { name: 'Commit' }));
  await page.keyboard.press('Enter');
  await tabTo(page, question.getByRole('button', { name: 'Back to the lab' }));
  await page.keyboard.press('Enter');
  await expect(next).toBeFocused();
  await page.keyboard.press('Enter');
}

/** Looks into the terminal that waits, types half a word and takes it back, and returns by one key. */
async function typeByHand(page: Page, next: Locator): Promise<void> {
  await page.keyboard.press('Alt+i');
  await expect(page.getByRole('textbox', { name: 'Keys for client' })).toBeFocused();
  await page.keyboard.type('hal');
  await expect(page.getByRole('region', { name: 'client terminal' })).toContainText('msg: hal');
  for (let letter = 0; letter < 3; letter += 1) await page.keyboard.press('Backspace');
  await page.keyboard.press('Alt+n');
  await expect(next).toBeFocused();
}
