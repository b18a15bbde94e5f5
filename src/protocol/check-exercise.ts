/**
 * What a schema cannot say about an exercise: that the checks and causes in it mean something, and that
 * every mutant leads to hints of its own. Checked where exercises are loaded, as labs are.
 */
import { AuthorError, expectedName, type Path, problem, type Tell, tellUnique } from './authoring.ts';
import type { Exercise } from './exercise.ts';

/** Throws AuthorError with every problem found; `file` is the exercise.yaml it stands in. */
export function checkExercise(exercise: Exercise, file: string): void {
  const report: string[] = [];
  const tell = (path: Path, text: string) => void report.push(problem(file, path, text));
  tellUnique(exercise.checks, ['checks'], tell);
  checkHints(exercise, tell);
  checkMutants(exercise, tell);
  if (report.length > 0) throw new AuthorError(report);
}

const A_CAUSE = 'a cause of this exercise';

function checkHints({ hints, causes }: Exercise, tell: Tell): void {
  const answered = new Set<string>();
  hints.seen.forEach(({ for: ids }, at) => {
    ids.forEach((id, index) => {
      const path = ['hints', 'seen', at, 'for', index];
      if (!Object.hasOwn(causes, id)) tell(path, expectedName(A_CAUSE, Object.keys(causes), id));
      else if (answered.has(id)) tell(path, `expected a cause without hints so far, got "${id}" again`);
      answered.add(id);
    });
  });
}

function checkMutants({ mutants, checks, causes, hints }: Exercise, tell: Tell): void {
  const ids = checks.map(({ id }) => id);
  const answered = hints.seen.flatMap(each => each.for);
  for (const [name, { fails, cause }] of Object.entries(mutants)) {
    if (!ids.includes(fails))
      tell(['mutants', name, 'fails'], expectedName('a check of this exercise', ids, fails));
    if (!Object.hasOwn(causes, cause))
      tell(['mutants', name, 'cause'], expectedName(A_CAUSE, Object.keys(causes), cause));
    else if (!answered.includes(cause))
      tell(['mutants', name, 'cause'], expectedName('a cause with hints in hints.seen', answered, cause));
  }
}
