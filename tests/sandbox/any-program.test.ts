/** Any program that a host has is shown as Python's are, but for its lines and calls by name. */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { listening, summaries } from './seen.ts';
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
