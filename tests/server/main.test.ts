/** The server as a process: `node src/server/main.ts`, its address, its refusals, its end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { canOpenBoxes } from '#driver/open';
import { recordText } from '#record/record-text';
import { everyKind } from '../record/entries.ts';
import { descendants, isAlive, isSweeper } from '../sandbox/leftovers.ts';
import { Page } from './page.ts';

const MAIN = fileURLToPath(new URL('../../src/server/main.ts', import.meta.url));
const ADDRESS = /^http:\/\/(127\.0\.0\.1|lab\.example):(\d+)\/(\?token=[0-9a-f]{32})?$/m;

async function startServer(variables: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), 'sockscope-main-'));
  await writeFile(join(folder, 'index.html'), 'home');
  const env = { PATH: process.env.PATH, DIST: folder, WORKSPACE: join(folder, 'workspace'), ...variables };
  const child = spawn(process.execPath, [MAIN], { env });
  let output = '';
  const collect = (data: Buffer): void => {
    output += data;
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  return {
    child,
    exited,
    output: () => output,
    /** Resolves with the address line's match once it is printed; rejects when the server ends instead. */
    address: () => addressIn(child, () => output),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null) child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function addressIn(child: ChildProcess, output: () => string): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      const match = ADDRESS.exec(output());
      if (match !== null) resolve(match);
    };
    child.stdout?.on('data', look);
    child.once('exit', () => reject(new Error(`the server ended: ${output()}`)));
    look();
  });
}

test('PORT=0 prints the address on a line of its own, and the server answers there', async () => {
  await using server = await startServer({ PORT: '0' });
  const [line, , port] = await server.address();
  expect(server.output()).toBe(`${line}\n`);
  expect(Number(port)).toBeGreaterThan(0);
  expect(await (await fetch(line)).text()).toBe('home');
});

test('a used port is named, with what to do', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  await using server = await startServer({ PORT: `${port}` });
  expect(await server.exited).toBe(1);
  other.close();
  expect(server.output()).toContain(`Port ${port} is already in use`);
  expect(server.output()).toContain(`PORT=${port + 1} npm start`);
  expect(server.output()).not.toContain('    at ');
});

test.each([
  [{ PORT: 'http' }, 'PORT=http'],
  [{ PORT: '65536' }, 'PORT=65536'],
  [{ CGROUPS: 'perhaps' }, 'CGROUPS=perhaps'],
  [{ PORT: '0', HOST: '0.0.0.0' }, 'ALLOWED_HOSTS'],
])('%o is refused in words', async (variables: Record<string, string>, words) => {
  await using server = await startServer(variables);
  expect(await server.exited).toBe(1);
  expect(server.output()).toContain(words);
  expect(server.output()).not.toContain('    at ');
});

test('reachable by others, the printed address carries a token and nothing answers without it', async () => {
  await using server = await startServer({ PORT: '0', HOST: '0.0.0.0', ALLOWED_HOSTS: 'lab.example' });
  const [, name, port, query] = await server.address();
  expect(name).toBe('lab.example');
  const there = `http://127.0.0.1:${port}/`;
  expect((await fetch(there)).status).toBe(403);
  const let_in = await fetch(`${there}${query}`, { redirect: 'manual' });
  const cookie = let_in.headers.get('set-cookie')?.split(';')[0] ?? '';
  expect(await (await fetch(there, { headers: { cookie } })).text()).toBe('home');
  await expect(Page.connect(Number(port))).rejects.toThrow('status 403');
  await using page = await Page.connect(Number(port), { Cookie: cookie });
  expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
});

test.each([
  ['in the workspace', {}, 'workspace/.record'],
  ['where RECORD says', { RECORD: 'elsewhere' }, 'elsewhere'],
])('the record is kept %s', async (_, { RECORD }: { RECORD?: string }, kept) => {
  const place = await mkdtemp(join(tmpdir(), 'sockscope-place-'));
  const variables = { WORKSPACE: join(place, 'workspace'), ...(RECORD && { RECORD: join(place, RECORD) }) };
  await using server = await startServer({ PORT: '0', ...variables });
  const [line] = await server.address();
  const record = `${line}api/record`;
  expect((await fetch(record, { method: 'POST', body: recordText(everyKind) })).status).toBe(200);
  expect(await readdir(join(place, kept))).toContain('record-1.sqlite');
  // Killed, because what was acknowledged needs no goodbye.
  server.child.kill('SIGKILL');
  await server.exited;
  await using next = await startServer({ PORT: '0', ...variables });
  const [again] = await next.address();
  expect(await (await fetch(`${again}api/record`)).json()).toEqual({ entries: everyKind, setAside: [] });
  await rm(place, { recursive: true });
});

test.each(['SIGTERM', 'SIGINT'] as const)('%s ends it with 0', async signal => {
  await using server = await startServer({ PORT: '0' });
  const [, , port] = await server.address();
  await using page = await Page.connect(Number(port));
  server.child.kill(signal);
  expect(await server.exited).toBe(0);
  await page.until(() => page.closeCode !== null);
  expect(page.closeCode).toBe(1001);
});

test.skipIf(!(await canOpenBoxes()).live)('SIGTERM closes an open box first, then ends with 0', async () => {
  await using server = await startServer({ PORT: '0' });
  const [, , port] = await server.address();
  await using page = await Page.connect(Number(port));
  await page.ask({ type: 'open', lab: 'echo-once', whatIf: null }, 'opened');
  const below = descendants(server.child.pid);
  const sweepers = below.filter(isSweeper);
  const ofBox = below.filter(each => !isSweeper(each)).map(({ pid }) => pid);
  expect(ofBox.length).toBeGreaterThan(2); // the supervisor and a terminal for each program
  server.child.kill('SIGTERM');
  expect(await server.exited).toBe(0);
  expect(ofBox.filter(isAlive)).toEqual([]);
  // It waits for the server's end, and then finds nothing to sweep.
  await vi.waitFor(() => expect(sweepers.filter(({ pid }) => isAlive(pid))).toEqual([]), 10_000);
});
