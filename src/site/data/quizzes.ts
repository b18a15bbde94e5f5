/** The questions of the course's lessons, as they stand in content/quiz/lessons.yaml. */
import { parse } from 'yaml';
import type { GeneratorId } from '#quiz/catalogue';
import source from '../../../content/quiz/lessons.yaml?raw';
import { course, lessonIds } from './course.ts';
import { endOf, lessonAsking, readLessonQuizzes } from './lesson-quizzes.ts';

const modules = course.modules
  .map(({ lessons }) => ({ lessons: lessons.filter(lesson => lessonIds.includes(lesson)) }))
  .filter(({ lessons }) => lessons.length > 0);
const quizzes = readLessonQuizzes(parse(source), 'content/quiz/lessons.yaml', modules);

export const warmUpOf = (lesson: string): readonly GeneratorId[] => quizzes[lesson]?.warmUp ?? [];

export const questionsAtEnd = (lesson: string): readonly GeneratorId[] => endOf(quizzes, modules, lesson);

export const lessonOf = (generator: GeneratorId): string | undefined => lessonAsking(quizzes, generator);
