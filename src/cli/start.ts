/**
 * `npm start`: looks after the machine, builds the pages when they are missing or old, and becomes
 * the server. It becomes it (execve) rather than starting it, so a signal sent to `npm start`
 * reaches the server and no server outlives it.
 */
import { join } from 'node:path';
import { build } from './build.ts';
import { attempt, whereIs } from './doctor/attempt.ts';
import { cure } from './doctor.ts';
import { isBuilt } from './freshness.ts';
import { COMPILED } from './tool-environment.ts';

const npm = process.ppid;
const root = join(import.meta.dirname, '../..');
process.chdir(root);

const findings = await cure('start');
if (findings.some(({ status }) => status === 'FAIL'))
  console.log('Sockscope starts all the same: every lab can be looked through, none can be run live.');
if (!isBuilt(root)) await build(root);
if (process.ppid !== npm) process.exit(1); // npm was killed meanwhile
const server = [process.execPath, 'src/server/main.ts'] as const;
const [program, ...args] = [...(await endingWithNpm()), ...server] as const;
process.execve?.(program, [program, ...args], { ...process.env, NODE_COMPILE_CACHE: COMPILED });

/** npm killed with SIGKILL passes nothing on. setpriv, where it can, has the kernel tell the server. */
async function endingWithNpm(): Promise<string[]> {
  const setpriv = whereIs('setpriv');
  const asking = ['--pdeathsig', 'TERM'];
  if (setpriv === undefined || !(await attempt(setpriv, [...asking, 'true'])).worked) return [];
  return [setpriv, ...asking];
}
