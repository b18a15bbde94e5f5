/** What an author gets from `new`: a lesson that the site builds, an exercise that proves itself. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const LEFT_OUT = new Set(['.git', 'node_modules', 'dist', 'tests', 'test-results', 'workspace']);

/** The project's own files in a folder of their own, where a test may add to them. */
function openCopy(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-new-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of readdirSync('.').filter(name => !LEFT_OUT.has(name)))
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  return folder;
}

test('a new lesson is built with its lab recorded, and a new exercise proves itself', {
  timeout: 180_000,
}, () => {
  const cwd = openCopy();
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, LANG: 'C.UTF-8' };
  const run = (program: string, ...args: string[]): string => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd,
      env,
      encoding: 'utf8',
    });
    expect(status, stdout + stderr).toBe(0);
    return stdout;
  };
  const cli = 'src/cli/sockscope.ts';
  expect(run(cli, 'new', 'lesson', 'my-lesson')).toContain('/en/lessons/my-lesson/');
  expect(run(cli, 'new', 'exercise', 'my-exercise')).toContain('check -- --all my-exercise');
  const proof = run(cli, 'check', '--all', 'my-exercise');
  expect(proof.match(/✔ my-exercise/g)).toHaveLength(3);
  expect(run(cli, 'lint', 'my-lesson')).toContain('nothing to mend');
  run('node_modules/astro/bin/astro.mjs', 'build');
  for (const locale of ['en', 'ko'])
    expect(readFileSync(join(cwd, 'dist', locale, 'lessons/my-lesson/index.html'), 'utf8')).toContain(
      'my-lesson',
    );
  expect(existsSync(join(cwd, 'dist/labs/my-lesson'))).toBe(true);
});
