/**
 * Runs before `npm start`, `npm test` and `npm run doctor`, on whatever Node npm itself runs on:
 * can the Node that the course brings along run here? Plain JavaScript, because this one may be
 * Node 20. Node 26 needs libatomic.so.1, which a Debian without a compiler lacks.
 *
 * --cure: as root, install what is missing.  exit code: 0 it runs, 1 it does not
 */
import { spawnSync } from 'node:child_process';

const OLDEST = 26;
const LIBRARY = 'libatomic1';

const run = (program, ...args) =>
  spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });

/** Why the Node on npm's PATH is of no use; undefined when it is. */
function complaint() {
  const { error, status, stdout, stderr } = run('node', '--version');
  if (error !== undefined) return error.message;
  if (status !== 0) return stderr.trim();
  const version = stdout.trim().replace('v', '');
  if (Number.parseInt(version, 10) >= OLDEST) return undefined;
  return `it is not installed (npm ci without --omit=optional brings it); there is only ${version}`;
}

function install() {
  console.log(`doctor: installing ${LIBRARY} (apt-get, this machine lacks it)`);
  const steps = [['update'], ['install', '-y', '--no-install-recommends', LIBRARY]];
  for (const step of steps) {
    const { status, stdout, stderr } = run('apt-get', '-q', '-o', 'Acquire::Retries=3', ...step);
    if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}`);
  }
}

let why = complaint();
const lacksLibrary = why?.includes('libatomic.so.1') ?? false;
if (lacksLibrary && process.argv.includes('--cure') && process.getuid?.() === 0) {
  install();
  why = complaint();
}
if (why !== undefined) {
  console.log(`FAIL     Node: ${why}`);
  const cure = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${LIBRARY}`;
  if (lacksLibrary) console.log(`         cure:  ${cure}`);
  process.exitCode = 1;
}
