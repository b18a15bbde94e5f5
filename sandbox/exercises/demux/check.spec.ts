/**
 * Judges demux.py. What the function should answer nobody has written down: each time the sockets are
 * opened on the host `server`, the packet is sent to it, and its kernel decides.
 */
import {
  type Endpoint,
  type Given,
  type LearnerModule,
  type LikelyCauses,
  type Packet,
  type SocketSpec,
  test,
} from '#grader/face';

const SERVER = '10.0.0.2';
const SECOND = '10.0.0.22';
const ANY = '0.0.0.0';
const C1 = '10.0.0.1';
const C2 = '10.0.0.3';
/** c1 and c2 send what is for it to the server, as if it were a router; it is none. */
const FOREIGN = '10.9.9.9';

type Protocol = Packet['protocol'];

const listens = (address: string, port: number): SocketSpec => ({
  protocol: 'tcp',
  local: [address, port],
  peer: null,
});
const bound = (address: string, port: number): SocketSpec => ({ ...listens(address, port), protocol: 'udp' });
const connected = (address: string, port: number, peer: Endpoint): SocketSpec => ({
  ...listens(address, port),
  peer,
});
const packet = (protocol: Protocol, source: Endpoint, destination: Endpoint): Packet => ({
  protocol,
  source,
  destination,
});

const pair = (endpoint: Endpoint): Given => ({ tuple: endpoint });
const given = ({ protocol, local, peer }: SocketSpec): Given => ({
  dict: { protocol, local: pair(local), peer: peer && pair(peer) },
});
const givenPacket = ({ protocol, source, destination }: Packet): Given => ({
  dict: { protocol, source: pair(source), destination: pair(destination) },
});

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['no-such-key', ({ raised }) => raised === 'KeyError'],
  ['two-port-spaces', ({ check }) => check === 'protocol'],
  ['look-at-the-peer', ({ check }) => check === 'connection'],
  ['two-connections-of-one-host', ({ check }) => check === 'one-host'],
  ['connection-wins', ({ check, saw }) => check === 'listener' && /^\d/.test(saw)],
  ['exact-address-wins', ({ check, saw }) => check === 'address' && /^\d/.test(saw)],
  ['tcp-answers-rst', ({ check, want }) => check === 'nobody' && want === "'RST'"],
  ['udp-leaves-it-to-icmp', ({ check, want }) => check === 'nobody' && want === "'ICMP'"],
  ['not-for-this-machine', ({ check }) => check === 'foreign'],
  ['most-exact-of-all', ({ waitingFor }) => waitingFor === 'value'],
];

/** The kernel is asked first, then the function. */
async function isAsked(module: LearnerModule, sockets: readonly SocketSpec[], sent: Packet): Promise<void> {
  const receiver = await module.stage.receiver('server', sockets, sent);
  await module.calls('who', sockets.map(given), givenPacket(sent)).returns(receiver);
}

test('protocol', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [listens(SERVER, 3333), bound(SERVER, 3333)];
  await isAsked(module, sockets, packet('udp', [C1, 40001], [SERVER, 3333]));
  await isAsked(module, sockets, packet('tcp', [C1, 40001], [SERVER, 3333]));
});

test('connection', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [connected(SERVER, 3333, [C1, 40001]), connected(SERVER, 3333, [C2, 40001])];
  await isAsked(module, sockets, packet('tcp', [C1, 40001], [SERVER, 3333]));
  await isAsked(module, sockets, packet('tcp', [C2, 40001], [SERVER, 3333]));
});

test('one-host', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [connected(SERVER, 3333, [C1, 40001]), connected(SERVER, 3333, [C1, 40002])];
  await isAsked(module, sockets, packet('tcp', [C1, 40002], [SERVER, 3333]));
});

test('listener', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [listens(SERVER, 3333), connected(SERVER, 3333, [C1, 40001])];
  await isAsked(module, sockets, packet('tcp', [C1, 40001], [SERVER, 3333]));
  await isAsked(module, sockets, packet('tcp', [C1, 40002], [SERVER, 3333]));
});

test('address', async ({ run }) => {
  const module = await run.module({ causes });
  const both = [listens(ANY, 3333), listens(SERVER, 3333)];
  await isAsked(module, both, packet('tcp', [C1, 40001], [SERVER, 3333]));
  await isAsked(module, both, packet('tcp', [C1, 40002], [SECOND, 3333]));
  const datagrams = [bound(ANY, 9999), bound(SECOND, 9999)];
  await isAsked(module, datagrams, packet('udp', [C2, 40001], [SECOND, 9999]));
});

test('nobody', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [listens('127.0.0.1', 3333), bound(SECOND, 9999)];
  await isAsked(module, sockets, packet('tcp', [C1, 40001], [SERVER, 4444]));
  await isAsked(module, sockets, packet('tcp', [C1, 40002], [SERVER, 3333]));
  await isAsked(module, sockets, packet('udp', [C2, 40001], [SERVER, 9999]));
});

test('foreign', async ({ run }) => {
  const module = await run.module({ causes });
  const sockets = [bound(ANY, 9999), listens(ANY, 3333)];
  await isAsked(module, sockets, packet('udp', [C1, 40001], [FOREIGN, 9999]));
});

const CASES = 30;

test('thirty', async ({ run }) => {
  const module = await run.module({ causes });
  for (let seed = 1; seed <= CASES; seed += 1) {
    const { sockets, sent } = drawn(seed);
    await isAsked(module, sockets, sent);
  }
});

/** Sockets and a packet as the seed has it: the same seed, the same question. */
function drawn(seed: number): { sockets: SocketSpec[]; sent: Packet } {
  let state = seed * 0x9e3779b1;
  const below = (limit: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5) | 0;
    return ((state ^ (state >>> 13)) >>> 0) % limit;
  };
  const one = <T>(of: readonly [T, ...T[]]): T => of[below(of.length)] ?? of[0];
  const endpoint = (): Endpoint => [one([C1, C2]), one([40001, 40002])];
  const here = (): [string, number] => [one([SERVER, SECOND]), one([3333, 4444])];
  const socket = (): SocketSpec => {
    const [address, port] = here();
    const local = one([ANY, address]);
    return one([bound(local, port), listens(local, port), connected(address, port, endpoint())]);
  };
  const names = new Map(
    Array.from({ length: 3 + below(4) }, socket).map(each => [JSON.stringify(each), each]),
  );
  const sockets = [...names.values()];
  const known = one([null, ...sockets]);
  const protocol = known?.protocol ?? (below(2) === 0 ? 'tcp' : 'udp');
  const [address, port] = known?.local ?? here();
  const destination: Endpoint = [address === ANY ? one([SERVER, SECOND]) : address, port];
  return { sockets, sent: { protocol, source: known?.peer ?? endpoint(), destination } };
}
