/** What tests do with generated questions: whoever knows the seed knows the answer. */
import { readFileSync } from 'node:fs';
import type { GeneratorId } from '#quiz/catalogue';
import { loadGenerator } from '#quiz/loaders';
import type { Answers, Question, Said } from '#quiz/question';
import { sayIn } from '#quiz/say';
import type { Locator, Page } from './fixture.ts';
import type { Locale } from './words.ts';

const read = (locale: Locale): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../content/quiz/questions-${locale}.json`, import.meta.url), 'utf8'));
const texts = { en: read('en'), ko: read('ko') };

export const inWords = (locale: Locale, text: Said): string => sayIn(texts[locale], text);
export const words = (locale: Locale, key: string, values: Said['values'] = {}): string =>
  inWords(locale, { key, values });

export const questionOf = async (of: GeneratorId, seed: number, slip: string | null = null) =>
  (await loadGenerator(of)).question(seed, slip);

/** The question that stands in a place of the page. */
export const asked = (place: Locator | Page, locale: Locale, question: Question): Locator =>
  place.getByRole('form', { name: inWords(locale, question.ask) });

/** Writes or chooses an answer in every field. */
export async function write(
  form: Locator,
  locale: Locale,
  { fields }: Question,
  answers: Answers,
): Promise<void> {
  for (const { id, label, options } of fields) {
    const value = answers[id] ?? '';
    const name = inWords(locale, label);
    const option = options?.find(each => each.value === value);
    if (option === undefined) await form.getByLabel(name, { exact: true }).fill(value);
    else if ((options?.length ?? 0) > 8) await form.getByLabel(name, { exact: true }).selectOption(value);
    else
      await form
        .getByRole('group', { name, exact: true })
        .getByLabel(inWords(locale, option.label), { exact: true })
        .check();
  }
}

export async function answer(
  form: Locator,
  locale: Locale,
  question: Question,
  answers: Answers,
): Promise<void> {
  await write(form, locale, question, answers);
  await form.getByRole('button', { name: words(locale, 'ui.check'), exact: true }).click();
}
