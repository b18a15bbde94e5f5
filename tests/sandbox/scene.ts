/** Scenes for tests: a network of the course and programs written on the spot. */

import { loadNetwork } from '#driver/scenes';
import { Limits, type Scene } from '#protocol/lab';
import type { Network } from '#protocol/network';
import { OPEN_WIRE } from '#protocol/scene';

/**
 * @param network a name of sandbox/networks/, or one written on the spot
 * @param programs source by "name@host"; the file is `<name>.py`
 */
export function sceneOfSources(
  network: string | Network,
  programs: Record<string, string>,
  limits: Partial<Limits> = {},
): Scene {
  return {
    lab: 'test',
    whatIf: null,
    title: { en: 'test', ko: 'test' },
    network: typeof network === 'string' ? loadNetwork(network) : network,
    wire: OPEN_WIRE,
    programs: Object.entries(programs).map(([key, source]) => {
      const [name = '', host = ''] = key.split('@');
      return { name, host, file: `${name.replaceAll('-', '_')}.py`, args: [], source };
    }),
    walk: [],
    predictions: [],
    whatIfs: [],
    panes: ['programs', 'wire', 'sockets'],
    limits: Limits.parse(limits),
    loopback: false,
  };
}

/** One host that talks to itself: what a box without namespaces can hold, too. */
export const sceneOnLoopback = (programs: Record<string, string>, limits: Partial<Limits> = {}): Scene => ({
  ...sceneOfSources('solo', programs, limits),
  loopback: true,
});

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.sendall(c.recv(9))
`;
const CLIENT = `import socket
s = socket.socket()
s.connect(('10.0.0.2', 3333))
s.sendall(b'hello')
print(s.recv(9))
`;
/** A client says hello, and the server gives back at most nine bytes of it. */
export const sceneOfGreeting = (): Scene =>
  sceneOfSources('pair', { 'server@server': SERVER, 'client@client': CLIENT });

/** The first move of its walk. */
export const LISTEN = { id: 'listen', program: 'server', until: { blocked: 'accept4' } };
