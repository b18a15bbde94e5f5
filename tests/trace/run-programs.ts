/** Beside the recordings of runs that no lab has: the sources that ran, by "name@host". */
import { readFileSync, writeFileSync } from 'node:fs';

export type RunPrograms = Record<string, string>;

const fileIn = (folder: URL): URL => new URL('programs.json', folder);

export function writePrograms(folder: URL, runs: readonly (readonly [string, RunPrograms])[]): void {
  writeFileSync(fileIn(folder), `${JSON.stringify(Object.fromEntries(runs), null, 2)}\n`);
}

export const readPrograms = (folder: URL): Record<string, RunPrograms> =>
  JSON.parse(readFileSync(fileIn(folder), 'utf8')) as Record<string, RunPrograms>;
