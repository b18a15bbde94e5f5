/** An author's mistakes in content/quiz/lessons.yaml are one clear line each. */
import { describe, expect, test } from 'vitest';
import { endOf, readLessonQuizzes } from '../../src/site/data/lesson-quizzes.ts';

const FILE = 'content/quiz/lessons.yaml';
const modules = [{ lessons: ['one', 'two'] }, { lessons: ['three', 'four'] }, { lessons: ['five'] }];

const problemsIn = (source: unknown): string[] => {
  try {
    readLessonQuizzes(source, FILE, modules);
    return [];
  } catch (error) {
    return String((error as Error).message).split('\n');
  }
};

test('questions of lessons before, two of them, are taken', () => {
  expect(problemsIn({ one: { asks: ['fd'] }, two: { warmUp: ['fd', 'fd'], asks: ['demux'] } })).toEqual([]);
});

describe('a mistake', () => {
  test.each([
    ['no generator', { one: { asks: ['fb'] } }, 'one.asks[0]: expected "fd" or "demux"'],
    ['no lesson', { six: { asks: ['fd'] } }, 'six: expected a lesson of the course (one, two, three'],
    ['one question', { two: { warmUp: ['fd'] } }, 'two.warmUp: expected two questions, got ["fd"]'],
    [
      'asked too early',
      { one: { asks: ['fd'] }, two: { warmUp: ['fd', 'queue'], asks: ['queue'] } },
      'two.warmUp[1]: expected a generator that a lesson before two asks (fd), got "queue"',
    ],
    ['an unknown key', { one: { warmup: ['fd', 'fd'] } }, 'expected no key "warmup" here'],
  ])('%s', (_, source, told) => {
    const problems = problemsIn(source);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`${FILE}: `);
    expect(problems[0]).toContain(told);
  });
});

test('a module that has asked anything ends with eight questions, its own first; another one does not', () => {
  const quizzes = readLessonQuizzes(
    { one: { asks: ['fd'] }, three: { asks: ['queue', 'buf'] } },
    FILE,
    modules,
  );
  expect(endOf(quizzes, modules, 'one')).toEqual(['fd']);
  expect(endOf(quizzes, modules, 'two')).toEqual(Array(8).fill('fd'));
  const [first, second, third, ...rest] = endOf(quizzes, modules, 'four');
  expect([first, second, third]).toEqual(['queue', 'buf', 'fd']);
  expect(rest).toHaveLength(5);
  expect(endOf(quizzes, modules, 'five')).toEqual([]);
});
