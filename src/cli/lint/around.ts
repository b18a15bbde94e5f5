/** What a lesson may refer to, and where it is read from: the course as it lies on the disk. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { labFolder, loadLab } from '#driver/scenes';
import { exerciseIds, loadExercise } from '#grader/exercises';
import { parseAuthored } from '#protocol/authoring';
import { type Course, lessonsOf } from '#protocol/course';
import type { TraceEvent } from '#protocol/events';
import type { Exercise } from '#protocol/exercise';
import { Glossary } from '#protocol/glossary';
import type { Lab } from '#protocol/lab';
import { recordingName } from '#protocol/recording';
import { loadCourse } from '../course-order.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

export const LOCALES = ['en', 'ko'] as const;
export type Locale = (typeof LOCALES)[number];

export type Around = {
  course: Course;
  glossary: Glossary;
  /** lessons that have a folder */
  lessons: readonly string[];
  /** undefined: the file is not there */
  source(lesson: string, locale: Locale): string | undefined;
  /** undefined: there is no such lab */
  lab(id: string): Lab | undefined;
  exercise(id: string): Exercise | undefined;
  /** of the lab, or of its what-if; undefined: nobody has recorded it */
  recording(lab: string, whatIf: string | null): readonly TraceEvent[] | undefined;
};

/** The course on the disk. @throws AuthorError when a file of it cannot be understood at all */
export function aroundHere(): Around {
  const file = 'content/glossary.yaml';
  return {
    course: loadCourse(),
    glossary: parseAuthored(Glossary, parse(readFileSync(join(ROOT, file), 'utf8')), file),
    lessons: readdirSync(join(ROOT, 'lessons')).sort(),
    source: (lesson, locale) => textOf(join(ROOT, 'lessons', lesson, `${locale}.mdx`)),
    lab: once(id => (existsSync(join(labFolder(id), 'lab.yaml')) ? loadLab(id) : undefined)),
    exercise: once(id => (exerciseIds().includes(id) ? loadExercise(id).spec : undefined)),
    recording: (lab, whatIf) =>
      textOf(join(labFolder(lab), recordingName(whatIf)))
        ?.trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as TraceEvent),
  };
}

export const isPlanned = ({ course }: Around, lesson: string): boolean =>
  lessonsOf(course).includes(lesson) && course.planned[lesson] !== undefined;

const textOf = (path: string): string | undefined =>
  existsSync(path) ? readFileSync(path, 'utf8') : undefined;

/** Read once: several lessons ask for the same. */
function once<T>(read: (id: string) => T): (id: string) => T {
  const known = new Map<string, T>();
  return id => {
    const found = known.has(id) ? (known.get(id) as T) : read(id);
    known.set(id, found);
    return found;
  };
}
