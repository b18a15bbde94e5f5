/**
 * `content/course.yaml`: the one order of modules and lessons, what each lesson needs, the ways through a
 * part of it, and what is planned. A lesson is written when its folder is there.
 */
import { z } from 'zod';
import { AuthorError, expectedName, problem, type Tell, tellUnique } from './authoring.ts';
import { Id, Text } from './lab.ts';

export const Course = z.strictObject({
  modules: z.array(z.strictObject({ id: Id, title: Text, lessons: z.array(Id).min(1) })).min(1),
  paths: z
    .array(
      z.strictObject({
        id: Id,
        title: Text,
        about: Text.describe('one or two sentences: what it teaches and what it leaves out'),
        takes: z.array(Id).min(1).describe('modules, or single lessons'),
      }),
    )
    .default([]),
  needs: z.record(Id, z.array(Id).min(1)).default({}).describe('lessons that come before a lesson'),
  planned: z
    .record(Id, z.strictObject({ minutes: z.int().positive(), title: Text }))
    .default({})
    .describe('lessons that nobody has written yet'),
});
export type Course = z.infer<typeof Course>;
export type Module = Course['modules'][number];
export type CoursePath = Course['paths'][number];

/** Every lesson in its order, written or not. */
export const lessonsOf = (course: Course): string[] => course.modules.flatMap(({ lessons }) => lessons);

/** The lessons of a path in their order. */
export const lessonsOn = (course: Course, { takes }: CoursePath): string[] =>
  takes.flatMap(name => course.modules.find(({ id }) => id === name)?.lessons ?? [name]);

/**
 * Throws AuthorError with every problem found.
 *
 * @param isWritten whether the folder of a lesson is there
 */
export function checkCourse(course: Course, file: string, isWritten: (lesson: string) => boolean): void {
  const report: string[] = [];
  const tell: Tell = (path, text) => void report.push(problem(file, path, text));
  const order = lessonsOf(course);
  tellUnique(course.modules, ['modules'], tell);
  tellUnique(course.paths, ['paths'], tell);
  const seen = new Set<string>();
  course.modules.forEach((module, at) => {
    module.lessons.forEach((lesson, nth) => {
      const here = ['modules', at, 'lessons', nth];
      if (seen.size === seen.add(lesson).size) tell(here, `expected each lesson once, got "${lesson}" again`);
      if (!isWritten(lesson) && course.planned[lesson] === undefined)
        tell(here, `expected the folder lessons/${lesson}, or a line for it under planned`);
    });
  });
  checkPlanned(course, order, isWritten, tell);
  checkNeeds(course, order, tell);
  const known = [...course.modules.map(({ id }) => id), ...order];
  course.paths.forEach(({ takes }, at) => {
    takes.forEach((name, nth) => {
      if (!known.includes(name))
        tell(['paths', at, 'takes', nth], `expected a module or a lesson of the course, got "${name}"`);
    });
  });
  if (report.length > 0) throw new AuthorError(report);
}

function checkPlanned(
  { planned }: Course,
  order: readonly string[],
  isWritten: (lesson: string) => boolean,
  tell: Tell,
): void {
  for (const lesson of Object.keys(planned)) {
    if (!order.includes(lesson)) tell(['planned', lesson], `expected a lesson of a module, got "${lesson}"`);
    if (isWritten(lesson))
      tell(
        ['planned', lesson],
        `expected no line for a lesson that is written, and lessons/${lesson} is there`,
      );
  }
}

function checkNeeds({ needs }: Course, order: readonly string[], tell: Tell): void {
  for (const [lesson, needed] of Object.entries(needs)) {
    const place = order.indexOf(lesson);
    if (place === -1) tell(['needs', lesson], `expected a lesson of a module, got "${lesson}"`);
    needed.forEach((each, nth) => {
      const before = order.slice(0, Math.max(place, 0));
      if (place !== -1 && !before.includes(each))
        tell(['needs', lesson, nth], expectedName('a lesson that comes before it', before, each));
    });
  }
}
