/**
 * Runs a program to see whether it works. As root it is run as a box would run it: with the uid
 * of a box and from `/`, because a file below a folder that only root may enter is no use to a box.
 */
import { execFile } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A box's uid when the server is root (DESIGN.md, section 8); it needs no account. */
const BOX_UID = 200_000;
const PATIENCE_MS = 10_000;

export type Attempt = {
  worked: boolean;
  output: string;
  /** the last line of stderr, or how it ended */
  complaint: string;
};

export const isRoot = (): boolean => process.getuid?.() === 0;

/** Whether this process may give a box its uid: the root of a rootless container has a few uids only. */
export function hasBoxUid(): boolean {
  if (!isRoot() || process.platform !== 'linux') return true;
  const ranges = readFileSync('/proc/self/uid_map', 'utf8').trim().split('\n');
  return ranges.some(range => {
    const [first = 0, , length = 0] = range.trim().split(/\s+/).map(Number);
    return first <= BOX_UID && BOX_UID < first + length;
  });
}

/** Never rejects. */
export function attempt(program: string, args: readonly string[]): Promise<Attempt> {
  const asBox = isRoot() ? { uid: BOX_UID, gid: BOX_UID } : {};
  const environment = { PATH: searchPath().join(delimiter), LANG: 'C.UTF-8' };
  const options = { ...asBox, cwd: '/', env: environment, timeout: PATIENCE_MS, encoding: 'utf8' } as const;
  return new Promise(resolve => {
    try {
      execFile(program, args, options, (error, stdout, stderr) => {
        const lastLine = stderr.trim().split('\n').at(-1) ?? '';
        resolve({
          worked: error === null,
          output: stdout.trim(),
          complaint: lastLine || error?.message || '',
        });
      });
    } catch (error) {
      // Such as a root without the box's uid: spawn itself throws, EINVAL.
      resolve({ worked: false, output: '', complaint: String(error) });
    }
  });
}

/** The full path of the first of these names on PATH; a name with a slash is looked at where it is. */
export function whereIs(...names: readonly string[]): string | undefined {
  for (const name of names) {
    const places = name.includes('/') ? [name] : searchPath().map(folder => join(folder, name));
    const found = places.find(isExecutable);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** PATH and the folders of the system's own tools, which a user's PATH often lacks (`ip`). */
export const searchPath = (): string[] => [
  ...(process.env.PATH ?? '').split(delimiter).filter(folder => folder !== ''),
  '/usr/sbin',
  '/sbin',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
