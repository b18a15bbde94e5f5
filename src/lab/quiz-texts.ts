/** The words of questions in the reader's language; they come with the first question. */
import type { Texts } from '#quiz/say';
import type { Locale } from './words.ts';

export async function loadTexts(locale: Locale): Promise<Texts> {
  const table =
    locale === 'ko'
      ? await import('../../content/quiz/questions-ko.json')
      : await import('../../content/quiz/questions-en.json');
  return table.default;
}
