/** `npm run check`: the same checks in the terminal, on the file in the workspace. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { loadExercise, loadMutants } from '#grader/exercises';

vi.setConfig({ testTimeout: 60_000 });

const exercise = loadExercise('echo-once');

async function workspaceWith(text: string | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-check-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  if (text !== null) await writeFile(join(folder, exercise.spec.file), text);
  return folder;
}

function check(workspace: string, ...args: string[]): { code: number | null; said: string } {
  const env = { PATH: process.env.PATH, LANG: 'C.UTF-8', WORKSPACE: workspace };
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli/sockscope.ts', 'check', ...args], {
    env,
    encoding: 'utf8',
  });
  return { code: status, said: stdout + stderr };
}

test('the first time the file is made from the starter, and fails', async () => {
  const workspace = await workspaceWith(null);
  const { code, said } = check(workspace, 'echo-once');
  expect(code, said).toBe(1);
  expect(await readFile(join(workspace, 'echo_once.py'), 'utf8')).toBe(exercise.starter);
});

test('a right program passes with code 0', async () => {
  const { code, said } = check(await workspaceWith(exercise.solution), 'echo_once');
  expect(code, said).toBe(0);
  expect(said.match(/✔/g)).toHaveLength(exercise.spec.checks.length);
});

test('the first failure is told in full, with the caret under the first wrong byte', async () => {
  const text = loadMutants(exercise).get('one-recv-100') ?? '';
  const { code, said } = check(await workspaceWith(text), 'echo-once');
  expect(code, said).toBe(1);
  const lines = said.split('\n');
  const saw = lines.findIndex(line => line.includes('saw'));
  expect(lines[saw]).toContain('20 missing');
  expect(lines[saw]?.indexOf("'  #")).toBe(lines[saw + 1]?.indexOf('^'));
  expect(said).toContain('| nc -N 10.0.0.2 3333');
  expect(said).toMatch(/line 14, recv\(fd 4\)/);
  expect(said.replace(/\s+\[check\]\s+/g, ' ')).toContain(exercise.spec.causes['bytes-missing']?.en.trim());
});

test('the program’s own traceback stands in its own voice, in Korean when asked', async () => {
  const text = loadMutants(exercise).get('str-reply') ?? '';
  const { code, said } = check(await workspaceWith(text), 'echo-once', '--lang', 'ko');
  expect(code, said).toBe(1);
  expect(said).toContain("[내 프로그램] TypeError: a bytes-like object is required, not 'str'");
  const program = said.split('\n').filter(line => line.startsWith('[내 프로그램]'));
  expect(program).toHaveLength(4);
  expect(program.join('\n')).not.toMatch(/sockscope|stepper|sitecustomize/);
});

test('an unknown exercise is code 2 and lists those there are', async () => {
  const { code, said } = check(await workspaceWith(null), 'ehco');
  expect(code).toBe(2);
  expect(said).toContain('echo-once');
});
