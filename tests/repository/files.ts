/** The files of the project, as git would list them: nothing ignored, new ones included. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/** Paths from the root, below one of these folders; all of them when none is given. */
export function files(...folders: string[]): string[] {
  const listing = [
    'ls-files',
    '--cached',
    '--others',
    '--exclude-standard',
    '--deduplicate',
    '--',
    ...folders,
  ];
  const listed = execFileSync('git', listing, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);
  const removed = execFileSync('git', ['ls-files', '--deleted'], { cwd: ROOT, encoding: 'utf8' }).split('\n');
  return listed.filter(path => !removed.includes(path));
}

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
