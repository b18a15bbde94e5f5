/** A server on which no full box can be opened: labs about loopback run in a plain one, one at a time. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { OPEN_WIRE } from '#protocol/scene';
import { plainUse, readEnvironment } from '../../src/server/environment.ts';
import type { Parts } from '../../src/server/parts.ts';
import { descendants, plainFolders } from '../sandbox/leftovers.ts';
import { Page } from './page.ts';
import { sceneOf } from './pty-box.ts';
import { openStand } from './stand.ts';

const because = { why: 'bubblewrap: bwrap is not installed', cure: 'apt-get install bubblewrap' };
const parts: Partial<Parts> = {
  canOpenBoxes: async () => ({ live: false, why: because.why, plain: because }),
  loadScene: lab => ({ ...sceneOf(lab, { client: 'exec cat' }), loopback: lab !== 'wired' }),
};
const open = (lab: string) => ({ type: 'open', lab, whatIf: null }) as const;

test('a lab about loopback is opened in a plain box, and the page is told that, and why', async () => {
  await using stand = await openStand({}, parts);
  await using page = await Page.connect(stand.port);
  expect(await page.ask(open('cat'), 'opened')).toMatchObject({ lab: 'cat', plain: because });
});

test('any other lab is refused, and so is a network of the reader’s own', async () => {
  await using stand = await openStand({}, parts);
  await using page = await Page.connect(stand.port);
  const programs = [{ host: 'pc', file: 'own.py', text: '', args: [] }];
  for (const asked of [open('wired'), { type: 'workbench', network: 'solo', programs } as const])
    expect(await page.ask(asked, 'refused')).toMatchObject({ code: 'no-sandbox', detail: because.why });
  expect(stand.boxes).toEqual([]);
});

test('a second tab is told that the first has it, and gets it when that one has gone', async () => {
  await using stand = await openStand({}, parts);
  const first = await Page.connect(stand.port);
  await first.ask(open('cat'), 'opened');
  await using second = await Page.connect(stand.port);
  expect((await second.ask(open('other'), 'refused')).code).toBe('plain-box-taken');
  await first.ask(open('other'), 'opened'); // another lab of the same tab takes the place of its own
  first.cut();
  await vi.waitUntil(async () => {
    const before = second.all('refused').length;
    second.send(open('cat'));
    await second.until(() => second.all('refused').length > before || second.all('opened').length > 0);
    return second.all('opened').length > 0;
  });
  await first[Symbol.asyncDispose]();
});

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const AS_IN_DOCKER = [
  '/usr/bin/python3',
  fileURLToPath(new URL('../sandbox/as_in_docker.py', import.meta.url)),
];

/** The real server; what it prints until it ends or has an address. */
async function start(command: readonly string[], variables: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-plain-'));
  await writeFile(join(folder, 'index.html'), 'home');
  const [program = '', ...args] = [...command, process.execPath, MAIN];
  const env = { PATH: process.env.PATH, PORT: '0', DIST: folder, WORKSPACE: join(folder, 'workspace') };
  const child = spawn(program, args, { env: { ...env, ...variables } });
  const exited = once(child, 'exit');
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exited;
    await rm(folder, { recursive: true, force: true });
  });
  let said = '';
  for (const pipe of [child.stdout, child.stderr])
    pipe.on('data', (data: Buffer) => {
      said += data;
    });
  const ended = exited.then(() => 'ended' as const);
  const address = vi.waitUntil(() => /:(\d+)\//.exec(said)?.[1], { timeout: 20_000 }).catch(() => undefined);
  const port = Number(await Promise.race([address, ended]));
  return { child, exited, port, said: () => said };
}

const status = async (port: number): Promise<unknown> =>
  await (await fetch(`http://127.0.0.1:${port}/api/status`)).json();

test('BOX=plain asks for it: a lab is walked, and nothing is left when the server is killed', async () => {
  const server = await start([], { BOX: 'plain' });
  expect(await status(server.port)).toMatchObject({ live: false, plain: { why: null, cure: null } });
  await using page = await Page.connect(server.port);
  expect((await page.ask(open('create-a-socket'), 'opened')).plain).toEqual({ why: null, cure: null });
  expect((await page.ask({ type: 'next' }, 'next-done')).move).toBe('tcp');
  const setting = { ...OPEN_WIRE, mode: 'step' as const };
  expect((await page.ask({ type: 'wire-set', setting }, 'refused')).code).toBe('plain-box');
  const [folder = ''] = plainFolders(descendants(server.child.pid).map(({ pid }) => pid));
  expect(existsSync(folder)).toBe(true);
  server.child.kill('SIGKILL');
  await server.exited;
  await vi.waitFor(() => expect(existsSync(folder)).toBe(false), { timeout: 10_000 });
});

test('where nobody may open namespaces, as in Docker, it is there unasked, and its table is whole', async () => {
  const doctors = { SOCKSCOPE_WHY: because.why, SOCKSCOPE_CURE: because.cure };
  const server = await start(AS_IN_DOCKER, doctors);
  expect(await status(server.port)).toMatchObject({ live: false, plain: because });
  await using page = await Page.connect(server.port);
  await page.ask(open('bind-a-port'), 'opened');
  for (const move of ['create', 'bind'])
    expect((await page.ask({ type: 'next' }, 'next-done')).move).toBe(move);
  const rows = (): { local: string | null; state: string | null }[] =>
    page
      .all('trace')
      .flatMap(({ events }) => events.flatMap(each => (each.type === 'sockets' ? each.sockets : [])));
  await page.until(() => rows().some(({ local, state }) => local === '127.0.0.1:5000' && state === 'CLOSED'));
});

test('it is refused when others can reach the server', async () => {
  const reachable = { ALLOWED_HOSTS: 'lab.example' };
  for (const more of [reachable, { ...reachable, HOST: '0.0.0.0' }]) {
    const asked = { ...more, BOX: 'plain' };
    expect(() => readEnvironment(asked)).toThrow('without isolation, so others must not reach the server');
    expect(plainUse(readEnvironment(more))).toBe('never');
  }
  const server = await start(AS_IN_DOCKER, reachable);
  const answer = await status(server.port);
  expect(answer).toMatchObject({ live: false });
  expect(answer).not.toHaveProperty('plain');
});

test('it is left out when full boxes alone are asked for, and otherwise stands in for them', () => {
  expect(plainUse(readEnvironment({ BOX: 'full' }))).toBe('never');
  expect(plainUse(readEnvironment({}))).toBe('instead');
  expect(plainUse(readEnvironment({ BOX: 'plain' }))).toBe('only');
  expect(() => readEnvironment({ BOX: 'none' })).toThrow('BOX=none');
});
