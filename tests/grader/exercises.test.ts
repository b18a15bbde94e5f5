import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exerciseIds, loadExercise, UnknownExercise } from '#grader/exercises';
import { checkExercise } from '#protocol/check-exercise';
import { hintsFor } from '#protocol/hint-choice';

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

test.each([
  ['file: echo_once.py', 'file: echo-once.txt', /file: expected/],
  ['fails: binary', 'fails: bin', /mutants\.decodes\.fails: expected a check .*ascii.*got "bin"/],
  ['cause: too-late', 'cause: late', /mutants\.sleeps\.cause: expected a cause .*too-late.*got "late"/],
  ['[only-loopback]', '[loopback]', /hints\.seen\[1\]\.for\[0\]: expected a cause .*got "loopback"/],
  ['[only-loopback]', '[other-port]', /hints\.seen\[1\]\.for\[0\]: expected .*got "other-port" again/],
  ['cause: bytes-missing', 'cause: python-too', /mutants\.one-recv-100\.cause/],
  ['- id: korean', '- id: ascii', /checks\[1\]\.id: expected a new id, got "ascii" again/],
])(
  'a mistake in exercise.yaml is told with its file, field and what was expected: %s',
  async (right, wrong, told) => {
    const root = await mkdtemp(join(tmpdir(), 'sockscope-exercises-'));
    onTestFinished(() => rm(root, { recursive: true }));
    const { folder } = loadExercise('echo-once');
    await cp(folder, join(root, 'echo-once'), { recursive: true });
    const yaml = join(root, 'echo-once', 'exercise.yaml');
    const text = await readFile(yaml, 'utf8');
    expect(text).toContain(right);
    await writeFile(yaml, text.replace(right, wrong));
    expect(() => loadExercise('echo-once', root)).toThrow(told);
    expect(() => loadExercise('echo-once', root)).toThrow(/echo-once\/exercise\.yaml: /);
  },
);

test('a mutant without hints of its own is a mistake, and tells which causes have some', async () => {
  const { spec } = loadExercise('upper-once');
  const seen = spec.hints.seen.filter(({ for: ids }) => !ids.includes('unchanged'));
  expect(() => checkExercise({ ...spec, hints: { ...spec.hints, seen } }, 'exercise.yaml')).toThrow(
    /mutants\.unchanged\.cause: expected a cause with hints .*only-one-segment.*got "unchanged"/,
  );
});

test.each(exerciseIds())('%s: each mutant leads to three hints, the first of which is what was seen', id => {
  const { spec } = loadExercise(id);
  for (const { cause } of Object.values(spec.mutants)) {
    const [nudge, again, line] = hintsFor(spec, [cause]);
    expect(nudge).toBe(spec.causes[cause]);
    expect(spec.hints.general).not.toContain(again);
    expect(line?.ko).not.toBe('');
  }
  expect(hintsFor(spec, [])).toBe(spec.hints.general);
  expect(hintsFor(spec, ['python-2'])).toBe(spec.hints.general);
});

test.each(exerciseIds())('%s: check.spec.ts names each cause of exercise.yaml, and no other', async id => {
  const { spec, folder } = loadExercise(id);
  const text = await readFile(join(folder, 'check.spec.ts'), 'utf8');
  // Each begins a line, and may be there twice: for what was seen, and for whatever else.
  const named = new Set([...text.matchAll(/^\s*\[\s*'([a-z0-9-]+)',/gm)].map(match => match[1]));
  expect([...named].sort()).toEqual(Object.keys(spec.causes).sort());
});
