/** The order in which the course meets its exercises: content/course.yaml and their lessons' own. */
import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { exerciseIds, type LoadedExercise, loadExercise } from '#grader/exercises';
import { parseAuthored } from '#protocol/authoring';
import { Course, checkCourse, lessonsOf } from '#protocol/course';

const ROOT = new URL('../../', import.meta.url);

/** Those of lessons that the course has not come last. */
export function exercisesInOrder(): LoadedExercise[] {
  const lessons = lessonIds();
  const place = ({ spec, id }: LoadedExercise): number => {
    const lesson = lessons.indexOf(spec.lesson);
    return lesson === -1 ? Number.MAX_SAFE_INTEGER : lesson * 1000 + placeInLesson(spec.lesson, id);
  };
  return exerciseIds()
    .map(id => loadExercise(id))
    .sort((one, other) => place(one) - place(other));
}

const FILE = 'content/course.yaml';

/** content/course.yaml. @throws AuthorError naming file and field */
export function loadCourse(): Course {
  const course = parseAuthored(Course, parse(readFileSync(new URL(FILE, ROOT), 'utf8')), FILE);
  checkCourse(course, FILE, isWritten);
  return course;
}

/** Lessons that are written, as the course orders them. */
export const lessonIds = (): string[] => lessonsOf(loadCourse()).filter(isWritten);

const isWritten = (lesson: string): boolean => existsSync(new URL(`lessons/${lesson}/`, ROOT));

/** The front matter of a lesson names its exercises in their order. */
function placeInLesson(lesson: string, exercise: string): number {
  const text = readFileSync(new URL(`lessons/${lesson}/en.mdx`, ROOT), 'utf8');
  const { exercises = [] } = parse(text.split(/^---$/m)[1] ?? '') as { exercises?: string[] };
  const place = exercises.indexOf(exercise);
  return place === -1 ? exercises.length : place;
}
