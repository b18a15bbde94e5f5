/**
 * What a box could leave behind on this machine. Compared before and after by every test that opens
 * boxes: no process of a box's uid, no network namespace, no mount, no control group may survive.
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { findNurseries } from '../../sandbox/driver/cgroups.ts';

export type Leftovers = { processes: string[]; mounts: string[]; namespaces: string[]; groups: string[] };

const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined; // the process ended while we looked
  }
};

/** Every descendant of `root`. */
export function descendants(root: number = process.pid): { pid: number; command: string }[] {
  const parents = new Map<number, number>();
  for (const entry of readdirSync('/proc')) {
    const stat = /^\d+$/.test(entry) ? attempt(() => readFileSync(`/proc/${entry}/stat`, 'utf8')) : undefined;
    const parent = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
    if (parent !== undefined) parents.set(Number(entry), Number(parent));
  }
  return [...parents.keys()]
    .filter(pid => descends(pid, root, parents))
    .map(pid => ({ pid, command: commandOf(pid) }));
}

/** The sweeper stays as long as its server does. */
export const isSweeper = ({ command }: { command: string }): boolean => command.includes('sweeper/sweep.py');

/** Every descendant of ours but the sweeper. */
export const ofBoxes = (): { pid: number; command: string }[] =>
  descendants().filter(each => !isSweeper(each));

const commandOf = (pid: number): string =>
  attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')) ?? '';

/** Where the files of plain boxes lie. */
export const PLAIN_FOLDER = /\/tmp\/sockscope-[0-9a-f]{16}/;

/** The folders of the plain boxes in which any of these processes works. */
export function plainFolders(pids: readonly number[]): string[] {
  const found = pids.flatMap(pid => {
    const works = attempt(() => readlinkSync(`/proc/${pid}/cwd`)) ?? '';
    return PLAIN_FOLDER.exec(works)?.[0] ?? [];
  });
  return [...new Set(found)];
}

/** Below this process: processes of boxes, their network namespaces; and the mounts of our namespace. */
export function leftovers(): Leftovers {
  const ours = ofBoxes();
  return {
    processes: ours.map(({ command }) => command).filter(line => /supervisor|join\.py|bwrap/.test(line)),
    mounts: readFileSync('/proc/self/mounts', 'utf8').split('\n').filter(Boolean),
    namespaces: [
      ...new Set(ours.flatMap(({ pid }) => attempt(() => readlinkSync(`/proc/${pid}/ns/net`)) ?? [])),
    ],
    groups: groupsOf(process.pid),
  };
}

/** Folders of the control groups of a server, running or not: its pid is in their names. */
export function groupsOf(server: number): string[] {
  const named = (name: string): boolean =>
    name.startsWith('sockscope-') && name.split('-')[2] === `${server}`;
  return findNurseries().flatMap(({ folder }) =>
    readdirSync(folder)
      .filter(named)
      .map(name => join(folder, name)),
  );
}

function descends(pid: number, root: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at))
    if (at === root) return true;
  return false;
}

/** Whether a process of this pid exists and is not a zombie. */
export function isAlive(pid: number): boolean {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  return stat !== undefined && !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
}
