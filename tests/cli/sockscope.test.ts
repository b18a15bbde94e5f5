/** `npm run sockscope`: the course in the terminal, as a learner types it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnPty } from 'node-pty';
import { expect, onTestFinished, test, vi } from 'vitest';
import { exerciseIds, loadExercise } from '#grader/exercises';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import { entryOf } from '#record/learner-record';
import { width } from '../../src/cli/wrapped.ts';

vi.setConfig({ testTimeout: 60_000 });

const CLI = 'src/cli/sockscope.ts';
const hello = loadExercise('hello');
const ESCAPE = String.fromCharCode(27);

async function openWorkspace(files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-cli-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

const environment = (workspace: string, more: Record<string, string> = {}) => ({
  PATH: process.env.PATH ?? '',
  LANG: 'C.UTF-8',
  WORKSPACE: workspace,
  ...more,
});

type Ended = { code: number; out: string; err: string };

function run(workspace: string, args: readonly string[], more: Record<string, string> = {}): Promise<Ended> {
  const env = environment(workspace, more);
  return new Promise(resolve =>
    execFile(process.execPath, [CLI, ...args], { env }, (error, out, err) =>
      resolve({ code: error === null ? 0 : Number(error.code), out, err }),
    ),
  );
}

/** All that it prints, until `wanted` has come. */
function printed(child: ChildProcess, wanted: RegExp): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding('utf8').on('data', (more: string) => {
      text += more;
      if (wanted.test(text)) resolve(text);
    });
    child.once('exit', code => reject(new Error(`ended with ${code} after ${text}`)));
  });
}

test('list tells every exercise, and makes no file', async () => {
  const workspace = await openWorkspace();
  const { code, out } = await run(workspace, ['list']);
  expect(code).toBe(0);
  for (const id of exerciseIds()) expect(out).toContain(id);
  expect(await readdir(workspace)).toEqual([]);
});

test('list --json is for programs; a file edited since its check counts as edited', async () => {
  const workspace = await openWorkspace({ 'hello.py': hello.solution });
  const stateOfHello = async () =>
    JSON.parse((await run(workspace, ['list', '--json'])).out).find(
      ({ id }: { id: string }) => id === 'hello',
    ).state;
  expect(await stateOfHello()).toBe('edited');
  const checked = await run(workspace, ['check', 'hello', '--json']);
  expect(checked.code).toBe(0);
  expect(JSON.parse(checked.out)).toMatchObject({ exercise: 'hello', status: 'pass' });
  expect(await stateOfHello()).toBe('passed');
  await writeFile(join(workspace, 'hello.py'), `${hello.solution}\n`);
  expect(await stateOfHello()).toBe('edited');
});

test('list tells what the pages have noted, from the record that the server keeps', async () => {
  const workspace = await openWorkspace();
  using record = new RecordDatabase(recordFolder(workspace));
  const read = entryOf({ type: 'read', lesson: 'first-packet', isRead: true });
  await record.add([read, entryOf({ type: 'move', lesson: 'echo-once', move: 'bind' }, read.at)]);
  expect((await run(workspace, ['list'])).out).toMatch(/lessons read: 1 of \d+ · last: echo-once, move bind/);
  const korean = await run(workspace, ['list', '--lang', 'ko']);
  expect(korean.out).toMatch(/읽은 레슨: \d+개 중 1개 · 마지막: echo-once, 걸음 bind/);
});

test('task, hint and solution are read at 80 columns, in both languages', async () => {
  const workspace = await openWorkspace();
  const commands = [['task', 'hello'], ['hint', 'hello', '2'], ['solution', 'hello'], ['list'], ['help']];
  const told = await Promise.all(
    ['en', 'ko'].flatMap(lang => commands.map(args => run(workspace, [...args, '--lang', lang]))),
  );
  for (const { code, out } of told) {
    expect(code).toBe(0);
    for (const line of out.split('\n'))
      if (!line.includes(workspace)) expect(width(line), line).toBeLessThanOrEqual(80);
  }
  expect(told[1]?.out).toContain('hint hello 3');
  expect(told[2]?.out).toContain(hello.solution.trimEnd());
});

test('a hint is for what the last check saw', async () => {
  const workspace = await openWorkspace({ 'hello.py': hello.starter });
  const told = async (...args: string[]) => (await run(workspace, args)).out.replace(/\s+/g, ' ');
  expect(await told('hint', 'hello')).toContain('Which line of the file puts bytes on the wire?');
  const { code } = await run(workspace, ['check', 'hello']);
  expect(code).toBe(1);
  expect(await told('hint', 'hello')).toContain('The server got the starter');
  expect(await told('hint', 'hello', '2', '--lang', 'ko')).toContain('서버의 줄을 찾아보세요');
});

