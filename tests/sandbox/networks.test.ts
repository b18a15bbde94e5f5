/** Every network of the course as its file says it: all hosts reach each other, under the addresses shown. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { loadNetwork } from '#driver/scenes';
import type { Host } from '#protocol/network';
import { addressOf } from '#protocol/scene';
import { sceneOfSources } from './scene.ts';

const FOLDER = fileURLToPath(new URL('../../sandbox/networks', import.meta.url));
const NAMES = readdirSync(FOLDER).map(file => file.replace('.yaml', ''));

const LOOPBACK = '127.0.0.1';

const addressesOf = (host: Host): string[] => host.interfaces.flatMap(({ addresses }) => addresses);

/** What the kernel says of a host that has just been built, without loopback and link-local. */
async function shownOf(box: Box, host: string): Promise<string[]> {
  const told = await box.waitFor(event => event.type === 'network' && event.host === host);
  const cables = told.type === 'network' ? told.interfaces.filter(({ link }) => link !== null) : [];
  return cables.flatMap(({ addresses }) => addresses).filter(each => !each.startsWith('fe80:'));
}

const SERVE_IPV6 = `import socket
s = socket.create_server(('::', 3333), family=socket.AF_INET6)
c, peer = s.accept()
c.sendall(peer[0].encode())
c.close()
`;
const ASK_IPV6 = `import socket
s = socket.create_connection(('fd00::2', 3333))
print(s.recv(100).decode())
`;

describe('networks', () => {
  test('those of the course are there', () => {
    const wanted = ['chain', 'dual', 'lan4', 'pair', 'seedpair', 'solo', 'split', 'trio'];
    expect(NAMES).toEqual(expect.arrayContaining(wanted));
  });

  test.each(NAMES)('%s: its hosts have the addresses that are written and reach each other', async name => {
    const { hosts } = loadNetwork(name);
    await using box = await openBox(sceneOfSources(name, {}));
    for (const host of hosts) expect(await shownOf(box, host.name)).toEqual(addressesOf(host));
    for (const to of hosts) {
      await using listener = await box.listen(to.name, 3333);
      for (const from of hosts) {
        await using _peer = await box.dial(from.name, addressOf(to) ?? LOOPBACK, 3333);
        const accepted = await listener.accept({ timeoutMs: 5000 });
        const sources = addressesOf(from).map(each => each.split('/')[0]);
        expect([...sources, LOOPBACK]).toContain(accepted?.address.split(':')[0]);
      }
    }
  });

  test('dual: the same over IPv6', async () => {
    await using box = await openBox(
      sceneOfSources('dual', { 'server@server': SERVE_IPV6, 'client@client': ASK_IPV6 }),
    );
    await box.start('server', { mode: 'run' });
    while (!(await box.sockets()).get('server')?.some(row => row.state === 'LISTEN'));
    await box.start('client', { mode: 'run' });
    await box.waitFor(event => event.type === 'program-exited' && event.program === 'client');
    const output = box.trace.filter(event => event.type === 'output' && event.program === 'client');
    const text = output.map(event => ('bytes' in event ? atob(event.bytes ?? '') : '')).join('');
    expect(text).toContain('fd00::1');
  });
});
