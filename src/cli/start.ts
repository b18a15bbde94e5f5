/**
 * `npm start`: looks after the machine, builds the pages when they are missing or old, and becomes
 * the server. It becomes it (execve) rather than starting it, so a signal sent to `npm start`
 * reaches the server and no server outlives it.
 */
import { join } from 'node:path';
import { build } from './build.ts';
import { cure } from './doctor.ts';
import { isBuilt } from './freshness.ts';

/** Without these nothing runs; without the others the server shows recordings and says why. */
const ESSENTIAL = ['Node', 'Python'];

const root = join(import.meta.dirname, '../..');
process.chdir(root);

const findings = await cure('start');
const lacking = findings.filter(({ name, status }) => status === 'FAIL' && ESSENTIAL.includes(name));
if (lacking.length > 0) process.exit(1);
if (!isBuilt(root)) await build(root);
process.execve?.(process.execPath, [process.execPath, 'src/server/main.ts'], process.env);
