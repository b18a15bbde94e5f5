/**
 * `node tests/trace/record-runs.ts [name …]`: plays the scenes of stream-runs.ts in real boxes and writes
 * each trace into streams/, for tests of what only certain runs show, and beside them what ran there, for
 * the play page. Reviewers read the diff.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { writePrograms } from './run-programs.ts';
import { RUNS_FOLDER } from './run-traces.ts';
import { recordRun, runs } from './stream-runs.ts';

const wanted = process.argv.slice(2);
mkdirSync(RUNS_FOLDER, { recursive: true });
for (const [name, run] of Object.entries(runs)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const trace = await recordRun(run);
  writeFileSync(
    new URL(`${name}.jsonl`, RUNS_FOLDER),
    trace.map(event => `${JSON.stringify(event)}\n`).join(''),
  );
  console.log(`${name}: ${trace.length} events`);
}
writePrograms(
  RUNS_FOLDER,
  Object.entries(runs).map(([name, { programs }]) => [name, programs]),
);
