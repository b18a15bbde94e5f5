/**
 * The seven routing faults of the curriculum on real kernels: each is made twice, by an author who
 * writes the network wrong and by a reader who spoils a living one, and looks the same both times.
 */
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import type { Host, NetworkChange } from '#protocol/network';
import {
  altered,
  askedInVain,
  type Carried,
  carried,
  frames,
  isNotArp,
  returned,
  texts,
} from './failures.ts';
import { sceneOfSources } from './scene.ts';
import { exit, listening, states } from './seen.ts';

const { ENETUNREACH, EHOSTUNREACH } = constants.errno;

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
while True:
    c, peer = s.accept()
    c.close()
`;
const CLIENT = `import socket, sys
s = socket.socket()
s.connect((%, 3333))
s.recv(1)
`;

type Fault = {
  name: string;
  network: 'split' | 'chain';
  /** the host at fault, as an author would write it */
  host: string;
  wrong: Partial<Host>;
  /** the same done to a living box; `host` is the one at fault */
  changes: WithoutHost<NetworkChange>[];
  /** what connect() ends with; null: the kernel goes on trying */
  errno: number | null;
  proof(seen: readonly Carried[]): void;
};
type WithoutHost<T> = T extends unknown ? Omit<T, 'host'> : never;

/** Who talks to whom, and the link that the destination is on. */
const ENDS = {
  split: { client: 'a', server: 'b', address: '192.168.1.70', far: 'right' },
  chain: { client: 'h1', server: 'h3', address: '10.3.0.10', far: 'lan3' },
} as const;

const mask = (wrong: string, right: string, link: string): Pick<Fault, 'wrong' | 'changes'> => ({
  wrong: { interfaces: [{ link, addresses: [wrong] }] },
  changes: [{ what: 'address-replaced', interface: 'eth0', old: right, address: wrong }],
});
const noDefault: WithoutHost<NetworkChange> = { what: 'route-removed', to: 'default' };
const NOBODY = '192.168.1.50';

const FAULTS: Fault[] = [
  {
    name: 'no route: refused at once, and nothing is sent',
    ...{ network: 'split', host: 'a', wrong: { routes: [] }, changes: [noDefault] },
    errno: ENETUNREACH,
    proof: seen => expect(seen).toEqual([]),
  },
  {
    name: 'a mask too wide: the stranger is asked for on the own link',
    ...{ network: 'split', host: 'a', ...mask('192.168.1.10/24', '192.168.1.10/26', 'left') },
    errno: EHOSTUNREACH,
    proof: seen => askedInVain(seen, 'a', '192.168.1.70'),
  },
  {
    name: 'a router that does not forward: the SYN ends there, in silence',
    ...{ network: 'split', host: 'r', wrong: { forwards: false } },
    changes: [{ what: 'forwarding-set', on: false }],
    errno: null,
    proof: seen => {
      expect(texts(seen, 'a').filter(text => text === 'SYN').length).toBeGreaterThan(1);
      expect(seen.filter(({ link }) => link === 'right')).toEqual([]);
      expect(texts(seen, 'r').filter(isNotArp)).toEqual([]);
    },
  },
  {
    name: 'no way back: the SYN arrives, and nothing returns',
    ...{ network: 'split', host: 'b', wrong: { routes: [] }, changes: [noDefault] },
    errno: null,
    proof: seen => {
      const sent = seen.filter(({ link, text }) => link === 'right' && text === 'SYN');
      expect(sent.length).toBeGreaterThan(1);
      // The last one may be on its way when time runs out.
      const fates = sent
        .map(({ fate }) => fate)
        .filter((fate, at) => at < sent.length - 1 || fate.length > 0);
      expect(fates.length).toBeGreaterThan(0);
      expect(fates).toEqual(fates.map(() => ['delivered']));
      expect(texts(seen, 'b').filter(isNotArp)).toEqual([]);
    },
  },
  {
    name: 'a wrong gateway: it is asked for in vain',
    ...{ network: 'split', host: 'a', wrong: { routes: [{ to: 'default', via: NOBODY }] } },
    changes: [noDefault, { what: 'route-added', to: 'default', via: NOBODY }],
    errno: EHOSTUNREACH,
    proof: seen => askedInVain(seen, 'a', NOBODY),
  },
  {
    name: 'a router that lacks the network: it says so',
    network: 'chain',
    host: 'r1',
    wrong: { routes: [{ to: '10.0.23.0/30', via: '10.0.12.2' }] },
    changes: [{ what: 'route-removed', to: '10.3.0.0/24' }],
    errno: ENETUNREACH,
    proof: seen => {
      expect(texts(seen, 'h1').filter(isNotArp)).toEqual(['SYN']);
      expect(texts(seen, 'r1').filter(isNotArp)).toEqual(['ICMP network unreachable']);
      expect(seen.filter(({ link }) => link === 'cable12')).toEqual([]);
    },
  },
  {
    name: 'a mask too wide on the far side: it looks for the way back on its own link',
    ...{ network: 'split', host: 'b', ...mask('192.168.1.70/8', '192.168.1.70/26', 'right') },
    errno: null,
    proof: seen => {
      expect(texts(seen, 'b')).toContain('ARP who-has 192.168.1.10');
      expect(texts(seen, 'b').filter(isNotArp)).toEqual([]);
      expect(texts(seen, 'r', 'right').filter(text => text.includes('is-at'))).toEqual([]);
    },
  },
];

describe.concurrent.each(FAULTS)('$name', fault => {
  const { client, server, address, far } = ENDS[fault.network];

  /** Connects once more, and looks at what the kernel made of it. */
  async function fails(box: Box): Promise<void> {
    const after = box.trace.length;
    await box.start('client', { mode: 'run' });
    if (fault.errno === null) {
      // The second try shows that the first one was not answered.
      const link = fault.host === 'r' ? 'left' : far;
      await frames(box, 2, frame => frame.link === link && frame.text === 'SYN', after);
      expect(await states(box, client)).toContain('SYN-SENT');
    } else {
      expect(await returned(box, 'client', 'connect', after)).toMatchObject({ errno: fault.errno });
      await box.settled();
    }
    fault.proof(carried(box, after));
  }

  const scene = (network: Parameters<typeof sceneOfSources>[0]) =>
    sceneOfSources(network, {
      [`server@${server}`]: SERVER,
      [`client@${client}`]: CLIENT.replace('%', `'${address}'`),
    });

  async function serving(network: Parameters<typeof sceneOfSources>[0]): Promise<Box> {
    const box = await openBox(scene(network));
    await box.start('server', { mode: 'run' });
    await listening(box, server);
    return box;
  }

  test('written by its author', async () => {
    await using box = await serving(altered(fault.network, fault.host, fault.wrong));
    await fails(box);
  });

  test('made while the box runs', async () => {
    await using box = await serving(fault.network);
    await box.start('client', { mode: 'run' });
    expect(await returned(box, 'client', 'connect')).toMatchObject({ errno: null });
    await box.waitFor(exit('client'));
    await box.settled();
    for (const change of fault.changes) await box.changeNetwork({ ...change, host: fault.host });
    await fails(box);
  });
});
