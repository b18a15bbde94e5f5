/**
 * A part of `npm run prove`: five hundred checks by one grader, three submissions at a time, right and wrong by
 * turns. Each ends as it did the first time, and neither processes nor memory are more at the end.
 * node tests/grader/many-checks.ts [checks]
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { loadExercise, loadMutants } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import { descendants } from '../sandbox/leftovers.ts';

const CHECKS = Number(process.argv[2] ?? 500);
const AT_ONCE = 3;
/** Code that is compiled, caches that are filled: memory grows for a while and then no more. */
const WARM_UP = 60;
const MOST_GROWTH_MB = 16;

const exercise = loadExercise('echo-once');
const { id } = exercise;
const mutant = loadMutants(exercise).get('one-recv-100') ?? '';
const allPass = exercise.spec.checks.map(check => `${check.id} pass`);
const wanted = [
  { text: exercise.solution, verdicts: allPass },
  { text: mutant, verdicts: allPass.map(each => each.replace('korean pass', 'korean fail')) },
];

const grader = createGrader();
let checked = 0;
let begun = 0;

/** Judges one program, the right and the wrong by turns; every result is a check. */
async function judgeOne(): Promise<void> {
  const program = wanted[begun % wanted.length];
  begun += 1;
  const verdicts: string[] = [];
  await grader.grade(
    { exercise: id, text: program?.text ?? '' },
    { onResult: result => verdicts.push(`${result.id} ${result.status}`) },
  );
  assert.deepEqual(verdicts, program?.verdicts);
  checked += verdicts.length;
}

async function judgeUntil(checks: number): Promise<void> {
  const lane = async (): Promise<void> => {
    while (checked < checks) await judgeOne();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

const main = (): number =>
  descendants().find(({ command }) => command.includes('src/grader/main.ts'))?.pid ?? 0;

/** Resident memory of the grader's own process, which outlives its submissions. */
function megabytes(): number {
  const status = readFileSync(`/proc/${main()}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
}

await judgeUntil(WARM_UP);
const before = { megabytes: megabytes(), pid: main() };
const steps = 5;
for (let step = 1; step <= steps; step += 1) {
  await judgeUntil(WARM_UP + (CHECKS * step) / steps);
  console.log(`${checked - WARM_UP} checks, ${megabytes().toFixed(0)} MB`);
}
const grown = megabytes() - before.megabytes;
console.log(`grown by ${grown.toFixed(1)} MB since the first ${WARM_UP} checks`);
assert.equal(main(), before.pid, 'the grader was replaced meanwhile');
assert.ok(grown < MOST_GROWTH_MB, `${grown} MB`);
await grader.close();
assert.deepEqual(descendants(), []);
