/** The exercise's editor as a reader finds it: near the end of the page, loaded when they come there. */
import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from './fixture.ts';

const MUTANT = '../../sandbox/exercises/echo-once/mutants/one-recv-100/echo_once.py';
/** A server that calls recv(100) once: five checks pass, and the Korean one fails. */
export const ONE_RECV = readFileSync(new URL(MUTANT, import.meta.url), 'utf8');

export const deskOf = (page: Page, exercise = 'echo-once'): Locator =>
  page.locator(`[data-exercise="${exercise}"]`);

/** Comes to the exercise and waits until CodeMirror has taken the plain text box's place. */
export async function comeToEditor(page: Page, exercise = 'echo-once'): Promise<Locator> {
  await deskOf(page, exercise).getByRole('heading').scrollIntoViewIfNeeded();
  const editor = page.getByRole('textbox', { name: `${exercise.replaceAll('-', '_')}.py` });
  await expect(editor).toHaveAttribute('contenteditable', 'true');
  return editor;
}

/** Replaces the whole text, as after "select all" and pasting. */
export async function write(page: Page, text: string, exercise = 'echo-once'): Promise<void> {
  const editor = await comeToEditor(page, exercise);
  await editor.click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.insertText(text);
}
