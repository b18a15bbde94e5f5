/** Any program that a host has is shown as Python's are, but for its lines and calls by name. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { labAt } from '#trace/fold';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { listening, summaries, text } from './seen.ts';
import { CTRL_C, shellOn } from './shell.ts';

leaveNothing();

const SERVER = `import socket
s = socket.create_server(('10.0.0.2', 3333))
c, _ = s.accept()
print(c.recv(100))
c.recv(100)
`;

test('bash talks TCP in its terminal: typed lines, a row, a blocked call, frames', async () => {
  await using box = await openBox(sceneOfSources('pair', { 'server@server': SERVER }));
  const server = await box.start('server', { mode: 'plain' });
  await listening(box, 'server');
  const client = await shellOn(box, 'client');
  await client.run('exec 3<>/dev/tcp/10.0.0.2/3333; echo hello >&3');
  client.type('exec cat <&3');
  const blocked = await box.waitFor(
    event =>
      event.type === 'blocked' &&
      event.program === 'shell-client' &&
      event.syscall === 'read' &&
      event.fd === 0,
    { after: box.trace.length },
  );
  expect(blocked).toMatchObject({ host: 'client' });
  const tables = await box.sockets();
  expect(tables.get('client')).toMatchObject([
    { protocol: 'tcp', state: 'ESTABLISHED', peer: '10.0.0.2:3333', tcp: { cwnd: 10, unacked: 0 } },
  ]);
  const [near] = tables.get('client') ?? [];
  expect(near?.owners.map(({ program, fd }) => `${program} ${fd}`)).toEqual([
    'shell-client 0',
    'shell-client 3',
  ]);
  expect([...summaries(box.trace).values()]).toContain('PSH, ACK 6 bytes');
  server.write(CTRL_C);
  await box.waitFor(event => event.type === 'program-exited' && event.program === 'shell-client');
});

const IN_C = `#include <arpa/inet.h>
#include <stdio.h>
#include <unistd.h>
int main(void) {
  struct sockaddr_in here = {.sin_family = AF_INET, .sin_port = htons(3333)};
  char data[100], name[100];
  int s = socket(AF_INET, SOCK_STREAM, 0);
  bind(s, (void *)&here, sizeof here);
  listen(s, 5);
  int c = accept(s, 0, 0);
  long n = read(c, data, sizeof data);
  printf("got %ld bytes, who are you? ", n);
  fflush(stdout);
  n = read(0, name, sizeof name);
  write(c, name, n);
}
`;
const IN_NODE = `require('net').createServer(c => c.once('data', data => {
  process.stdout.write('got ' + data.length + ' bytes, who are you? ');
  process.stdin.once('data', name => { c.end(name); process.exit(); });
})).listen(3333);
`;
/** A C program as base64, which is text: a host has no headers to compile it with. */
function compiled(source: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'sockscope-c-'));
  try {
    const program = join(folder, 'program');
    execFileSync('/usr/bin/cc', ['-x', 'c', '-o', program, '-'], { input: source });
    return readFileSync(program).toString('base64');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const HELLO = 'exec 3<>/dev/tcp/10.0.0.2/3333; echo hello >&3';

type Waiting = { syscall: string; fd: number | null };

/** Resolves when the program in the foreground of a shell waits so; the name that the system gives it. */
async function waits(box: Box, { syscall, fd }: Waiting): Promise<string | undefined> {
  const tasks = () => Object.values(labAt(box.trace, box.trace.length).programs['shell-server']?.tasks ?? {});
  const isSo = (): boolean =>
    tasks().some(({ blocked }) => blocked?.syscall === syscall && blocked.fd === fd);
  await box.waitFor(isSo);
  return tasks().at(-1)?.name;
}

/** A server in whatever language, typed into a shell; a client in another one's. */
async function converse(command: string, source: string, server: Waiting, reads: Waiting): Promise<void> {
  await using box = await openBox(sceneOfSources('pair', { 'echo@server': source }));
  const [near, far] = [await shellOn(box, 'client'), await shellOn(box, 'server')];
  far.type(command);
  await listening(box, 'server');
  expect(await waits(box, server)).toMatch(/^(program|node|MainThread)$/);
  await near.run(HELLO);
  await far.shows('got 6 bytes, who are you? ');
  await waits(box, reads);
  const rows = (await box.sockets()).get('server') ?? [];
  expect(rows.map(({ state, owners }) => [state, owners.map(({ program }) => program)])).toEqual([
    ['LISTEN', ['shell-server']],
    ['ESTABLISHED', ['shell-server']],
  ]);
  far.keys('하늘\r');
  await far.done();
  expect(await near.run('cat <&3')).toBe('하늘\n');
  expect([...summaries(box.trace).values()]).toContain('PSH, ACK 7 bytes');
  await box.waitFor(event => event.type === 'task-ended' && event.program === 'shell-server');
  expect(text(box, 'shell-server')).toContain('하늘');
}

test.skipIf(!existsSync('/usr/bin/cc'))(
  'a C program in a shell: terminal, rows, blocked calls, frames',
  async () => {
    await converse(
      'base64 -d echo.py > program; chmod +x program; ./program',
      compiled(IN_C),
      { syscall: 'accept', fd: 3 },
      { syscall: 'read', fd: 0 },
    );
  },
);

test.skipIf(!existsSync('/usr/bin/node'))('a Node program in a shell is shown as well', async () => {
  const loop = { syscall: 'epoll_pwait', fd: null };
  await converse('node echo.py', IN_NODE, loop, loop);
});
