import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { createWalk, MoveStuck, startPaused } from '#driver/walk';
import type { Move } from '#protocol/lab';
import { sceneOfGreeting, sceneOfSources } from './scene.ts';

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.recv(1)
`;
const CLIENT = `import socket
name = input('name: ')
s = socket.socket()
s.connect(('10.0.0.2', 3333))
s.recv(1)
`;

const scene = (walk: Move[]) => ({
  ...sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT }),
  walk,
});

test('a move types when its program waits for input, and ends settled', async () => {
  const moves: Move[] = [
    { id: 'listen', program: 'server', until: { blocked: 'accept4' } },
    { id: 'connect', program: 'client', types: 'ann\n', until: { returned: 'connect' } },
  ];
  await using box = await openBox(scene(moves));
  await startPaused(box, scene(moves));
  const walk = createWalk(box, scene(moves));
  expect([await walk.next(), await walk.next(), await walk.next()]).toEqual(['listen', 'connect', null]);
  const tables = await box.sockets();
  const established = [...tables].filter(([, rows]) => rows.some(row => row.state === 'ESTABLISHED'));
  expect(established.map(([host]) => host).sort()).toEqual(['client', 'server']);
});

test('a move that cannot go on says where its program stands', async () => {
  const moves: Move[] = [{ id: 'early', program: 'server', until: { returned: 'accept' } }];
  await using box = await openBox(scene(moves));
  await startPaused(box, scene(moves));
  const stuck = createWalk(box, scene(moves)).next();
  await expect(stuck).rejects.toThrow(MoveStuck);
  await expect(stuck).rejects.toThrow('server is blocked in accept4');
});

test('programs alongside a move run meanwhile, and are not held at their next line', async () => {
  const walk: Move[] = [{ id: 'greet', program: 'client', alongside: ['server'], until: { exited: true } }];
  const greeting = { ...sceneOfGreeting(), walk };
  await using box = await openBox(greeting);
  await startPaused(box, greeting);
  // Stepped by itself the client would wait for a server that stands before its first line.
  expect(await createWalk(box, greeting).next()).toBe('greet');
  const stood = box.trace.filter(event => event.type === 'line' && event.program === 'server');
  expect(stood).toHaveLength(1);
});

test('steps that the reader makes by hand are seen by the walk', async () => {
  const moves: Move[] = [{ id: 'create', program: 'server', until: { returned: 'listen' } }];
  await using box = await openBox(scene(moves));
  await startPaused(box, scene(moves));
  await box.step('server', 'line');
  await box.waitFor(event => event.type === 'line' && event.program === 'server' && event.line === 2);
  await box.step('server', 'line');
  await box.waitFor(event => event.type === 'line' && event.program === 'server' && event.line === 3);
  expect(await createWalk(box, scene(moves)).next()).toBe('create');
  expect(box.trace.filter(event => event.type === 'resumed')).toHaveLength(2);
});

test('a move may lead a thread, while the main thread and other threads stay where they are', async () => {
  const source = `import threading
def talk(conn):
    conn.recv(1)
    conn.close()
import socket
for a, b in [socket.socketpair(), socket.socketpair()]:
    threading.Thread(target=talk, args=(b,)).start()
    a.send(b'x')
a.close()
`;
  const moves: Move[] = [
    { id: 'first', program: 'server', until: { returned: 'send' } },
    { id: 'second', program: 'server', until: { line: 9 } },
    { id: 'second-reads', program: 'server', task: 'thread-3', until: { returned: 'recv' } },
    { id: 'second-ends', program: 'server', task: 'thread-3', until: { exited: true } },
    { id: 'first-reads', program: 'server', task: 'thread-2', until: { line: 4 } },
  ];
  const threads = { ...sceneOfSources('solo', { 'server@pc': source }), walk: moves };
  await using box = await openBox(threads);
  await startPaused(box, threads);
  const walk = createWalk(box, threads);
  for (const { id } of moves) expect(await walk.next()).toBe(id);
  const read = box.trace.flatMap(event =>
    event.type === 'return' && event.call === 'recv' ? [event.task] : [],
  );
  expect(read).toEqual(['thread-3', 'thread-2']);
  expect(box.trace.filter(event => event.type === 'task-ended').map(({ task }) => task)).toEqual([
    'thread-3',
  ]);
});
