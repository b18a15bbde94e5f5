/**
 * Our dissector against tshark on every topology of the course, as it is: a real box is opened, two
 * programs talk and run into the errors that the topology has, and every frame on its wire is compared.
 */
import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { loadNetwork } from '#driver/scenes';
import { dissect } from '#trace/dissect';
import { sceneOfSources } from '../sandbox/scene.ts';
import { compare } from './compare.ts';
import { tsharkFields, withoutTshark } from './tshark.ts';

const folder = fileURLToPath(new URL('../../sandbox/networks', import.meta.url));
const networks = readdirSync(folder).map(file => basename(file, '.yaml'));

/** Answers HTTP once per address, and every datagram; `listening` waits for the last address. */
const server = (addresses: readonly string[]): string => `import socket, threading
def http(listener):
    conn, peer = listener.accept()
    conn.recv(1000)
    conn.sendall(b"HTTP/1.0 200 OK\\r\\nContent-Length: 5\\r\\n\\r\\nhello")
    conn.close()
def echo(sock):
    while True:
        data, peer = sock.recvfrom(4000)
        sock.sendto(data[:5], peer)
for address in ${JSON.stringify(addresses)}:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    datagrams = socket.socket(family, socket.SOCK_DGRAM)
    datagrams.bind((address, 9999))
    threading.Thread(target=echo, args=(datagrams,)).start()
    listener = socket.create_server((address, 8080), family=family)
    threading.Thread(target=http, args=(listener,)).start()
`;

/** All goes well first, then a closed port of each kind, then too few hops for the way. */
const client = (addresses: readonly string[]): string => `import socket
def datagram(address, port, data, ttl=64):
    six = ":" in address
    sock = socket.socket(socket.AF_INET6 if six else socket.AF_INET, socket.SOCK_DGRAM)
    level, hops, errors = (socket.IPPROTO_IPV6, socket.IPV6_UNICAST_HOPS, 25) if six else (socket.IPPROTO_IP, socket.IP_TTL, 11)
    sock.setsockopt(level, hops, ttl)
    sock.setsockopt(level, errors, 1)  # IP_RECVERR: unreachable networks are told too
    sock.connect((address, port))
    sock.send(data)
    try:
        print(sock.recv(4000))
    except OSError as error:
        print(error)
for address in ${JSON.stringify(addresses)}:
    with socket.create_connection((address, 8080)) as sock:
        sock.sendall(b"GET /index.html HTTP/1.0\\r\\n\\r\\n")
        while sock.recv(1000):
            pass
    datagram(address, 9999, b"hello")
    datagram(address, 9999, b"fragments" * 400)
    try:
        socket.create_connection((address, 4444))
    except ConnectionRefusedError as error:
        print(error)
    datagram(address, 5555, b"closed")
    datagram(address, 9999, b"near", ttl=1)
`;

/**
 * The frames on each link while the first host's program talks with the last host's. By link, because
 * tshark takes what a router passes on for a retransmission.
 */
async function traffic(network: string): Promise<Map<string, Uint8Array[]>> {
  const { hosts } = loadNetwork(network);
  const [first, last] = [hosts[0], hosts.at(-1)];
  if (first === undefined || last === undefined) throw new Error(`${network} has no hosts`);
  const own = last.interfaces.flatMap(({ addresses }) => addresses.map(text => text.split('/')[0] ?? ''));
  const addresses = own.length === 0 ? ['127.0.0.1'] : own;
  await using box = await openBox(
    sceneOfSources(network, {
      [`server@${last.name}`]: server(addresses),
      [`client@${first.name}`]: client(addresses),
    }),
  );
  await box.start('server', { mode: 'plain' });
  await listening(box, last.name, addresses.length);
  await box.start('client', { mode: 'plain' });
  const exit = await box.waitFor(event => event.type === 'program-exited' && event.program === 'client');
  expect(exit).toMatchObject({ code: 0 });
  await box.settled();
  const links = new Map<string, Uint8Array[]>();
  for (const event of box.trace) {
    if (event.type !== 'frame' || event.verb !== 'sent') continue;
    const frames = links.get(event.link) ?? [];
    links.set(event.link, [...frames, Buffer.from(event.bytes ?? '', 'base64')]);
  }
  return links;
}

async function listening(box: Box, host: string, count: number): Promise<void> {
  const listeners = async () =>
    (await box.sockets()).get(host)?.filter(({ state }) => state === 'LISTEN').length ?? 0;
  while ((await listeners()) < count);
}

const skipped = withoutTshark();

describe.skipIf(skipped !== '')(`every frame of a box is as tshark reads it${skipped}`, () => {
  test.each(networks)('%s', async network => {
    const links = await traffic(network);
    for (const [link, frames] of links) {
      expect(compare(frames, tsharkFields(frames)).differences, link).toEqual([]);
    }
    const texts = new Set([...links.values()].flat().map(frame => dissect(frame).summary.text));
    const { hosts } = loadNetwork(network);
    const routed = hosts.some(({ forwards }) => forwards);
    const six = JSON.stringify(hosts).includes('fd00::');
    expect([...texts]).toEqual(
      expect.arrayContaining([
        'SYN, ACK',
        'PSH, ACK 28 bytes',
        'RST, ACK',
        'UDP 5 bytes',
        'ICMP port unreachable',
        // Loopback takes 65,536 bytes at once.
        ...(links.has('lo') ? [] : ['UDP 3600 bytes, first fragment', 'UDP fragment at 1480, 1480 bytes']),
        ...(six ? ['ICMPv6 port unreachable', 'UDP fragment at 1448, 1448 bytes'] : []),
        ...(routed ? ['ICMP time exceeded in transit'] : []),
      ]),
    );
  });
});
