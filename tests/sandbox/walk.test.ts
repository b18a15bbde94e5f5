import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { createWalk, MoveStuck, startPaused } from '#driver/walk';
import type { Move } from '#protocol/lab';
import { sceneOfSources } from './scene.ts';

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
