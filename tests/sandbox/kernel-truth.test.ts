/** What the kernel tells beside addresses and states, as it arrives in the trace. */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import type { SocketRow } from '#protocol/events';
import { labAt } from '#trace/fold';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit, listening } from './seen.ts';

leaveNothing();

const NS_PER_S = 1e9;
const SERVER = `import socket
s = socket.create_server(('10.0.0.2', 3333))
c, _ = s.accept()
c.recv(100)
c.close()
`;
const CLIENT = `import socket
socket.create_connection(('10.0.0.2', 3333)).close()
socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('10.0.0.2', 9))
`;

test('a timer’s end is told in the time of the box, and a counter once it has counted', async () => {
  await using box = await openBox(
    sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT }),
  );
  await box.start('server', { mode: 'plain' });
  await listening(box, 'server');
  await box.start('client', { mode: 'plain' });
  await box.waitFor(exit('client'));
  const event = await box.waitFor(
    each => each.type === 'sockets' && each.sockets.some(row => row.state === 'TIME-WAIT'),
  );
  const rows = event.type === 'sockets' ? event.sockets : [];
  const left = (rows.find(row => row.state === 'TIME-WAIT')?.timer?.expiresAt ?? 0) - event.at;
  expect(left / NS_PER_S).toBeGreaterThan(55);
  expect(left / NS_PER_S).toBeLessThan(61);
  const known: readonly SocketRow[] = (await box.sockets()).get('client') ?? [];
  expect(known.map(row => row.timer)).toEqual(rows.map(row => row.timer));

  await box.waitFor(each => each.type === 'counters' && each.host === 'server');
  const { server } = labAt(box.trace, box.trace.length).counters;
  expect(server).toEqual({ UdpNoPorts: 1 });
});

test('the channels of stepped threads are in nobody’s table', async () => {
  const threads = `import threading, time
for _ in range(8): threading.Thread(target=time.sleep, args=(0.1,)).start()
`;
  await using box = await openBox(sceneOfSources('solo', { 'threads@pc': threads }));
  await box.start('threads', { mode: 'run' });
  await box.waitFor(exit('threads'));
  const tables = box.trace.filter(event => event.type === 'sockets');
  expect(tables.flatMap(event => event.sockets)).toEqual([]);
});
