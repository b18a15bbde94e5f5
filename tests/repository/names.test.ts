/** What files are called (STYLE.md, 2). */
import { basename } from 'node:path';
import { expect, test } from 'vitest';
import { files } from './files.ts';
import { standardModules } from './python.ts';

// Below src/site/pages a file's name is its address: [lesson].astro.
const ours = files('src', 'sandbox', 'tests', 'bench', 'lessons', 'content').filter(
  path => !path.startsWith('src/site/pages/'),
);
const named = (kind: RegExp, convention: RegExp): string[] =>
  ours.filter(path => kind.test(path)).filter(path => !convention.test(basename(path)));

test('TypeScript is kebab-case, a component may be PascalCase', () => {
  expect(named(/\.ts$/, /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*\.ts$/)).toEqual([]);
  expect(named(/\.tsx$/, /^([a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)*|[A-Z][A-Za-z0-9]*)\.tsx$/)).toEqual([]);
});

test('Python is snake_case', () => {
  expect(named(/\.py$/, /^_{0,2}[a-z0-9]+(_[a-z0-9]+)*_{0,2}\.py$/)).toEqual([]);
});

test('no Python file of ours hides a module of the standard library', async () => {
  const modules = await standardModules();
  const hiding = ours.filter(path => path.endsWith('.py') && modules.has(basename(path, '.py')));
  expect(hiding).toEqual([]);
});
