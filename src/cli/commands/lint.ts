/** `lint [LESSON]`: an author's mistakes, and where a lesson falls short of the rubric; one line each. */
import type { Desk } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { aroundHere } from '../lint/around.ts';
import { mistakesIn, mistakesOf } from '../lint/mistakes.ts';
import { shortcomingsOf } from '../lint/rubric.ts';

/** Without a name: every lesson, and the glossary. */
export function lint({ print, sayings }: Desk, [lesson]: readonly string[]): number {
  const around = aroundHere();
  const mistakes = lesson === undefined ? mistakesIn(around) : mistakesOf(lesson, around);
  const lessons = lesson === undefined ? around.lessons : [lesson];
  // What is not understood cannot be judged.
  const report = mistakes.length > 0 ? mistakes : lessons.flatMap(each => shortcomingsOf(each, around));
  for (const line of report) print(line);
  if (report.length === 0) print(sayings.nothingToMend(lessons.length));
  return report.length === 0 ? EXIT.passed : EXIT.failed;
}
