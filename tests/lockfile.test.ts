/**
 * A registry mirror may lack the newest binaries for some platforms. npm then leaves them out of the
 * lock file without a word, and `npm ci` refuses on every machine ("Missing: … from lock file").
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

type Entry = { resolved?: string; integrity?: string; optionalDependencies?: Record<string, string> };

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Entry>;
};
const entries = Object.entries(lock.packages).filter(([path]) => path !== '');

test('every optional dependency of a locked package is locked itself', () => {
  const locked = new Set(entries.map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 13)));
  const wanted = Object.entries(lock.packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {}).map(name => ({ path, name })),
  );
  expect(wanted.length).toBeGreaterThan(20);
  expect(wanted.filter(({ name }) => !locked.has(name))).toEqual([]);
});

test('no package is fetched from anywhere but the npm registry', () => {
  const elsewhere = entries.filter(
    ([, { resolved }]) => resolved !== undefined && !resolved.startsWith('https://registry.npmjs.org/'),
  );
  expect(elsewhere).toEqual([]);
});

test('every locked package carries its hash', () => {
  expect(entries.filter(([, { integrity }]) => integrity === undefined).map(([path]) => path)).toEqual([]);
});
