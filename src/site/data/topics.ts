/** What a reader reviews: the topics of generated questions, the labs of lessons, and the way to each. */
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';
import { loadGenerator } from '#quiz/loaders';
import en from '../../../content/quiz/questions-en.json';
import ko from '../../../content/quiz/questions-ko.json';
import { lessonIds } from './course.ts';
import { lessonAt } from './lessons.ts';
import type { Locale } from './locales.ts';
import { lessonPath } from './paths.ts';
import { lessonOf } from './quizzes.ts';

export type Way = { title: string; path: string };

/** A topic of questions, and the lesson whose lab shows it; null while nobody has written one. */
export type QuestionTopic = { id: GeneratorId; title: string; lesson: Way | null };

const texts: Record<Locale, Readonly<Record<string, string>>> = { en, ko };

/** The title of a generator's topic, and of each slip. */
export const quizText = (locale: Locale, key: string): string => texts[locale][key] ?? key;

export async function wayToLesson(locale: Locale, lesson: string): Promise<Way> {
  const { entry } = await lessonAt({ locale, lesson });
  return { title: entry.data.title, path: lessonPath(locale, lesson) };
}

/** A lesson's page, at its lab. */
async function wayTo(locale: Locale, lesson: string): Promise<Way> {
  const { title, path } = await wayToLesson(locale, lesson);
  return { title, path: `${path}#lab` };
}

export const questionTopics = (locale: Locale): Promise<QuestionTopic[]> =>
  Promise.all(
    GENERATORS.map(async id => {
      const lesson = lessonOf(id);
      const way = lesson === undefined ? null : await wayTo(locale, lesson);
      return { id, title: quizText(locale, `${id}.title`), lesson: way };
    }),
  );

/** Every lab, with the way to its lesson. */
export async function labTopics(locale: Locale): Promise<{ lab: string; lesson: Way }[]> {
  const lessons = lessonIds.map(async lesson => {
    const [{ entry }, way] = await Promise.all([lessonAt({ locale, lesson }), wayTo(locale, lesson)]);
    return entry.data.labs.map(lab => ({ lab, lesson: way }));
  });
  return (await Promise.all(lessons)).flat();
}

/** A slip of a topic, in words. */
export type NamedSlip = { id: string; topic: string; name: string };

/** Every slip of these topics. */
export async function slipsOfTopics(locale: Locale, topics: readonly GeneratorId[]): Promise<NamedSlip[]> {
  const generators = await Promise.all(topics.map(loadGenerator));
  return generators.flatMap(({ id, slips }) =>
    slips.map(slip => ({
      id: `${id}/${slip}`,
      topic: quizText(locale, `${id}.title`),
      name: quizText(locale, `${id}.slip.${slip}`),
    })),
  );
}
