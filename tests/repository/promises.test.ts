/** SECURITY.md promises nothing that no test holds: each test that it names is there, and is run. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, read } from './files.ts';

const promises = read('SECURITY.md');
const named = [...promises.matchAll(/`(tests\/[\w./-]+)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(
  ([, file, names]) =>
    [...(names ?? '').matchAll(/“([^”]+)”/g)].map(([, name]) => ({ file: file ?? '', name: name ?? '' })),
);

test('each promise names a test', () => {
  const rows = promises
    .split('\n')
    .filter(line => line.startsWith('| ') && !/^\| (It cannot|Killed) \|/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  expect(rows.filter(row => !/`tests\/[^`]+`: “/.test(row))).toEqual([]);
});

test('each test that is named is there under its name', () => {
  expect(named.length).toBeGreaterThan(40);
  const isThere = ({ file, name }: { file: string; name: string }): boolean =>
    existsSync(join(ROOT, file)) && read(file).includes(name);
  expect(named.filter(each => !isThere(each))).toEqual([]);
});

test('each list of attacks that is named is one that is tried', () => {
  const lists = new Set(named.map(({ file }) => /(attacks_on_\w+)\.py$/.exec(file)?.[1]).filter(Boolean));
  const tried = read('tests/supervisor/test_attacks.py');
  expect(lists.size).toBe(5);
  for (const list of lists) expect(tried).toContain(`from ${list} import`);
});
