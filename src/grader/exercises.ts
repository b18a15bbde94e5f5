/**
 * Exercises as files: `sandbox/exercises/<id>/` holds exercise.yaml, start/, solution/, mutants/ and
 * check.spec.ts. Read afresh each time, because an author edits them while the server runs.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { loadNetwork } from '#driver/scenes';
import { parseAuthored } from '#protocol/authoring';
import { checkExercise } from '#protocol/check-exercise';
import { Exercise } from '#protocol/exercise';
import { OPEN_WIRE } from '#protocol/scene';
import type { Submission } from './submission.ts';

const EXERCISES = fileURLToPath(new URL('../../sandbox/exercises/', import.meta.url));

export type LoadedExercise = {
  id: string;
  spec: Exercise;
  /** absolute path of its folder */
  folder: string;
  /** text of start/<file> and of solution/<file> */
  starter: string;
  solution: string;
};

/** There is no exercise of this name; the message lists those that exist. */
export class UnknownExercise extends Error {
  override readonly name = 'UnknownExercise';
  constructor(name: string, known: readonly string[]) {
    super(`no exercise "${name}"; there is: ${known.join(', ')}`);
  }
}

/** Ids of all exercises, in alphabetical order. */
export function exerciseIds(root = EXERCISES): string[] {
  const entries = readdirSync(root, { withFileTypes: true });
  return entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort();
}

/**
 * @param name an id, or the stem of its file: `echo-once`, `echo_once`, `echo_once.py`
 * @throws UnknownExercise; AuthorError naming file, field and what was expected
 */
export function loadExercise(name: string, root = EXERCISES): LoadedExercise {
  const id = name.replace(/\.py$/, '').replaceAll('_', '-');
  const known = exerciseIds(root);
  if (!known.includes(id)) throw new UnknownExercise(name, known);
  const folder = join(root, id);
  const yaml = `sandbox/exercises/${id}/exercise.yaml`;
  const spec = parseAuthored(Exercise, parse(readFileSync(join(folder, 'exercise.yaml'), 'utf8')), yaml);
  checkExercise(spec, yaml);
  return {
    id,
    spec,
    folder,
    starter: readFileSync(join(folder, 'start', spec.file), 'utf8'),
    solution: readFileSync(join(folder, 'solution', spec.file), 'utf8'),
  };
}

/** The wrong programs an author keeps as proof, by name. */
export function loadMutants({ folder, spec }: LoadedExercise): Map<string, string> {
  const mutants = join(folder, 'mutants');
  const names = existsSync(mutants) ? readdirSync(mutants).sort() : [];
  return new Map(names.map(name => [name, readFileSync(join(mutants, name, spec.file), 'utf8')]));
}

/** What the grader judges: the exercise's network, and this text as its one program. */
export function submissionOf(
  { id, spec }: LoadedExercise,
  text: string,
  { untilFailure = false, withRun = false } = {},
): Submission {
  return {
    untilFailure,
    withRun,
    exercise: id,
    checks: spec.checks.map(check => check.id),
    scene: {
      lab: id,
      whatIf: null,
      title: spec.title,
      network: typeof spec.network === 'string' ? loadNetwork(spec.network) : spec.network,
      wire: OPEN_WIRE,
      programs: [{ name: id, host: spec.host, file: spec.file, args: [], source: text }],
      walk: [],
      predictions: [],
      whatIfs: [],
      panes: ['programs', 'wire', 'sockets'],
      limits: spec.limits,
      loopback: false,
    },
  };
}
