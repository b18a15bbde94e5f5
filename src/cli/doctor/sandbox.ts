/**
 * What a box is made of. A tool is looked for; a permission is tried with the real thing, because
 * AppArmor, a container's seccomp profile and three sysctls can each forbid it.
 */
import { readFileSync } from 'node:fs';
import { attempt, whereIs } from './attempt.ts';
import { asRoot, type Finding, fail, missing, pass, skipped } from './finding.ts';
import { findPython } from './interpreters.ts';
import { permissionFor } from './permission.ts';

const BUBBLEWRAP = 'bubblewrap';
const IPROUTE = 'iproute2';
const NAMESPACES = 'User and network namespaces';
const WIRE = 'A wire (veth, AF_PACKET)';
const BWRAP = 'Bubblewrap starts a program';
const FILTER = 'A filter of system calls (seccomp)';

/** Without all of these no box opens. */
export const BOX: readonly string[] = ['Python', BUBBLEWRAP, IPROUTE, NAMESPACES, WIRE, BWRAP, FILTER];

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
  return worked ? pass(NAMESPACES, 'opened') : refused(NAMESPACES, complaint);
}

export async function checkWire(): Promise<Finding> {
  if (whereIs('ip') === undefined) return skipped(WIRE, `needs ${IPROUTE}`);
  const without = await tryOut('namespaces');
  if (!without.worked) return skipped(WIRE, `needs ${NAMESPACES.toLowerCase()}`);
  const { worked, complaint } = await tryOut('wire');
  if (worked) return pass(WIRE, 'a frame crossed it');
  // Where AppArmor restricts them, namespaces open, and nothing may be done in them.
  return /not permitted|denied/i.test(complaint)
    ? refused(WIRE, complaint)
    : fail(WIRE, complaint, asRoot('modprobe --all veth af_packet'));
}

export async function checkBwrapStarts(): Promise<Finding> {
  const bwrap = whereIs('bwrap');
  if (bwrap === undefined) return skipped(BWRAP, `needs ${BUBBLEWRAP}`);
  if (!(await tryOut('namespaces')).worked) return skipped(BWRAP, `needs ${NAMESPACES.toLowerCase()}`);
  const { worked, complaint } = await attempt(bwrap, bwrapTrue);
  return worked ? pass(BWRAP, 'started') : refused(BWRAP, complaint);
}

export async function checkFilter(): Promise<Finding> {
  const { worked, complaint } = await tryOut('filter');
  if (worked === undefined) return skipped(FILTER, complaint);
  return worked ? pass(FILTER, 'installed') : refused(FILTER, complaint);
}

function refused(name: string, complaint: string): Finding {
  const { who, cure } = permissionFor(complaint);
  return fail(name, who === null ? complaint : `${complaint} (${who})`, cure);
}

/** Both names are Debian's for the package. */
function lookFor(name: string, program: string): Finding {
  if (process.platform !== 'linux') return skipped(name, 'needs Linux');
  const path = whereIs(program);
  return path === undefined ? missing(name, `${program} is not installed`, [name]) : pass(name, path);
}

/** `worked` is undefined where it cannot be tried. */
async function tryOut(
  what: 'namespaces' | 'wire' | 'filter',
): Promise<{ worked: boolean | undefined; complaint: string }> {
  if (process.platform !== 'linux') return { worked: undefined, complaint: 'needs Linux' };
  const python = await findPython();
  if (python === undefined) return { worked: undefined, complaint: 'needs Python' };
  // Given as text: the box's uid may not be allowed to read the folder this file lies in.
  const script = readFileSync(new URL('try_namespaces.py', import.meta.url), 'utf8');
  return attempt(python, ['-I', '-S', '-c', script, what]);
}
