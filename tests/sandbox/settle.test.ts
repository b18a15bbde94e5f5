/**
 * A busy machine came late to a server that its kernel had woken in accept(). The box was thought to rest, and
 * the table at the end of a move showed the connection in the queue, or accepted, from run to run.
 */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { settle } from '../../sandbox/driver/settle.ts';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit } from './seen.ts';

leaveNothing();

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.recv(1)
`;
const CLIENT = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.recv(1)
`;
/** Keeps the processor from the server until Enter is pressed. */
const HOLDER = `import os, pathlib, signal
pids = [int(each.name) for each in pathlib.Path('/proc').glob('[0-9]*')
        if b'server.py' in (each / 'cmdline').read_bytes()]
for pid in pids: os.kill(pid, signal.SIGSTOP)
input('held')
for pid in pids: os.kill(pid, signal.SIGCONT)
`;
const LOOKS = 6;

test('a box does not rest while a program that was woken has not come to run', async () => {
  const sources = { 'server@server': SERVER, 'client@client': CLIENT, 'holder@server': HOLDER };
  await using box = await openBox(sceneOfSources('pair', sources));
  await box.start('server', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.syscall === 'accept4');
  await box.start('holder', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.program === 'holder' && event.fd === 0);
  await box.start('client', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.syscall === 'recvfrom');
  let looks = 0;
  const watched = {
    trace: box.trace,
    waitFor: box.waitFor.bind(box),
    sockets: () => {
      looks += 1;
      if (looks === LOOKS) box.terminal('holder')?.write('\n');
      return box.sockets();
    },
  };
  await settle(watched, () => box.trace.at(-1)?.at ?? 0, 60_000);
  expect(looks).toBeGreaterThanOrEqual(LOOKS);
  await box.waitFor(exit('holder'));
  const rows = (await box.sockets()).get('server') ?? [];
  expect(rows.map(row => [row.state, row.recvQ, row.owners.length])).toEqual([
    ['LISTEN', 0, 1],
    ['ESTABLISHED', 0, 1],
  ]);
});
