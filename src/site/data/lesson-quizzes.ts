/** content/quiz/lessons.yaml: which questions stand at the start and at the end of each lesson. */
import { z } from 'zod';
import { AuthorError, expectedName, parseAuthored, problem } from '#protocol/authoring';
import { Id } from '#protocol/network';
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';

const Generator = z.enum(GENERATORS);

const LessonQuiz = z.strictObject({
  warmUp: z
    .array(Generator)
    .length(2, 'expected two questions')
    .optional()
    .describe('of what lessons before this one asked'),
  asks: z.array(Generator).min(1).optional().describe('at its end'),
});

const LessonQuizzes = z.record(Id, LessonQuiz);
export type LessonQuizzes = z.infer<typeof LessonQuizzes>;

/** How many questions end a module. */
const MIXED = 8;

type Modules = readonly { lessons: readonly string[] }[];

/** @throws AuthorError with a line for each problem @param modules of the course, with the lessons that are written */
export function readLessonQuizzes(source: unknown, file: string, modules: Modules): LessonQuizzes {
  const quizzes = parseAuthored(LessonQuizzes, source, file);
  const lessons = modules.flatMap(module => module.lessons);
  const problems: string[] = [];
  for (const [lesson, { warmUp = [] }] of Object.entries(quizzes)) {
    if (!lessons.includes(lesson)) {
      problems.push(problem(file, [lesson], expectedName('a lesson of the course', lessons, lesson)));
      continue;
    }
    const known = askedBefore(quizzes, lessons, lesson);
    warmUp.forEach((generator, nth) => {
      if (known.includes(generator)) return;
      const what = expectedName(`a generator that a lesson before ${lesson} asks`, known, generator);
      problems.push(problem(file, [lesson, 'warmUp', nth], what));
    });
  }
  if (problems.length > 0) throw new AuthorError(problems);
  return quizzes;
}

/** What is asked at the end of the lessons before this one, the latest first, each once. */
function askedBefore(quizzes: LessonQuizzes, lessons: readonly string[], lesson: string): GeneratorId[] {
  const before = lessons.slice(0, lessons.indexOf(lesson)).reverse();
  return [...new Set(before.flatMap(each => quizzes[each]?.asks ?? []))];
}

/** What stands at a lesson's end; a module that has asked anything ends with questions of all so far. */
export function endOf(quizzes: LessonQuizzes, modules: Modules, lesson: string): GeneratorId[] {
  const own = quizzes[lesson]?.asks ?? [];
  const module = modules.find(({ lessons }) => lessons.at(-1) === lesson);
  const ofModule = module?.lessons.flatMap(each => quizzes[each]?.asks ?? []) ?? [];
  if (ofModule.length === 0) return own;
  const lessons = modules.flatMap(each => each.lessons);
  const all = [...new Set([...ofModule, ...askedBefore(quizzes, lessons, lesson)])];
  return Array.from({ length: MIXED }, (_, at) => all[at % all.length] as GeneratorId);
}

/** The lesson that teaches what a generator asks; undefined while nobody has written it. */
export const lessonAsking = (quizzes: LessonQuizzes, generator: GeneratorId): string | undefined =>
  Object.keys(quizzes).find(lesson => quizzes[lesson]?.asks?.includes(generator));
