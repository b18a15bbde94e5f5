/**
 * What has been proved so far, so that an interrupted proof goes on where it was. It holds for one
 * state of the files only: a note says which, and one of another state says nothing.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A hash of every file that git would keep, as it is on the disk. */
export function stateOfFiles(root: string): string {
  const listing = ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate'];
  const paths = execFileSync('git', listing, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);
  const hash = createHash('sha256');
  for (const path of paths.sort()) {
    const file = join(root, path);
    // One that was removed but not yet from git's index counts as gone.
    if (existsSync(file)) hash.update(`${path}\0`).update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

export class Notes {
  readonly #path: string;

  /** @param path the file they are kept in */
  constructor(path: string) {
    this.#path = path;
  }

  /** Names of what was proved for this state. */
  provedFor(state: string): string[] {
    try {
      const notes = JSON.parse(readFileSync(this.#path, 'utf8')) as { state: string; proved: string[] };
      return notes.state === state ? notes.proved : [];
    } catch {
      return []; // nothing proved yet, or not written to its end
    }
  }

  add(state: string, name: string): void {
    const proved = [...new Set([...this.provedFor(state), name])];
    mkdirSync(dirname(this.#path), { recursive: true });
    writeFileSync(this.#path, JSON.stringify({ state, proved }));
  }

  forget(): void {
    rmSync(this.#path, { force: true });
  }
}
