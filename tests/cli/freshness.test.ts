import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isBuilt } from '../../src/cli/freshness.ts';

let root: string;
const lesson = (): string => join(root, 'lessons/echo-once/en.mdx');
/** Sets the time of a path, in seconds. */
const touch = (path: string, time: number): void => utimesSync(path, time, time);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sockscope-root-'));
  mkdirSync(join(root, 'lessons/echo-once'), { recursive: true });
  writeFileSync(lesson(), 'text');
  for (const path of [lesson(), join(root, 'lessons/echo-once'), join(root, 'lessons')]) touch(path, 1000);
});
afterEach(() => rmSync(root, { recursive: true }));

function build(): void {
  mkdirSync(join(root, 'dist'));
  touch(join(root, 'dist'), 2000);
}

test('nothing has been built yet', () => {
  expect(isBuilt(root)).toBe(false);
});

test('a build later than every source is good', () => {
  build();
  expect(isBuilt(root)).toBe(true);
});

test('a lesson changed since is built again', () => {
  build();
  touch(lesson(), 3000);
  expect(isBuilt(root)).toBe(false);
});

test('a lesson removed since is built again', () => {
  build();
  rmSync(lesson());
  expect(isBuilt(root)).toBe(false);
});
