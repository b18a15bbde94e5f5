/** What an author is told who writes content/course.yaml wrongly. */
import { expect, test } from 'vitest';
import { AuthorError } from '#protocol/authoring';
import { Course, checkCourse } from '#protocol/course';

const title = { en: 'A', ko: '가' };
const about = title;
const right = {
  modules: [
    { id: 'first', title, lessons: ['one', 'two'] },
    { id: 'second', title, lessons: ['three'] },
  ],
  paths: [{ id: 'short', title, about, takes: ['one', 'second'] }],
  needs: { two: ['one'] },
  planned: { three: { minutes: 20, title } },
};

/** The problems of a course in which lessons one and two are written. */
function problemsIn(course: unknown): readonly string[] {
  try {
    checkCourse(Course.parse(course), 'course.yaml', lesson => ['one', 'two'].includes(lesson));
    return [];
  } catch (error) {
    if (error instanceof AuthorError) return error.problems;
    throw error;
  }
}

test('a course of written and planned lessons is right', () => {
  expect(problemsIn(right)).toEqual([]);
});

test.each([
  [
    'a lesson without a folder or a plan',
    { ...right, planned: {} },
    'course.yaml: modules[1].lessons[0]: expected the folder lessons/three, or a line for it under planned',
  ],
  [
    'a plan for what is written',
    { ...right, planned: { ...right.planned, two: { minutes: 20, title } } },
    'course.yaml: planned.two: expected no line for a lesson that is written, and lessons/two is there',
  ],
  [
    'a plan for what is in no module',
    { ...right, planned: { ...right.planned, four: { minutes: 20, title } } },
    'course.yaml: planned.four: expected a lesson of a module, got "four"',
  ],
  [
    'a lesson twice',
    { ...right, modules: [...right.modules, { id: 'third', title, lessons: ['one'] }] },
    'course.yaml: modules[2].lessons[0]: expected each lesson once, got "one" again',
  ],
  [
    'a lesson that needs a later one',
    { ...right, needs: { one: ['two'] } },
    'course.yaml: needs.one[0]: expected a lesson that comes before it (), got "two"',
  ],
  [
    'a path through what is not there',
    { ...right, paths: [{ id: 'short', title, about, takes: ['first', 'fourth'] }] },
    'course.yaml: paths[0].takes[1]: expected a module or a lesson of the course, got "fourth"',
  ],
])('%s is told with its field', (_, course, problem) => {
  expect(problemsIn(course)).toEqual([problem]);
});
