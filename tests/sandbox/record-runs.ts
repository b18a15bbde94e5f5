/** Writes tests/trace/runs anew: `npx node tests/sandbox/record-runs.ts` after a change of what events say. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { writePrograms } from '../trace/run-programs.ts';
import { runs, traceOfRun } from './join-runs.ts';

const folder = new URL('../trace/runs/', import.meta.url);
mkdirSync(folder, { recursive: true });
for (const [name, run] of Object.entries(runs)) {
  const trace = await traceOfRun(run);
  writeFileSync(
    new URL(`${name}.jsonl`, folder),
    `${trace.map(event => JSON.stringify(event)).join('\n')}\n`,
  );
}
writePrograms(
  folder,
  Object.entries(runs).map(([name, { server, client }]) => [
    name,
    { 'server@server': server, 'client@client': client },
  ]),
);
process.exit(0);
