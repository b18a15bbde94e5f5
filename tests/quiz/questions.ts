/** Many questions of every generator, and what an oracle in Python says of them: it sees what a reader sees. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';
import type { Generator } from '#quiz/generator';
import { loadGenerator } from '#quiz/loaders';
import type { Answers, Question } from '#quiz/question';

export const generators = new Map<GeneratorId, Generator>(
  await Promise.all(GENERATORS.map(async id => [id, await loadGenerator(id)] as const)),
);

/** Of each of these generators so many questions, drawn freely and on each slip in turn. */
export function questionsOf(ids: readonly GeneratorId[], count: number): Question[] {
  return ids.flatMap(id => {
    const generator = generators.get(id);
    if (generator === undefined) throw new Error(`no generator ${id}`);
    const aims = [null, null, ...generator.slips];
    return Array.from({ length: count }, (_, seed) =>
      generator.question(seed, aims[seed % aims.length] ?? null),
    );
  });
}

/** How programs of this folder are started in a network of their own, with the loopback up. */
const IN_OWN_NETWORK = [
  '--user',
  '--map-root-user',
  '--net',
  'sh',
  '-c',
  'ip link set lo up && exec python3 "$0"',
];

/**
 * The answers that a program of this folder gives to all questions, in one process; in a network
 * namespace of its own where the kernel is asked.
 */
export function oracle(
  program: string,
  questions: readonly Question[],
  { ownNetwork = false } = {},
): Answers[] {
  const path = join(import.meta.dirname, program);
  const [command, args] = ownNetwork ? ['unshare', [...IN_OWN_NETWORK, path]] : ['python3', [path]];
  const asked = questions.map(({ generator, ask, given, fields, right }) => ({
    ...{ generator, ask, given, fields, right },
  }));
  const run = spawnSync(command, args, {
    input: JSON.stringify(asked),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.status !== 0) throw new Error(`${program}: ${run.error ?? run.stderr}`);
  return JSON.parse(run.stdout) as Answers[];
}

/** Questions that the oracle answers otherwise, with both answers. */
export const disputed = (questions: readonly Question[], answers: readonly Answers[]) =>
  questions.flatMap((question, index) => {
    const { generator, seed, slip, ask, given, right } = question;
    const said = answers[index] ?? {};
    const isSame = Object.keys(right).every(field => right[field] === said[field]);
    return isSame && Object.keys(said).length === Object.keys(right).length
      ? []
      : [{ generator, seed, slip, ask: JSON.stringify(ask), given: JSON.stringify(given), right, said }];
  });
