/**
 * `check`: the page's checks in the terminal, on the same file in workspace/. `--all` proves the
 * exercises themselves: starter, solution and every mutant. `--json` prints a line of JSON for each.
 */
import { exerciseIds, type LoadedExercise, loadExercise } from '#grader/exercises';
import { createGrader, type Grader, type GradeStatus } from '#grader/grade';
import { causesSeen } from '#protocol/hint-choice';
import type { CheckResult } from '#protocol/verdict';
import { resultLines, type Telling } from '../check/lines.ts';
import { prove } from '../check/proof.ts';
import { type Desk, UsageError } from '../desk.ts';
import { EXIT } from '../exit.ts';
import { fileOf } from './exercise-texts.ts';

export type CheckOptions = { all?: boolean | undefined; json?: boolean | undefined };

/** @returns the exit code: of several exercises the worst */
export async function check(desk: Desk, names: readonly string[], options: CheckOptions): Promise<number> {
  const asked = options.all && names.length === 0 ? exerciseIds() : names;
  if (asked.length === 0) throw new UsageError(`${desk.words.usage}\n${exerciseIds().join('\n')}`);
  const exercises = asked.map(name => loadExercise(name));
  await using grader = createGrader();
  let worst: number = EXIT.passed;
  for (const exercise of exercises) {
    const code = options.all
      ? await proveOne(desk, exercise, grader)
      : await checkOne(desk, exercise, grader, options);
    worst = Math.max(worst, code);
  }
  return worst;
}

/** Judges what is in the workspace, and tells it. */
export async function checkOne(
  desk: Desk,
  exercise: LoadedExercise,
  grader: Grader,
  { json = false }: CheckOptions = {},
): Promise<number> {
  const { id, spec, starter } = exercise;
  const { text, hash } = await desk.workspace.read({ file: spec.file, starter });
  const teller = json ? silent : inWords(desk, exercise);
  const results: CheckResult[] = [];
  teller.begin();
  const status = await grader.grade(
    { exercise: id, text },
    {
      signal: desk.signal,
      onResult: result => {
        const isOpen = results.every(each => each.status === 'pass');
        results.push(result);
        teller.result(result, isOpen);
      },
    },
  );
  await desk.verdicts.note(id, { hash, status, causes: causesSeen(results) });
  if (json) desk.print(JSON.stringify({ exercise: id, status, results }));
  else teller.end(status, results);
  return { pass: EXIT.passed, fail: EXIT.failed, error: EXIT.notJudged }[status];
}

type Teller = {
  begin(): void;
  result(result: CheckResult, isOpen: boolean): void;
  end(status: GradeStatus, results: readonly CheckResult[]): void;
};

const silent: Teller = { begin() {}, result() {}, end() {} };

function inWords(desk: Desk, exercise: LoadedExercise): Teller {
  const { words, language, columns, paint, print } = desk;
  const { spec } = exercise;
  const telling: Telling = { spec, language, words, columns };
  return {
    begin: () => print(`${words.check} ${words.checking(fileOf(desk, exercise))}`),
    result: (result, isOpen) => {
      const [head = '', ...detail] = resultLines(result, isOpen, telling);
      print([paint(result.status, head), ...detail].join('\n'));
    },
    end: (status, results) => {
      const failed = results.filter(result => result.status === 'fail').length;
      const told = {
        error: words.unjudged,
        pass: words.passed(results.length),
        fail: words.failed(failed, results.length),
      }[status];
      print(`${words.check} ${paint(status, told)}`);
    },
  };
}

async function proveOne(desk: Desk, exercise: LoadedExercise, grader: Grader): Promise<number> {
  const holds = await prove(exercise, grader, ({ holds: one, program, told }) =>
    desk.print(desk.paint(one ? 'pass' : 'fail', `${one ? '✔' : '✘'} ${exercise.id} ${program}: ${told}`)),
  );
  return holds ? EXIT.passed : EXIT.failed;
}
