/**
 * `npm start`: looks after the machine, builds the pages when they are missing or old, and becomes
 * the server. It becomes it (execve) rather than starting it, so a signal sent to `npm start`
 * reaches the server and no server outlives it.
 */
import { join } from 'node:path';
import { build } from './build.ts';
import { attempt, whereIs } from './doctor/attempt.ts';
import { LABS, obstacle } from './doctor/labs.ts';
import { cure } from './doctor.ts';
import { isBuilt } from './freshness.ts';
import { COMPILED } from './tool-environment.ts';

const npm = process.ppid;
const root = join(import.meta.dirname, '../..');
process.chdir(root);

const findings = await cure('start');
const lacking = obstacle(findings);
const labs = findings.find(({ name }) => name === LABS);
if (lacking !== undefined)
  console.log(`Sockscope starts all the same. Every lab can be looked through; ${labs?.cause}.`);
if (!isBuilt(root)) await build(root);
if (process.ppid !== npm) process.exit(1); // npm was killed meanwhile
const server = [process.execPath, 'src/server/main.ts'] as const;
const [program, ...args] = [...(await endingWithNpm()), ...server] as const;
// A page that runs a lab in a plain box says why.
const known = lacking && { SOCKSCOPE_WHY: `${lacking.name}: ${lacking.cause}`, SOCKSCOPE_CURE: lacking.cure };
const environment = Object.entries({ ...process.env, ...known, NODE_COMPILE_CACHE: COMPILED });
const given = environment.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
process.execve?.(program, [program, ...args], Object.fromEntries(given));

/** npm killed with SIGKILL passes nothing on. setpriv, where it can, has the kernel tell the server. */
async function endingWithNpm(): Promise<string[]> {
  const setpriv = whereIs('setpriv');
  const asking = ['--pdeathsig', 'TERM'];
  if (setpriv === undefined || !(await attempt(setpriv, [...asking, 'true'])).worked) return [];
  return [setpriv, ...asking];
}
