/** Every exercise proves itself: starter, solution, and each mutant for its own reason. */
import { afterAll, describe, expect, test } from 'vitest';
import { exerciseIds, loadExercise, loadMutants } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';

const grader = createGrader({ slots: 3 });
afterAll(() => grader.close());

async function judge(exercise: string, text: string) {
  const results: CheckResult[] = [];
  const status = await grader.grade(
    { exercise, text, untilFailure: true },
    { onResult: result => results.push(result) },
  );
  return { status, results, first: results.find(result => result.status !== 'pass') };
}

/** Three are judged at once, the others wait for their turn. */
const PATIENCE = { timeout: 120_000 };

describe.concurrent.each(exerciseIds())('%s', PATIENCE, id => {
  const exercise = loadExercise(id);
  const mutants = loadMutants(exercise);

  test('the solution passes every check, in the order of exercise.yaml', async () => {
    const { status, results } = await judge(id, exercise.solution);
    expect(results.filter(result => result.status !== 'pass')).toEqual([]);
    expect(results.map(result => result.id)).toEqual(exercise.spec.checks.map(check => check.id));
    expect(status).toBe('pass');
  });

  test('the starter fails', async () => {
    expect((await judge(id, exercise.starter)).status).toBe('fail');
  });

  test('exercise.yaml names every folder of mutants/, and nothing else', () => {
    expect(Object.keys(exercise.spec.mutants).sort()).toEqual([...mutants.keys()]);
  });

  test.each([...mutants])('mutant %s fails first at its check, for its reason', async (name, text) => {
    const { status, first } = await judge(id, text);
    const { fails, cause } = exercise.spec.mutants[name] ?? {};
    expect({ fails: first?.id, cause: first?.causes[0] }, JSON.stringify(first)).toEqual({ fails, cause });
    expect(status).toBe('fail');
  });
});
