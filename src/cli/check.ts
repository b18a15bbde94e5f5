/**
 * `npm run check -- echo-once`: the page's checks in the terminal, on the same file in workspace/.
 * Exit code 0: passed, 1: failed, 2: not judged (our fault, or no such exercise), 130: Ctrl-C.
 * `--all` proves the exercises themselves: starter, solution and every mutant.
 */
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { exerciseIds, type LoadedExercise, loadExercise, UnknownExercise } from '#grader/exercises';
import { createGrader, type Grader } from '#grader/grade';
import { Workspace } from '#progress/files';
import type { CheckResult } from '#protocol/verdict';
import { resultLines, type Telling } from './check/lines.ts';
import { prove } from './check/proof.ts';
import { languageOf, wordsIn } from './check/words.ts';

/** The same folder, chosen in the same way, as the server's. */
const WORKSPACE = process.env.WORKSPACE || fileURLToPath(new URL('../../workspace', import.meta.url));
const PASSED = 0;
const FAILED = 1;
const NOT_JUDGED = 2;
/** What a shell calls a program ended by SIGINT. */
const INTERRUPTED = 130;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { lang: { type: 'string' }, all: { type: 'boolean', default: false } },
});
const language = languageOf(values.lang, process.env);
const words = wordsIn(language);

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());

try {
  process.exitCode = await main();
} catch (error) {
  if (!stop.signal.aborted) console.error(error instanceof UnknownExercise ? error.message : error);
  process.exitCode = stop.signal.aborted ? INTERRUPTED : NOT_JUDGED;
}

async function main(): Promise<number> {
  const names = values.all && positionals.length === 0 ? exerciseIds() : positionals;
  if (names.length === 0) {
    console.error(`${words.usage}\n${exerciseIds().join('\n')}`);
    return NOT_JUDGED;
  }
  const exercises = names.map(name => loadExercise(name));
  await using grader = createGrader();
  let worst = PASSED;
  for (const exercise of exercises) {
    const code = values.all
      ? await proveOne(exercise, grader)
      : await checkOne(exercise, grader, stop.signal);
    worst = Math.max(worst, code);
  }
  return worst;
}

async function checkOne(exercise: LoadedExercise, grader: Grader, signal: AbortSignal): Promise<number> {
  const { id, spec, starter } = exercise;
  const { text } = await new Workspace(WORKSPACE).read({ file: spec.file, starter });
  const telling: Telling = { spec, language, words, columns: process.stdout.columns ?? 100 };
  console.log(`${words.check} ${words.checking(relative('.', join(WORKSPACE, spec.file)))}`);
  const results: CheckResult[] = [];
  const status = await grader.grade(
    { exercise: id, text },
    {
      signal,
      onResult: result => {
        const isOpen = results.every(each => each.status === 'pass');
        results.push(result);
        console.log(resultLines(result, isOpen, telling).join('\n'));
      },
    },
  );
  const failed = results.filter(result => result.status === 'fail').length;
  if (status === 'error') console.log(`${words.check} ${words.unjudged}`);
  else if (status === 'pass') console.log(`${words.check} ${words.passed(results.length)}`);
  else console.log(`${words.check} ${words.failed(failed, results.length)}`);
  return { pass: PASSED, fail: FAILED, error: NOT_JUDGED }[status];
}

async function proveOne(exercise: LoadedExercise, grader: Grader): Promise<number> {
  const holds = await prove(exercise, grader, proof =>
    console.log(`${proof.holds ? '✔' : '✘'} ${exercise.id} ${proof.program}: ${proof.told}`),
  );
  return holds ? PASSED : FAILED;
}
