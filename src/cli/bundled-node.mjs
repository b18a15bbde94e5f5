/**
 * Runs before `npm start`, `npm test` and `npm run doctor`, on whatever Node npm itself runs on:
 * can the Node that the course brings along run here? Plain JavaScript, because this one may be
 * Node 20. Node 26 needs libatomic.so.1, which a Debian without a compiler lacks.
 *
 * --cure: as root, install what is missing.  exit code: 0 it runs, 1 it does not
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const OLDEST = 26;
const LIBRARY = 'libatomic.so.1';
/** The library's Debian package, and by what they bring those that every lab needs: one command for all. */
const PACKAGES = { libatomic1: null, bubblewrap: 'bwrap', iproute2: 'ip' };
/** npm writes it last. */
const INSTALLED = new URL('../../node_modules/.package-lock.json', import.meta.url);

const isRoot = process.getuid?.() === 0;

const run = (program, ...args) =>
  spawnSync(program, args, {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin`, DEBIAN_FRONTEND: 'noninteractive' },
  });

const isMissing = program => run(program, '--version').error !== undefined;

/** What keeps the Node on npm's PATH from being used, and the command that cures it; undefined when nothing does. */
function complaint() {
  const { error, status, stdout, stderr } = run('node', '--version');
  if (error !== undefined) return { cause: error.message, cure: 'npm ci' };
  if (status !== 0) {
    const packages = stderr.includes(LIBRARY) ? missingPackages() : [];
    return { cause: stderr.trim(), cure: packages.length > 0 ? installCommand(packages) : null, packages };
  }
  const version = stdout.trim().replace('v', '');
  if (Number.parseInt(version, 10) >= OLDEST) return undefined;
  const bringing = `the course brings its own, ${OLDEST}, and this machine’s is ${version}`;
  return existsSync(INSTALLED)
    ? { cause: `${bringing}; npm left it out (--omit=optional?)`, cure: 'npm ci --include=optional' }
    : { cause: `${bringing}; nothing is installed yet`, cure: 'npm ci' };
}

function missingPackages() {
  const missing = Object.entries(PACKAGES).filter(([, program]) => program === null || isMissing(program));
  return missing.map(([name]) => name);
}

function installCommand(packages) {
  const commands = ['apt-get update', `apt-get install -y --no-install-recommends ${packages.join(' ')}`];
  return commands.map(command => (isRoot ? command : `sudo ${command}`)).join(' && ');
}

function install(packages) {
  console.log(`doctor: installing ${packages.join(', ')} with apt-get, because this machine lacks them`);
  const patient = ['-q', '-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300'];
  for (const step of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const { status, stdout, stderr } = run('apt-get', ...patient, ...step);
    if (status !== 0) console.error(`${stdout ?? ''}${stderr ?? ''}`);
  }
}

let why = complaint();
if (why?.packages?.length > 0 && process.argv.includes('--cure') && isRoot) {
  install(why.packages);
  why = complaint();
}
if (why !== undefined) {
  console.log(`FAIL     Node: ${why.cause}`);
  if (why.cure !== null) console.log(`         cure:  ${why.cure}`);
  console.log('SKIPPED  all else: needs Node');
  process.exitCode = 1;
}
