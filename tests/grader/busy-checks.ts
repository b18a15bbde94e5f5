/**
 * A part of `npm run prove`: every exercise proves itself (starter, solution and each mutant) while something
 * else keeps all cores busy, as a learner's own machine may be.
 * node tests/grader/busy-checks.ts [exercise…]
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { exerciseIds, loadExercise } from '#grader/exercises';
import { createGrader } from '#grader/grade';
import { prove } from '../../src/cli/check/proof.ts';

const asked = process.argv.slice(2);
const ids = asked.length > 0 ? asked : exerciseIds();

// Threads of this process, so that they end with it, however it ends.
const busy = Array.from({ length: availableParallelism() }, () => new Worker('for (;;);', { eval: true }));
try {
  await using grader = createGrader();
  for (const exercise of ids.map(id => loadExercise(id))) {
    const holds = await prove(exercise, grader, proof => {
      if (!proof.holds) console.log(`✘ ${exercise.id} ${proof.program}: ${proof.told}`);
    });
    console.log(`${holds ? '✔' : '✘'} ${exercise.id}`);
    if (!holds) process.exitCode = 1;
  }
} finally {
  await Promise.all(busy.map(each => each.terminate()));
}
