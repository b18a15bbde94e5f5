/** `task`, `hint` and `solution`: an exercise's own texts, as the page shows them. */
import { relative, resolve } from 'node:path';
import { exerciseIds, type LoadedExercise, loadExercise } from '#grader/exercises';
import { hintsFor } from '#protocol/hint-choice';
import type { Text } from '#protocol/lab';
import { type Desk, UsageError } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { wrapped } from '../wrapped.ts';

/** @throws UsageError without a name; UnknownExercise */
export function exerciseNamed({ sayings }: Desk, [name]: readonly string[]): LoadedExercise {
  if (name === undefined) throw new UsageError(sayings.whichExercise(exerciseIds().join('\n')));
  return loadExercise(name);
}

/** As one types it here: from this folder where it lies within, whole where it does not. */
export function fileOf({ folder }: Desk, { spec }: LoadedExercise): string {
  const path = resolve(folder, spec.file);
  const near = relative('.', path);
  return near.startsWith('..') ? path : near;
}

export function task(desk: Desk, names: readonly string[]): number {
  const exercise = exerciseNamed(desk, names);
  const { spec } = exercise;
  const { language, paint, print, columns, sayings } = desk;
  print(paint('strong', spec.title[language]));
  print(wrapped(spec.task[language], columns).join('\n'));
  print(spec.checks.map(({ title }) => `  · ${title[language]}`).join('\n'));
  print(sayings.file(fileOf(desk, exercise)));
  return EXIT.passed;
}

export async function hint(desk: Desk, names: readonly string[]): Promise<number> {
  const exercise = exerciseNamed(desk, names);
  const level = Number(names[1] ?? '1');
  if (![1, 2, 3].includes(level)) throw new UsageError(desk.sayings.whichHint);
  tellHint(desk, await hintsNow(desk, exercise), level);
  const { id } = exercise;
  const { sayings } = desk;
  desk.print(desk.paint('quiet', level < 3 ? sayings.moreHints(id, level + 1) : sayings.lastHint(id)));
  return EXIT.passed;
}

/** Those for what the last check of the exercise saw, wherever it was asked for. */
export async function hintsNow({ verdicts }: Desk, { id, spec }: LoadedExercise): Promise<readonly Text[]> {
  const judged = (await verdicts.all()).get(id);
  return hintsFor(spec, judged?.causes ?? []);
}

/** @param level 1 to 3 */
export function tellHint(desk: Desk, hints: readonly Text[], level: number): void {
  const text = hints[level - 1]?.[desk.language] ?? '';
  desk.print(wrapped(`${level}/3  ${text}`, desk.columns).join('\n'));
}

export function solution(desk: Desk, names: readonly string[]): number {
  const exercise = exerciseNamed(desk, names);
  desk.print(exercise.solution.trimEnd());
  desk.print(`\n${wrapped(exercise.spec.explanation[desk.language], desk.columns).join('\n')}`);
  return EXIT.passed;
}
