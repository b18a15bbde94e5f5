/** content/course.yaml: which lessons there are, in which order, and what surrounds each. */
import { parse } from 'yaml';
import { parseAuthored } from '#protocol/authoring';
import { Course, type CoursePath, checkCourse, lessonsOf, lessonsOn, type Module } from '#protocol/course';
import source from '../../../content/course.yaml?raw';

const FILE = 'content/course.yaml';

const written = new Set(
  Object.keys(import.meta.glob('/lessons/*/*.mdx')).map(path => path.split('/')[2] ?? ''),
);
const isWritten = (lesson: string): boolean => written.has(lesson);

export const course: Course = parseAuthored(Course, parse(source), FILE);
checkCourse(course, FILE, isWritten);

/** Lessons that are written, in the course's order. */
export const lessonIds: readonly string[] = lessonsOf(course).filter(isWritten);

/** The module that a lesson belongs to. */
export function moduleOf(lesson: string): Module {
  const found = course.modules.find(module => module.lessons.includes(lesson));
  if (found === undefined) throw new Error(`${FILE} does not list the lesson ${lesson}`);
  return found;
}

export type Neighbours = { before: string | null; after: string | null };

/** The written lessons before and after, in the course or on a path; null at its ends. */
export function neighboursOf(lesson: string, path?: CoursePath): Neighbours {
  const lessons = path === undefined ? lessonIds : lessonsOn(course, path).filter(isWritten);
  const at = lessons.indexOf(lesson);
  return { before: lessons[at - 1] ?? null, after: lessons[at + 1] ?? null };
}

/** The paths that a lesson lies on. */
export const pathsThrough = (lesson: string): readonly CoursePath[] =>
  course.paths.filter(path => lessonsOn(course, path).includes(lesson));
