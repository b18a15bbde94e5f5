import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exerciseIds, loadExercise, UnknownExercise } from '#grader/exercises';

test.each(['echo-once', 'echo_once', 'echo_once.py'])('%s is the exercise echo-once', name => {
  const { id, spec, starter, solution } = loadExercise(name);
  expect({ id, file: spec.file }).toEqual({ id: 'echo-once', file: 'echo_once.py' });
  expect(starter).not.toBe(solution);
});

test('an unknown exercise is told with those that exist', () => {
  expect(() => loadExercise('ehco-once')).toThrow(UnknownExercise);
  expect(() => loadExercise('ehco-once')).toThrow(/"ehco-once".*echo-once/);
  expect(() => loadExercise('../../etc')).toThrow(UnknownExercise);
});

test('a mistake in exercise.yaml is told with its file, field and what was expected', async () => {
  const root = await mkdtemp(join(tmpdir(), 'sockscope-exercises-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const { folder } = loadExercise('echo-once');
  await cp(folder, join(root, 'echo-once'), { recursive: true });
  const yaml = join(root, 'echo-once', 'exercise.yaml');
  await writeFile(yaml, (await readFile(yaml, 'utf8')).replace('file: echo_once.py', 'file: echo-once.txt'));
  expect(() => loadExercise('echo-once', root)).toThrow(/echo-once\/exercise\.yaml: file: expected/);
});

test.each(exerciseIds())('%s: a mutant names a check and a cause that exist', id => {
  const { spec } = loadExercise(id);
  const checks = spec.checks.map(check => check.id);
  for (const { fails, cause } of Object.values(spec.mutants)) {
    expect(checks).toContain(fails);
    expect(Object.keys(spec.causes)).toContain(cause);
  }
});

test.each(exerciseIds())('%s: check.spec.ts names each cause of exercise.yaml, and no other', async id => {
  const { spec, folder } = loadExercise(id);
  const text = await readFile(join(folder, 'check.spec.ts'), 'utf8');
  const named = [...text.matchAll(/\[\s*'([a-z0-9-]+)',/g)].map(match => match[1]);
  expect(named.sort()).toEqual(Object.keys(spec.causes).sort());
});
