/**
 * Where this process may make control groups (cgroups(7)), of version 1 or 2: found in the tables of
 * mounts and of its own groups, and tried, because containers and systemd(1) may each forbid it.
 */
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What we bound by groups; each may be had or not. */
export const CONTROLLERS = ['memory', 'cpu', 'pids'] as const;
export type Controller = (typeof CONTROLLERS)[number];

/** A folder in which a group of ours can be made, and what the group then bounds. */
export type Nursery = { version: 1 | 2; folder: string; controllers: readonly Controller[] };

/** What the kernel says of this process: /proc/self/mountinfo and /proc/self/cgroup. */
export type Tables = { mounts: string; groups: string };

type Mount = { root: string; point: string; type: string; options: readonly string[] };

const ownTables = (): Tables => ({
  mounts: readFileSync('/proc/self/mountinfo', 'utf8'),
  groups: readFileSync('/proc/self/cgroup', 'utf8'),
});

/** Empty where none can be written, and where this system has no such thing. */
export function findNurseries(tables?: Tables): Nursery[] {
  try {
    const { mounts, groups } = tables ?? ownTables();
    const all = mounts.split('\n').flatMap(readMount);
    return [...versionOne(all), ...versionTwo(all, groups)];
  } catch {
    return []; // no /proc, so no groups
  }
}

/** "36 35 0:30 /root /point rw,… … - type source options" (proc(5)) */
function readMount(line: string): Mount[] {
  const [before = '', after] = line.split(' - ');
  const [, , , root, point] = before.split(' ');
  const [type, , options] = (after ?? '').split(' ');
  if (root === undefined || point === undefined || type === undefined) return [];
  return [{ root, point, type, options: options?.split(',') ?? [] }];
}

/** Each controller has a tree of its own. Groups of ours lie at its top: a container sees its own as that. */
function versionOne(mounts: readonly Mount[]): Nursery[] {
  return CONTROLLERS.flatMap(controller => {
    const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller));
    if (mount === undefined || !isWritable(mount.point)) return [];
    return [{ version: 1 as const, folder: mount.point, controllers: [controller] }];
  });
}

/**
 * One tree, in which a group with processes cannot have groups that bound any: so the nearest above
 * our own that can, and to which our processes may be moved from where they are.
 */
function versionTwo(mounts: readonly Mount[], groups: string): Nursery[] {
  const mount = mounts.find(({ type }) => type === 'cgroup2');
  if (mount === undefined) return [];
  const own = /^0::(.*)$/m.exec(groups)?.[1] ?? '/';
  const found = pathUp(mount, own)
    .filter(folder => isWritable(folder) && isWritable(join(folder, 'cgroup.procs')))
    .map(folder => ({ version: 2 as const, folder, controllers: enabled(folder) }));
  const best = found.find(({ controllers }) => controllers.includes('memory'));
  const some = best ?? found.find(({ controllers }) => controllers.length > 0);
  return some === undefined ? [] : [some];
}

/** The folder of our own group and all above it, up to the top of what is mounted. */
function pathUp({ root, point }: Mount, own: string): string[] {
  const below = root === '/' ? own : own.startsWith(`${root}/`) ? own.slice(root.length) : '/';
  const folders = [join(point, below).replace(/(.)\/$/, '$1')];
  for (let at = folders[0]; at !== undefined && at.length > point.length; at = folders.at(-1))
    folders.push(dirname(at));
  return folders;
}

/** Which controllers groups in this folder have, after asking for those that it could give them. */
function enabled(folder: string): Controller[] {
  const given = join(folder, 'cgroup.subtree_control');
  const possible = wordsOf(join(folder, 'cgroup.controllers'));
  return CONTROLLERS.filter(controller => {
    if (wordsOf(given).includes(controller)) return true;
    if (!possible.includes(controller)) return false;
    try {
      writeFileSync(given, `+${controller}`);
      return true;
    } catch {
      return false; // EBUSY: there are processes in it; EACCES: it is not ours
    }
  });
}

function wordsOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').trim().split(/\s+/);
  } catch {
    return [];
  }
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false; // EROFS too: a container's
  }
}
