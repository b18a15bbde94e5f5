/**
 * `npm run prove`: the long proof, before an issue is called resolved. What passes once may still be
 * a race: the gate, then its tests again and again, and a thousand boxes that must leave nothing.
 *
 * It can be interrupted: what has passed for this state of the files is kept in workspace/prove.json
 * and not done again. --afresh forgets it.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '../..');
const NOTES = join(root, 'workspace/prove.json');
const REPEATS = 20;

type Proof = { name: string; command: readonly [string, ...string[]] };

const repeated = (name: string, command: Proof['command']): Proof[] =>
  Array.from({ length: REPEATS }, (_, nth) => ({ name: `${name}, ${nth + 1} of ${REPEATS}`, command }));

const proofs: readonly Proof[] = [
  { name: 'the gate', command: ['node', 'src/cli/gate.ts'] },
  {
    name: 'every exercise, its starter, solution and mutants',
    command: ['node', 'src/cli/check.ts', '--all'],
  },
  { name: 'a thousand boxes', command: ['node', 'tests/sandbox/thousand-boxes.ts'] },
  ...repeated('tests', ['vitest', 'run', '--reporter=dot']),
  ...repeated('browser tests', ['playwright', 'test', '--reporter=dot']),
];

const { values } = parseArgs({ options: { afresh: { type: 'boolean', default: false } } });
if (values.afresh) rmSync(NOTES, { force: true });
process.exitCode = (await proveAll()) ? 0 : 1;

async function proveAll(): Promise<boolean> {
  const state = stateOfFiles();
  const done = doneFor(state);
  for (const { name, command } of proofs) {
    if (done.includes(name)) {
      console.log(`proved before  ${name}`);
      continue;
    }
    console.log(`\n── ${name}`);
    if ((await run(command)) !== 0) {
      console.log(`not proved: ${name}`);
      return false;
    }
    done.push(name);
    mkdirSync(join(root, 'workspace'), { recursive: true });
    writeFileSync(NOTES, JSON.stringify({ state, done }));
  }
  console.log(`\nproved: all ${proofs.length}`);
  return true;
}

/** A hash of every file that git would keep, as it is on the disk. */
function stateOfFiles(): string {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', listing, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const hash = createHash('sha256');
  for (const path of paths.sort()) hash.update(path).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

function doneFor(state: string): string[] {
  try {
    const notes = JSON.parse(readFileSync(NOTES, 'utf8')) as { state: string; done: string[] };
    return notes.state === state ? notes.done : [];
  } catch {
    return []; // nothing proved yet
  }
}

function run([program, ...args]: Proof['command']): Promise<number> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
  return new Promise(resolve => {
    child.on('error', error => {
      console.error(error.message);
      resolve(1);
    });
    child.on('close', code => resolve(code ?? 1));
  });
}
