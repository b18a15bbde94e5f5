/** A record whose process is killed, at whatever instant: what was acknowledged is there, and nothing by halves. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { RecordDatabase } from '#progress/record-database';
import { acknowledgedOf, folderOf } from './record-places.ts';

const WRITER = join(import.meta.dirname, 'record-writer.ts');
const KILLS = 30;
const INSTANTS = 300;

async function openRoot() {
  const root = await mkdtemp(join(tmpdir(), 'sockscope-kill-'));
  return { root, [Symbol.asyncDispose]: () => rm(root, { recursive: true }) };
}

/** A writer at work; it is killed at the end, whatever happens before. */
async function startWriter(root: string, before = 0) {
  const args = [WRITER, root, `${before}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), ended]);
  return {
    pid: child.pid ?? 0,
    signal: (signal: 'SIGSTOP' | 'SIGCONT') => child.kill(signal),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** The next record that is not there yet. */
function countIn(root: string, from: number): number {
  let number = from;
  while (existsSync(acknowledgedOf(root, number))) number += 1;
  return number;
}

/** Lets the writer go on for up to so long: a timer of Node's has whole milliseconds only. */
function goOn(upToMs: number): void {
  const until = performance.now() + Math.random() * upToMs;
  while (performance.now() < until);
}

/** Whole, with all that was acknowledged, and no pair by halves. Returns how many pairs that were. */
async function expectKept(root: string, number: number): Promise<number> {
  const damage: string[] = [];
  using record = new RecordDatabase(folderOf(root, number), line => damage.push(line));
  const ids = new Set((await record.entries()).map(({ id }) => id));
  expect(damage).toEqual([]);
  const pairs = readFileSync(acknowledgedOf(root, number), 'utf8').split('\n').slice(0, -1);
  expect(pairs.filter(pair => !ids.has(`${pair}-one`))).toEqual([]);
  const other = (id: string) => (id.endsWith('-one') ? id.replace(/one$/, 'two') : id.replace(/two$/, 'one'));
  expect([...ids].filter(id => !ids.has(other(id)))).toEqual([]);
  return pairs.length;
}

test(`killed ${KILLS} times: what was acknowledged is there, and the next process goes on`, async () => {
  await using place = await openRoot();
  const { root } = place;
  let before = 0;
  let pairs = 0;
  for (let round = 0; round < KILLS; round += 1) {
    {
      await using _writer = await startWriter(root, before);
      goOn(30);
    }
    const now = countIn(root, before);
    for (let number = Math.max(0, before - 1); number < now; number += 1)
      pairs += await expectKept(root, number);
    before = now;
  }
  expect(pairs).toBeGreaterThan(KILLS);
});

test(`${INSTANTS} instants, each as a kill would leave it: what was acknowledged is there`, async () => {
  await using place = await openRoot();
  await using copies = await openRoot();
  const { root } = place;
  await using writer = await startWriter(root);
  const states = new Set<string>();
  let number = 0;
  for (let instant = 0; instant < INSTANTS; instant += 1) {
    goOn(4);
    writer.signal('SIGSTOP');
    while (!isStopped(writer.pid));
    // A process that is killed leaves its files as they are when it stops.
    number = countIn(root, number) - 1;
    for (const path of [folderOf(root, number), acknowledgedOf(root, number)])
      if (existsSync(path)) cpSync(path, path.replace(root, copies.root), { recursive: true });
    writer.signal('SIGCONT');
    states.add(`${await expectKept(copies.root, number)} of one`);
    await rm(folderOf(copies.root, number), { recursive: true, force: true });
    await rm(acknowledgedOf(copies.root, number));
  }
  expect(states.size, 'while one was made, while it was written, when it was done').toBeGreaterThan(3);
});

/** proc_pid_stat(5): the state is the third field, after the name in parentheses. */
function isStopped(pid: number): boolean {
  const state = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
  if (state === 'Z') throw new Error('the writer has ended by itself');
  return state === 'T';
}
