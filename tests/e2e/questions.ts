/** The questions of a lesson as a reader meets them: found by what they ask, answered by what they offer. */
import { expect, type Locator, type Page } from './fixture.ts';
import { type Locale, say } from './words.ts';

export const questionOn = (page: Page, asked: RegExp): Locator =>
  page.locator('form').filter({ has: page.getByRole('group', { name: asked }) });

export async function commit(page: Page, asked: RegExp, answer: string, locale: Locale = 'en') {
  const question = questionOn(page, asked);
  await question.getByRole('radio', { name: answer, exact: true }).check();
  await question.getByRole('button', { name: say(locale, 'lab.prediction.commit') }).click();
  await expect(outcomeOf(page, asked)).not.toBeEmpty();
}

export const outcomeOf = (page: Page, asked: RegExp): Locator => questionOn(page, asked).getByRole('status');
