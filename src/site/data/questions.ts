/** The words of every prediction, for the notebook: they stand in the lessons, and the record has only ids. */
import { lessonIds } from './course.ts';
import { lessonAt } from './lessons.ts';
import type { Locale } from './locales.ts';
import { type Way, wayToLesson } from './topics.ts';

export type AskedQuestion = {
  question: string;
  /** the words of each answer that has other words than its value */
  labels: Readonly<Record<string, string>>;
  lesson: Way;
};

const PREDICTION = /<Prediction((?:\s+\w+="[^"]*")+)\s*>(.*?)<\/Prediction>/gs;
const ATTRIBUTE = /(\w+)="([^"]*)"/g;
const OPTION = /<Option value="([^"]*)"\s*>(.*?)<\/Option>/gs;

/** By lab, what-if and id, as the record keeps an answer. */
export async function questionsIn(locale: Locale): Promise<Record<string, AskedQuestion>> {
  const found = lessonIds.map(async lesson => {
    const [{ entry }, way] = await Promise.all([lessonAt({ locale, lesson }), wayToLesson(locale, lesson)]);
    return [...(entry.body ?? '').matchAll(PREDICTION)].map(([, tag = '', inside = '']) => {
      const given = Object.fromEntries([...tag.matchAll(ATTRIBUTE)].map(([, name, value]) => [name, value]));
      const options = [...inside.matchAll(OPTION)];
      const labels = Object.fromEntries(options.map(([, value = '', label = '']) => [value, plain(label)]));
      const key = `${given.lab}/${given.whatIf ?? ''}/${given.id}`;
      return [key, { question: given.question ?? '', labels, lesson: way }] as const;
    });
  });
  return Object.fromEntries((await Promise.all(found)).flat());
}

/** Without components and marks. */
const plain = (text: string): string =>
  text
    .replace(/<[^>]*>/g, '')
    .replace(/[`*]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
