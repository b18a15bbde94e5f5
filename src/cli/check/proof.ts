/**
 * The proof that an exercise judges rightly: its starter fails, its solution passes, and every mutant
 * fails first at the check, and with the cause, that exercise.yaml names.
 */
import { type LoadedExercise, loadMutants } from '#grader/exercises';
import type { Grader } from '#grader/grade';
import type { CheckResult } from '#protocol/verdict';

export type Proof = {
  /** "starter", "solution", or the mutant's name */
  program: string;
  holds: boolean;
  /** what was expected and what happened, in one line */
  told: string;
};

/** Each proof is told as soon as it is known; the order is not fixed. */
export async function prove(
  exercise: LoadedExercise,
  grader: Grader,
  onProof: (proof: Proof) => void,
): Promise<boolean> {
  const mutants = loadMutants(exercise);
  const named = new Set([...mutants.keys(), ...Object.keys(exercise.spec.mutants)]);
  const proofs = await Promise.all([
    judged('starter', exercise.starter, { status: 'fail' }),
    judged('solution', exercise.solution, { status: 'pass' }),
    ...Array.from(named, name => judged(name, mutants.get(name), mutantExpectation(name))),
  ]);
  return proofs.every(({ holds }) => holds);

  function mutantExpectation(name: string): Expectation {
    const spec = exercise.spec.mutants[name];
    return spec === undefined
      ? { status: 'fail', at: 'a check named in exercise.yaml' }
      : { status: 'fail', at: spec.fails, cause: spec.cause };
  }

  async function judged(program: string, text: string | undefined, expected: Expectation): Promise<Proof> {
    const results: CheckResult[] = [];
    const isThere = text !== undefined;
    const request = { exercise: exercise.id, text: text ?? '', untilFailure: true };
    const status = isThere
      ? await grader.grade(request, { onResult: result => results.push(result) })
      : 'missing';
    const first = results.find(result => result.status !== 'pass');
    const seen: Expectation = { status, at: first?.id, cause: first?.causes[0] };
    const proof = {
      program,
      holds: fits(expected, seen),
      told: `expected ${inWords(expected)}; saw ${inWords(seen)}`,
    };
    onProof(proof);
    return proof;
  }
}

type Expectation = { status: string; at?: string | undefined; cause?: string | undefined };

const fits = (expected: Expectation, seen: Expectation): boolean =>
  expected.status === seen.status &&
  (expected.at === undefined || expected.at === seen.at) &&
  (expected.cause === undefined || expected.cause === seen.cause);

const inWords = ({ status, at, cause }: Expectation): string =>
  [status, ...(at === undefined ? [] : [`at ${at}`]), ...(cause === undefined ? [] : [`for ${cause}`])].join(
    ' ',
  );
