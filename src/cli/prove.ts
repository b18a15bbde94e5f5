/**
 * `npm run prove`: the long proof, before an issue is called resolved. The gate and all exercises,
 * Lighthouse, CPython's own tests in boxes, a thousand boxes that must leave nothing, and twenty rounds of all
 * our tests. It takes hours, and may be interrupted at any time: what has been proved for this state
 * of the files is not done again.
 *
 * --afresh forgets what was proved; --boxes N and --repeats N make it shorter; --only WORD takes what
 * has this word in its name. Exit code 0: all of it is proved.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findPython } from './doctor/interpreters.ts';
import { cure } from './doctor.ts';
import { runStep } from './gate/run-step.ts';
import type { Step } from './gate/steps.ts';
import { Notes, stateOfFiles } from './prove/notes.ts';
import { proofs } from './prove/proofs.ts';

const root = join(import.meta.dirname, '../..');
const notes = new Notes(join(root, 'node_modules/.cache/sockscope/proved.json'));
const { values } = parseArgs({
  options: {
    afresh: { type: 'boolean', default: false },
    boxes: { type: 'string', default: '1000' },
    repeats: { type: 'string', default: '20' },
    only: { type: 'string', default: '' },
  },
});
const reports = mkdtempSync(join(tmpdir(), 'sockscope-prove-'));
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort()).once('SIGINT', () => stop.abort());

try {
  if (values.afresh) notes.forget();
  process.exitCode = (await isFit()) && (await proveAll(await everything())) ? 0 : 1;
} finally {
  rmSync(reports, { recursive: true });
}

/** Nothing is proved on a machine that lacks something: the doctor says what. */
async function isFit(): Promise<boolean> {
  const lacking = (await cure('prove')).filter(({ status }) => status !== 'PASS');
  for (const { name, cause } of lacking) console.log(`not proved: this machine lacks ${name} (${cause})`);
  return lacking.length === 0;
}

async function everything(): Promise<readonly Step[]> {
  const python = (await findPython()) ?? 'python3';
  const extent = { boxes: number(values.boxes), repeats: number(values.repeats) };
  return proofs({ root, reports, python, ...extent });
}

async function proveAll(all: readonly Step[]): Promise<boolean> {
  const steps = all.filter(({ name }) => name.includes(values.only));
  const state = stateOfFiles(root);
  const before = notes.provedFor(state);
  const left = steps.filter(({ name }) => !before.includes(name));
  for (const { name } of steps.filter(step => !left.includes(step))) console.log(`proved before  ${name}`);
  for (const step of left) {
    console.log(`\n── ${step.name}`);
    const { status, ms } = await runStep(step, { root, live: true, signal: stop.signal });
    if (status !== 'passed') return tellNotProved(step.name);
    if (stateOfFiles(root) !== state) return tellChanged();
    notes.add(state, step.name);
    console.log(`proved in ${(ms / 1000).toFixed(1)} s: ${step.name}`);
  }
  console.log('');
  console.log(`proved: ${steps.length} of ${all.length} parts, ${steps.length - left.length} of them before`);
  return steps.length > 0;
}

function tellNotProved(name: string): false {
  console.log(stop.signal.aborted ? '\ninterrupted; npm run prove goes on here' : `\nnot proved: ${name}`);
  return false;
}

function tellChanged(): false {
  console.log('\nnot proved: files have changed meanwhile, so nobody knows which of them passed');
  return false;
}

function number(text: string): number {
  if (!/^\d+$/.test(text)) throw new Error(`expected a number, not "${text}"`);
  return Number(text);
}
