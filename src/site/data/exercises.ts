/** Exercises as they lie in sandbox/exercises: the specification, the starter and the solution. */
import { parse } from 'yaml';
import { parseAuthored } from '#protocol/authoring';
import { Exercise } from '#protocol/exercise';

type Texts = Record<string, string>;

const specs: Texts = import.meta.glob('/sandbox/exercises/*/exercise.yaml', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const starters: Texts = import.meta.glob('/sandbox/exercises/*/start/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});
const solutions: Texts = import.meta.glob('/sandbox/exercises/*/solution/*.py', {
  query: '?raw',
  import: 'default',
  eager: true,
});

export const exerciseIds: readonly string[] = Object.keys(specs).map(path => path.split('/')[3] ?? '');

export type ExerciseFiles = { id: string; spec: Exercise; starter: string; solution: string };

/** Throws, for the author to see, when a lesson names an exercise that is not there or not whole. */
export function exercise(id: string): ExerciseFiles {
  const folder = `/sandbox/exercises/${id}`;
  const file = `${folder}/exercise.yaml`;
  const spec = parseAuthored(Exercise, parse(found(specs, file)), file.slice(1));
  return {
    id,
    spec,
    starter: found(starters, `${folder}/start/${spec.file}`),
    solution: found(solutions, `${folder}/solution/${spec.file}`),
  };
}

function found(texts: Texts, path: string): string {
  const text = texts[path];
  if (text === undefined) throw new Error(`expected the file ${path.slice(1)}`);
  return text;
}
