/**
 * An author's mistakes: what would break a page, or tell a reader what is not so. One line each, with file
 * and field; of a lesson in which the front matter is wrong only that is told.
 */
import { AuthorError, parseAuthored } from '#protocol/authoring';
import { checkGlossary } from '#protocol/glossary';
import { LessonHead } from '#protocol/lesson';
import { type Around, isPlanned, LOCALES } from './around.ts';
import { checkNames } from './lesson-names.ts';
import { allTags, type LessonSource, readLesson } from './lesson-source.ts';
import { differenceOf } from './parity.ts';
import { checkQuestions } from './questions.ts';

/** Of every lesson that is written, and of the glossary. */
export function mistakesIn(around: Around): string[] {
  const lessons = around.lessons.flatMap(lesson => mistakesOf(lesson, around));
  // Which terms are used is known of lessons that are understood.
  return lessons.length > 0 ? lessons : caught(() => glossaryMistakes(around));
}

export function mistakesOf(lesson: string, around: Around): string[] {
  const missing = LOCALES.filter(locale => around.source(lesson, locale) === undefined);
  if (missing.length > 0)
    return missing.map(
      locale => `lessons/${lesson}/${locale}.mdx: expected the file: every lesson is in both languages`,
    );
  return caught(() => {
    const files = LOCALES.map(locale =>
      readLesson(`lessons/${lesson}/${locale}.mdx`, around.source(lesson, locale) ?? ''),
    );
    const [english, korean] = files as [LessonSource, LessonSource];
    const report = files.flatMap(file => mistakesInFile(file, around));
    const difference = report.length > 0 ? null : differenceOf(english, korean);
    if (difference !== null) report.push(difference);
    return report.length > 0 ? report : labMistakes(english, around);
  });
}

function mistakesInFile(source: LessonSource, around: Around): string[] {
  const { file, tags } = source;
  const head = parseAuthored(LessonHead, source.head, file);
  const report = [
    ...head.labs.flatMap((lab, at) =>
      around.lab(lab) ? [] : `${file}: labs[${at}]: expected a folder of sandbox/labs/, got "${lab}"`,
    ),
    ...head.exercises.flatMap((exercise, at) => [
      ...(around.exercise(exercise)
        ? []
        : [`${file}: exercises[${at}]: expected a folder of sandbox/exercises/, got "${exercise}"`]),
      ...(allTags(tags).some(({ name, attributes }) => name === 'Exercise' && attributes.id === exercise)
        ? []
        : [`${file}: exercises[${at}]: expected an <Exercise id="${exercise}" /> in the text`]),
    ]),
  ];
  checkNames(source, head, around, (tag, text) => {
    const { id, value, to } = tag.attributes;
    const which =
      id !== undefined
        ? ` id="${id}"`
        : value !== undefined
          ? ` value="${value}"`
          : to !== undefined
            ? ` to="${to}"`
            : '';
    report.push(`${file}:${tag.line}: <${tag.name}${which}>: ${text}`);
  });
  return report;
}

function labMistakes(lesson: LessonSource, around: Around): string[] {
  const head = parseAuthored(LessonHead, lesson.head, lesson.file);
  return head.labs.flatMap(id => {
    const lab = around.lab(id);
    return lab === undefined ? [] : checkQuestions(id, lab, allTags(lesson.tags), around);
  });
}

function glossaryMistakes(around: Around): string[] {
  const parts = new Map(
    around.lessons.map(lesson => {
      const { head, tags } = readLesson(`lessons/${lesson}/en.mdx`, around.source(lesson, 'en') ?? '');
      const terms = allTags(tags).filter(({ name }) => name === 'Term');
      const { labs = [] } = head as Partial<LessonHead>;
      return [lesson, { lab: labs[0], terms: new Set(terms.map(({ attributes }) => attributes.id ?? '')) }];
    }),
  );
  checkGlossary(around.glossary, 'content/glossary.yaml', {
    isPlanned: lesson => isPlanned(around, lesson),
    firstLabOf: lesson => around.lab(parts.get(lesson)?.lab ?? ''),
    usedIn: lesson => parts.get(lesson)?.terms ?? new Set(),
  });
  return [];
}

/** The lines of an AuthorError are the report; a lesson that is no MDX says so itself. */
function caught(check: () => string[]): string[] {
  try {
    return check();
  } catch (error) {
    if (error instanceof AuthorError) return [...error.problems];
    throw error;
  }
}
