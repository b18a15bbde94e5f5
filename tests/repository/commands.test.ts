/** What a newcomer types is what CI runs, and what package.json names is there. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT, read } from './files.ts';

const README_COMMANDS = ['npm ci && npm start', 'npm ci && npm test'];
const { scripts, imports } = JSON.parse(read('package.json')) as {
  scripts: Record<string, string>;
  imports: Record<string, string>;
};

const firstCodeBlock = (markdown: string): string[] =>
  (/```\w*\n(.*?)```/s.exec(markdown)?.[1] ?? '').trim().split('\n');

test('the first code block of the README is the two commands', () => {
  expect(firstCodeBlock(read('README.md'))).toEqual(README_COMMANDS);
});

test('CI runs the test command of the README and nothing else', () => {
  const commands = read('.ci/run')
    .split('\n')
    .filter(line => line !== '' && !/^(#|set |cd )/.test(line));
  expect(commands).toEqual([README_COMMANDS[1]]);
  expect(statSync(join(ROOT, '.ci/run')).mode & 0o111).toBe(0o111);
});

test('every file that a script runs is there', () => {
  const run = Object.entries(scripts).flatMap(([script, command]) =>
    [...command.matchAll(/[\w./-]+\.(?:ts|mjs|json)\b/g)].map(([path]) => ({ script, path })),
  );
  expect(run.length).toBeGreaterThan(5);
  expect(run.filter(({ path }) => !existsSync(join(ROOT, path)))).toEqual([]);
});

test('every face in package.json#imports is there', () => {
  const single = Object.entries(imports).filter(([name]) => !name.includes('*'));
  expect(single.filter(([, path]) => !existsSync(join(ROOT, path)))).toEqual([]);
});
