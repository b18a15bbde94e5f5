/** content/course.yaml: which lessons there are, in which order. */
import { parse } from 'yaml';
import { z } from 'zod';
import { parseAuthored } from '#protocol/authoring';
import { Id, Text } from '#protocol/lab';
import source from '../../../content/course.yaml?raw';

const Course = z.strictObject({
  modules: z.array(z.strictObject({ id: Id, title: Text, lessons: z.array(Id).min(1) })).min(1),
});
type Module = z.infer<typeof Course>['modules'][number];

export const course = parseAuthored(Course, parse(source), 'content/course.yaml');

export const lessonIds: readonly string[] = course.modules.flatMap(module => module.lessons);

/** The module that a lesson belongs to. */
export function moduleOf(lesson: string): Module {
  const found = course.modules.find(module => module.lessons.includes(lesson));
  if (found === undefined) throw new Error(`content/course.yaml does not list the lesson ${lesson}`);
  return found;
}

/** The lessons before and after in the course; null at its ends. */
export function neighboursOf(lesson: string): { before: string | null; after: string | null } {
  const at = lessonIds.indexOf(lesson);
  return { before: lessonIds[at - 1] ?? null, after: lessonIds[at + 1] ?? null };
}
