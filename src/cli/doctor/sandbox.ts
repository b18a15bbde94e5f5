/**
 * What a box is made of. A tool is looked for; a permission is tried with the real thing, because
 * AppArmor, a container's seccomp profile and three sysctls can each forbid it.
 */
import { readFileSync } from 'node:fs';
import { attempt, whereIs } from './attempt.ts';
import { type Finding, fail, missing, pass, skipped } from './finding.ts';
import { findPython } from './interpreters.ts';

const NAMESPACES = 'User and network namespaces';
const WIRE = 'A wire (veth, AF_PACKET)';
const BWRAP = 'Bubblewrap starts a program';

/** As the supervisor starts a host, less its own image. */
const bwrapTrue = [
  ...['--unshare-user', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--uid', '1000', '--gid', '1000'],
  ...['--die-with-parent', '--cap-drop', 'ALL', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev'],
  ...['--', 'true'],
];

export async function checkBubblewrap(): Promise<Finding> {
  return lookFor('bubblewrap', 'bwrap', 'bubblewrap');
}

export async function checkIproute(): Promise<Finding> {
  return lookFor('iproute2', 'ip', 'iproute2');
}

export async function checkNamespaces(): Promise<Finding> {
  return tryOut(NAMESPACES, 'namespaces', 'opened');
}

export async function checkWire(): Promise<Finding> {
  if (whereIs('ip') === undefined) return skipped(WIRE, 'needs iproute2');
  return tryOut(WIRE, 'wire', 'a frame crossed it');
}

export async function checkBwrapStarts(): Promise<Finding> {
  if (process.platform !== 'linux') return skipped(BWRAP, 'needs Linux');
  const bwrap = whereIs('bwrap');
  if (bwrap === undefined) return skipped(BWRAP, 'needs bubblewrap');
  const { worked, complaint } = await attempt(bwrap, bwrapTrue);
  return worked ? pass(BWRAP, 'started') : fail(BWRAP, complaint, permissionCure());
}

function lookFor(name: string, program: string, debianPackage: string): Finding {
  if (process.platform !== 'linux') return skipped(name, 'needs Linux');
  const path = whereIs(program);
  return path === undefined
    ? missing(name, `${program} is not installed`, [debianPackage])
    : pass(name, path);
}

async function tryOut(name: string, what: 'namespaces' | 'wire', success: string): Promise<Finding> {
  if (process.platform !== 'linux') return skipped(name, 'needs Linux');
  const python = await findPython();
  if (python === undefined) return skipped(name, 'needs Python');
  // Given as text: the box's uid may not be allowed to read the folder this file lies in.
  const script = readFileSync(new URL('try_namespaces.py', import.meta.url), 'utf8');
  const { worked, complaint } = await attempt(python, ['-I', '-S', '-c', script, what]);
  return worked ? pass(name, success) : fail(name, complaint, permissionCure());
}

/** Each of these switches alone forbids a user to open namespaces. */
const switches = [
  { name: 'kernel.apparmor_restrict_unprivileged_userns', forbids: '1', allow: '0' },
  { name: 'kernel.unprivileged_userns_clone', forbids: '0', allow: '1' },
  { name: 'user.max_user_namespaces', forbids: '0', allow: '15000' },
  { name: 'user.max_net_namespaces', forbids: '0', allow: '15000' },
];

function permissionCure(): string | null {
  const closed = switches.filter(one => readSwitch(one.name) === one.forbids);
  if (closed.length > 0)
    return `sudo sysctl -w ${closed.map(({ name, allow }) => `${name}=${allow}`).join(' ')}`;
  // In a container nothing inside it can lift its seccomp profile: it must be started otherwise.
  return 'docker run --security-opt seccomp=unconfined --security-opt apparmor=unconfined …';
}

function readSwitch(name: string): string | undefined {
  try {
    return readFileSync(`/proc/sys/${name.replaceAll('.', '/')}`, 'utf8').trim();
  } catch {
    return undefined;
  }
}
