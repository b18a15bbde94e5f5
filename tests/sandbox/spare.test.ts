/** The spare: boxes opened with it are like any other, and it is never in anybody's way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { keepSpare } from '#driver/spare';
import type { Scene } from '#protocol/lab';
import { boxConformance, hostsConformance } from './box.conformance.ts';
import { leaveNothing } from './leave-nothing.ts';
import { descendants, isAlive } from './leftovers.ts';
import { sceneOfSources } from './scene.ts';

/** Pids of our own children among the supervisors; a box's keeper and wire bear the same name. */
function supervisors(): number[] {
  const ours = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').map(Number);
  const named = descendants().filter(({ command }) => command.includes('supervisor/main.py'));
  return named.map(({ pid }) => pid).filter(pid => ours.includes(pid) && isAlive(pid));
}

const pair = sceneOfSources('pair', {});
const solo = sceneOfSources('solo', {});

const openWithSpare = async (scene: Scene): Promise<Box> => {
  await using spare = keepSpare();
  await spare.ready();
  const [pid] = supervisors();
  const box = await openBox(scene);
  expect(supervisors()).toContain(pid);
  return box;
};
boxConformance('Linux', openWithSpare);
hostsConformance('Linux', openWithSpare);

describe('a spare', () => {
  leaveNothing();

  test('is the next box’s supervisor, and another one follows it', async () => {
    await using spare = keepSpare();
    await spare.ready();
    const [first] = supervisors();
    await using box = await openBox(pair);
    expect(supervisors()).toEqual([first]);
    await vi.waitFor(() => expect(supervisors()).toHaveLength(2), { timeout: 5000 });
    await box.close();
    expect(supervisors()).toHaveLength(1);
    expect(supervisors()).not.toContain(first);
  });

  test('however long it has stood, a box’s time begins when the box is opened', async () => {
    await using spare = keepSpare();
    await spare.ready();
    const before = process.hrtime.bigint();
    await using box = await openBox(solo);
    const tables = await box.waitFor(event => event.type === 'sockets');
    expect(tables.at).toBeGreaterThan(0);
    expect(tables.at).toBeLessThan(Number(process.hrtime.bigint() - before));
  });

  test('serves one of two boxes that are opened at once', async () => {
    await using spare = keepSpare();
    await spare.ready();
    await using boxes = new AsyncDisposableStack();
    const openings = [openBox(pair), openBox(pair)];
    await Promise.race(openings);
    await spare.ready();
    expect(supervisors()).toHaveLength(2); // a third would be in the way of the one still opening
    for (const box of await Promise.all(openings)) boxes.use(box);
    await spare.ready();
    expect(supervisors()).toHaveLength(3);
  });

  test('goes with an opening that is aborted, and is followed by another', async () => {
    await using spare = keepSpare();
    await spare.ready();
    const [first] = supervisors();
    const abort = new AbortController();
    const opening = openBox(pair, { signal: abort.signal });
    abort.abort(new Error('changed my mind'));
    await expect(opening).rejects.toThrow('changed my mind');
    await spare.ready();
    expect(supervisors()).toHaveLength(1);
    expect(supervisors()).not.toContain(first);
  });

  test('that has died is not missed, seen or unseen', async () => {
    await using spare = keepSpare();
    await spare.ready();
    const [first = Number.NaN] = supervisors();
    process.kill(first, 'SIGKILL');
    await using unseen = await openBox(pair);
    expect(unseen.trace.every(event => event.type !== 'fault')).toBe(true);
    await spare.ready();
    const second = supervisors().at(-1) ?? Number.NaN;
    process.kill(second, 'SIGKILL');
    await vi.waitFor(() => expect(isAlive(second)).toBe(false));
    await using _seen = await openBox(solo);
  });

  test('does not change what a network that cannot be is told', async () => {
    const wrong = structuredClone(pair);
    wrong.network.hosts[0]?.routes.push({ to: 'default', via: '10.9.9.9' });
    const words = 'host client: route default via 10.9.9.9: Nexthop has invalid gateway';
    await using spare = keepSpare();
    await spare.ready();
    await expect(openBox(wrong)).rejects.toThrow(words);
  });

  test('is one for several keepers, until the last one goes', async () => {
    const one = keepSpare();
    await using _other = keepSpare();
    await one[Symbol.asyncDispose]();
    await one[Symbol.asyncDispose]();
    expect(supervisors()).toHaveLength(1);
  });

  test.each([
    ['its server is killed', []],
    ['its server comes to its end', ['end']],
  ])('leaves nothing when %s', async (_when, args) => {
    const script = fileURLToPath(new URL('./hold-a-spare.ts', import.meta.url));
    const server = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void server.kill('SIGKILL'));
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    const pids = JSON.parse(line) as number[];
    expect(pids.length).toBeGreaterThan(1); // supervisor and keeper
    if (args.length === 0) server.kill('SIGKILL');
    await once(server, 'exit');
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5000 });
  });
});
