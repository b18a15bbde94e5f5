/** Which Python runs supervisors and join helpers, and under which uid. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** First uid handed to boxes; no account needs to exist for it. */
const FIRST_BOX_UID = 200_000;
const UIDS_PER_SERVER = 16;

const isRoot = process.getuid?.() === 0;
let boxes = 0;

/** For a process that tries what a box's processes will do: a uid of theirs when we are root, else ours. */
export const asBox = isRoot ? { uid: FIRST_BOX_UID, gid: FIRST_BOX_UID } : {};

/** The uid and gid of the next box: its own when we are root, else ours. */
export function nextBoxUid(): number {
  if (!isRoot) return process.getuid?.() ?? 0;
  boxes += 1;
  return FIRST_BOX_UID + (process.pid % 4096) * UIDS_PER_SERVER + (boxes % UIDS_PER_SERVER);
}

let found: string | null | undefined;

/**
 * The first Python 3.9 or newer that a box's uid can execute, or null. /usr/bin first: a `python3`
 * on PATH may be a shim in a folder that only root can enter.
 */
export function findPython(): string | null {
  if (found !== undefined) return found;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const candidates = ['/usr/bin/python3', ...folders.map(folder => join(folder, 'python3'))];
  found = candidates.find(runsAsBoxUid) ?? null;
  return found;
}

function runsAsBoxUid(python: string): boolean {
  try {
    accessSync(python, constants.X_OK);
  } catch {
    return false;
  }
  // Debian's python3-minimal lacks modules that a box needs.
  const code = 'import ctypes, json, select, socket, sys; sys.exit(sys.version_info < (3, 9))';
  return spawnSync(python, ['-I', '-S', '-c', code], { ...asBox, cwd: '/', env: {} }).status === 0;
}
