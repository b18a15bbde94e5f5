/**
 * What a box is made of. A tool is looked for; a permission is tried with the real thing, because
 * AppArmor, a container's seccomp profile and three sysctls can each forbid it.
 */
import { existsSync, readFileSync } from 'node:fs';
import { attempt, whereIs } from './attempt.ts';
import { asRoot, type Finding, fail, missing, pass, skipped } from './finding.ts';
import { findPython } from './interpreters.ts';

const BUBBLEWRAP = 'bubblewrap';
const IPROUTE = 'iproute2';
const NAMESPACES = 'User and network namespaces';
const WIRE = 'A wire (veth, AF_PACKET)';
const BWRAP = 'Bubblewrap starts a program';

/** Without all of these no box opens. */
export const BOX: readonly string[] = ['Python', BUBBLEWRAP, IPROUTE, NAMESPACES, WIRE, BWRAP];

/** As the supervisor starts a host, less its own image. */
const bwrapTrue = [
  ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--uid', '1000', '--gid', '1000'],
  ...['--die-with-parent', '--cap-drop', 'ALL', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'],
  ...['--', 'true'],
];

export async function checkBubblewrap(): Promise<Finding> {
  return lookFor(BUBBLEWRAP, 'bwrap');
}

export async function checkIproute(): Promise<Finding> {
  return lookFor(IPROUTE, 'ip');
}

export async function checkNamespaces(): Promise<Finding> {
  const { worked, complaint } = await tryOut('namespaces');
  if (worked === undefined) return skipped(NAMESPACES, complaint);
  return worked ? pass(NAMESPACES, 'opened') : fail(NAMESPACES, complaint, permissionCure(complaint));
}

export async function checkWire(): Promise<Finding> {
  if (whereIs('ip') === undefined) return skipped(WIRE, `needs ${IPROUTE}`);
  const without = await tryOut('namespaces');
  if (!without.worked) return skipped(WIRE, `needs ${NAMESPACES.toLowerCase()}`);
  const { worked, complaint } = await tryOut('wire');
  return worked
    ? pass(WIRE, 'a frame crossed it')
    : fail(WIRE, complaint, asRoot('modprobe --all veth af_packet'));
}

export async function checkBwrapStarts(): Promise<Finding> {
  const bwrap = whereIs('bwrap');
  if (bwrap === undefined) return skipped(BWRAP, `needs ${BUBBLEWRAP}`);
  if (!(await tryOut('namespaces')).worked) return skipped(BWRAP, `needs ${NAMESPACES.toLowerCase()}`);
  const { worked, complaint } = await attempt(bwrap, bwrapTrue);
  return worked ? pass(BWRAP, 'started') : fail(BWRAP, complaint, permissionCure(complaint));
}

/** Both names are Debian's for the package. */
function lookFor(name: string, program: string): Finding {
  if (process.platform !== 'linux') return skipped(name, 'needs Linux');
  const path = whereIs(program);
  return path === undefined ? missing(name, `${program} is not installed`, [name]) : pass(name, path);
}

/** `worked` is undefined where it cannot be tried. */
async function tryOut(
  what: 'namespaces' | 'wire',
): Promise<{ worked: boolean | undefined; complaint: string }> {
  if (process.platform !== 'linux') return { worked: undefined, complaint: 'needs Linux' };
  const python = await findPython();
  if (python === undefined) return { worked: undefined, complaint: 'needs Python' };
  // Given as text: the box's uid may not be allowed to read the folder this file lies in.
  const script = readFileSync(new URL('try_namespaces.py', import.meta.url), 'utf8');
  return attempt(python, ['-I', '-S', '-c', script, what]);
}

/** Each of these switches alone forbids a user to open namespaces. */
const switches = [
  { name: 'kernel.apparmor_restrict_unprivileged_userns', forbids: '1', allow: '0' },
  { name: 'kernel.unprivileged_userns_clone', forbids: '0', allow: '1' },
  { name: 'user.max_user_namespaces', forbids: '0', allow: '15000' },
  { name: 'user.max_net_namespaces', forbids: '0', allow: '15000' },
];

function permissionCure(complaint: string): string | null {
  const closed = switches.filter(one => readSwitch(one.name) === one.forbids);
  if (closed.length > 0) return openSwitches(closed);
  // ENOSPC: a limit is reached, and perhaps not ours but that of a namespace around us.
  if (/No space left|ENOSPC/.test(complaint))
    return `outside of this container, ${openSwitches(switches.slice(-2))}`;
  // Nothing inside a container can lift its seccomp profile: it must be started otherwise.
  return isContainer()
    ? 'start this container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined'
    : null;
}

const openSwitches = (closed: readonly { name: string; allow: string }[]): string =>
  asRoot(`sysctl -w ${closed.map(({ name, allow }) => `${name}=${allow}`).join(' ')}`);

/** Docker's mark, Podman's, and the one of all others. */
const isContainer = (): boolean =>
  existsSync('/.dockerenv') || existsSync('/run/.containerenv') || process.env.container !== undefined;

function readSwitch(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