test('colours come on a terminal only, and NO_COLOR is obeyed', async () => {
  const workspace = await openWorkspace();
  expect((await run(workspace, ['list'])).out).not.toContain(ESCAPE);
  const coloured = (more: Record<string, string>) =>
    new Promise<string>(resolve => {
      const env = environment(workspace, { TERM: 'xterm-256color', ...more });
      const pty = spawnPty(process.execPath, [CLI, 'list'], { env, cols: 80, rows: 24 });
      let text = '';
      pty.onData(data => {
        text += data;
      });
      pty.onExit(() => resolve(text));
    });
  expect(await coloured({})).toContain(`${ESCAPE}[`);
  expect(await coloured({ NO_COLOR: '1' })).not.toContain(`${ESCAPE}[3`);
});

test('what it does not know it says, with what there is, and code 2', async () => {
  const workspace = await openWorkspace();
  const wrong = [
    ...[['bogus'], ['hint', 'no-such'], ['check'], ['task'], ['lab'], ['lab', 'no-such'], ['--bogus']],
    ...[
      ['hint', 'hello', '4'],
      ['new', 'lesson', 'No Such'],
      ['new', 'lesson', 'first-packet'],
    ],
  ];
  for (const { code, err } of await Promise.all(wrong.map(args => run(workspace, args)))) {
    expect(code, err).toBe(2);
    expect(err.trim()).not.toBe('');
    expect(err).not.toMatch(/^\s+at /m);
  }
});

test('reset asks first; without a terminal to ask in it changes nothing unless told', async () => {
  const workspace = await openWorkspace({ 'hello.py': 'mine = 1\n' });
  const file = join(workspace, 'hello.py');
  expect((await run(workspace, ['reset', 'hello'])).code).toBe(2);
  expect(await readFile(file, 'utf8')).toBe('mine = 1\n');
  const answered = (answer: string) =>
    new Promise<void>(resolve => {
      const pty = spawnPty(process.execPath, [CLI, 'reset', 'hello'], { env: environment(workspace) });
      let text = '';
      pty.onData(data => {
        text += data;
        if (text.includes('[y/N]') && answer !== '') pty.write(`${answer}\r`);
        if (text.includes('[y/N]')) answer = '';
      });
      pty.onExit(() => resolve());
    });
  let answer = 'n';
  await answered(answer);
  expect(await readFile(file, 'utf8')).toBe('mine = 1\n');
  answer = 'y';
  await answered(answer);
  expect(await readFile(file, 'utf8')).toBe(hello.starter);
  const [kept = ''] = await readdir(join(workspace, '.history'));
  expect(await readFile(join(workspace, '.history', kept), 'utf8')).toBe('mine = 1\n');
});

test('without an argument it watches: a saved file is checked, until Ctrl-C', async () => {
  const workspace = await openWorkspace();
  const child = spawn(process.execPath, [CLI, 'watch', 'hello'], {
    env: environment(workspace),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await printed(child, /checks failed/);
  await writeFile(join(workspace, 'hello.py'), hello.solution);
  await printed(child, /all 5 checks passed/);
  const ended = new Promise(resolve => child.once('exit', resolve));
  child.kill('SIGINT');
  expect(await ended).toBe(130);
});

test('watching in a terminal, single keys lead on', async () => {
  const workspace = await openWorkspace();
  const env = environment(workspace, { TERM: 'xterm' });
  const pty = spawnPty(process.execPath, [CLI], { env, cols: 80, rows: 24 });
  const ended = new Promise<number>(resolve => pty.onExit(({ exitCode }) => resolve(exitCode)));
  let text = '';
  const until = async (wanted: RegExp) => {
    while (!wanted.test(text))
      await new Promise<void>(resolve => {
        const heard = pty.onData(data => {
          text += data;
          heard.dispose();
          resolve();
        });
      });
    text = '';
  };
  await until(/q quit/);
  pty.write('h');
  await until(/1\/3/);
  pty.write('l');
  await until(/echo-once/);
  pty.write('x');
  await until(/once more/);
  pty.write('n');
  await until(/watching[\s\S]*q quit/);
  pty.write('q');
  expect(await ended).toBe(0);
});

test('a lab is walked in the terminal, told from its own run', async () => {
  const { code, out } = await run(await openWorkspace(), ['lab', 'first-packet', '--what-if', 'cable-cut']);
  expect(code, out).toBe(0);
  expect(out).toContain('connect failed with EHOSTUNREACH');
  expect(out).toContain('The walk is over.');
});
