/** The two languages' interpreters: the Node that npm brought along, and the machine's Python. */
import { realpathSync } from 'node:fs';
import { attempt, hasBoxUid, searchPath, whereIs } from './attempt.ts';
import { type Finding, fail, missing, pass } from './finding.ts';

const OLDEST_NODE = 26;
const SYSTEM_PYTHON = '/usr/bin/python3';
const OLDEST_PYTHON = [3, 9] as const;
/** Debian's python3-minimal lacks modules that a box needs; python3 has them. */
const VERSION = 'import ctypes, json, select, socket, sys; print("%d.%d.%d" % sys.version_info[:3])';

/** npm puts node_modules/.bin first on PATH, so the Node that runs this is the one it brought. */
export async function checkNode(): Promise<Finding> {
  const version = process.versions.node;
  if (Number.parseInt(version, 10) >= OLDEST_NODE) return pass('Node', version);
  return fail('Node', `${process.execPath} is ${version}, older than ${OLDEST_NODE}`, 'npm ci');
}

export async function checkPython(): Promise<Finding> {
  if (!hasBoxUid())
    return fail(
      'Python',
      'this root, of a rootless container perhaps, has no uid to give to a box that would run it',
      'become an ordinary user of this container, and type the same again',
    );
  const looks = await Promise.all(candidates().map(async path => ({ path, ...(await lookAt(path)) })));
  const usable = looks.find(look => look.usable);
  if (usable !== undefined) return pass('Python', `${usable.path} is ${usable.version}`);
  const cause = looks.map(look => `${look.path}: ${look.version}`).join('; ') || 'no python3 found';
  // A distribution whose own Python is too old has no package that would help.
  const isTooOld = looks.some(({ path, isOld }) => path === SYSTEM_PYTHON && isOld);
  return isTooOld
    ? fail('Python', `a box needs ${OLDEST_PYTHON.join('.')} or newer (${cause})`, null)
    : missing('Python', `none that a box can use (${cause})`, ['python3']);
}

/** The first Python, 3.9 or newer, that a box can execute; undefined when there is none. */
export async function findPython(): Promise<string | undefined> {
  for (const path of candidates()) if ((await lookAt(path)).usable) return path;
  return undefined;
}

/** /usr/bin/python3 before PATH: what PATH has first may be a shim that a box cannot execute. */
function candidates(): string[] {
  const paths = [SYSTEM_PYTHON, ...searchPath().map(folder => `${folder}/python3`)];
  const found = paths.filter(path => whereIs(path) !== undefined);
  // /bin is /usr/bin on most machines: the same file need not be tried twice.
  return found.filter(
    (path, nth) => found.findIndex(one => realpathSync(one) === realpathSync(path)) === nth,
  );
}

type Look = { usable: boolean; isOld: boolean; version: string };

async function lookAt(path: string): Promise<Look> {
  const { worked, output, complaint } = await attempt(path, ['-I', '-S', '-c', VERSION]);
  if (!worked) return { usable: false, isOld: false, version: complaint };
  const [major = 0, minor = 0] = output.split('.').map(Number);
  const [wantMajor, wantMinor] = OLDEST_PYTHON;
  const isOld = major < wantMajor || (major === wantMajor && minor < wantMinor);
  return { usable: !isOld, isOld, version: output };
}
