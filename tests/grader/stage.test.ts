/** What a function is asked about: real sockets that a kernel chooses from, real frames, dicts and tuples. */
import { describe, expect, test } from 'vitest';
import type { Packet, SocketSpec } from '../../src/grader/kernel-choice.ts';
import { fieldsIn } from '../../src/grader/stage.ts';
import { failureOf, moduleOf } from './program-in-box.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const socket = (protocol: 'tcp' | 'udp', address: string, peer: SocketSpec['peer'] = null): SocketSpec => ({
  protocol,
  local: [address, 3333],
  peer,
});
const packet = (protocol: 'tcp' | 'udp', port: number, to: string, own = 40001): Packet => ({
  protocol,
  source: ['10.0.0.1', own],
  destination: [to, port],
});

describe('a packet’s receiver, which the kernel chooses', () => {
  const listener = socket('tcp', '0.0.0.0');
  const exact = socket('tcp', '10.0.0.2');
  const one = socket('tcp', '10.0.0.2', ['10.0.0.1', 40001]);
  const other = socket('tcp', '10.0.0.2', ['10.0.0.1', 40002]);
  const datagrams = socket('udp', '0.0.0.0');
  const exactDatagrams = socket('udp', '10.0.0.22');

  test('is the socket that fits best, wherever it stands in the list', async () => {
    const { module } = await moduleOf('', 'demux');
    const receiver = (sockets: SocketSpec[], sent: Packet) => module.stage.receiver('server', sockets, sent);
    expect(await receiver([listener, exact, other, one], packet('tcp', 3333, '10.0.0.2'))).toBe(3);
    expect(await receiver([other, exact, listener], packet('tcp', 3333, '10.0.0.2'))).toBe(1);
    expect(await receiver([other, exact, listener], packet('tcp', 3333, '10.0.0.22'))).toBe(2);
    expect(await receiver([listener, datagrams], packet('udp', 3333, '10.0.0.2'))).toBe(1);
    expect(await receiver([datagrams, exactDatagrams], packet('udp', 3333, '10.0.0.22'))).toBe(1);
    expect(await receiver([exactDatagrams, datagrams], packet('udp', 3333, '10.0.0.2'))).toBe(1);
  });

  test('or nobody: RST for TCP, ICMP for UDP, and no answer at all where it is no address of the host', async () => {
    const { module } = await moduleOf('', 'demux');
    const receiver = (sockets: SocketSpec[], sent: Packet) => module.stage.receiver('server', sockets, sent);
    expect(await receiver([datagrams], packet('tcp', 3333, '10.0.0.2'))).toBe('RST');
    expect(await receiver([exact, one], packet('tcp', 4444, '10.0.0.2'))).toBe('RST');
    expect(await receiver([listener, exactDatagrams], packet('udp', 3333, '10.0.0.2'))).toBe('ICMP');
    expect(await receiver([datagrams], packet('udp', 3333, '10.9.9.9'))).toBeNull();
    expect(await receiver([listener], packet('tcp', 3333, '10.9.9.9'))).toBeNull();
    // What has been answered before is not taken for an answer to this.
    expect(await receiver([datagrams], packet('udp', 3333, '10.0.0.2'))).toBe(0);
  });
});

describe('a frame from the wire', () => {
  const there = { from: 'client', to: 'server', port: 3333 };

  test('is the one that carries the bytes', async () => {
    const { module } = await moduleOf('', 'dissect');
    const tcp = await module.stage.carries({ ...there, protocol: 'tcp', bytes: bytes('over TCP') });
    expect(Buffer.from(tcp.subarray(-8)).toString()).toBe('over TCP');
    expect(fieldsIn(tcp).get('tcp.dstport')).toBe('3333');
    const udp = await module.stage.carries({ ...there, protocol: 'udp', bytes: bytes('over UDP') });
    expect(Buffer.from(udp.subarray(-8)).toString()).toBe('over UDP');
    expect(fieldsIn(await module.stage.question()).get('arp.opcode')).toContain('request');
  });

  test('has options in its IP header when they are asked for', async () => {
    const { module } = await moduleOf('', 'dissect');
    const ipOptions = new Uint8Array(8).fill(1);
    const frame = await module.stage.carries({ ...there, protocol: 'udp', bytes: bytes('!'), ipOptions });
    expect(fieldsIn(frame).get('ip.hdr_len')).toContain('28');
  });
});

test('the next hop is whom the host asks for by ARP, by its own mask alone', async () => {
  const { module } = await moduleOf('', 'next-hop');
  const hop = (address: string, gateway: string | null, to: string) =>
    module.stage.nextHop('a', { address, gateway }, to);
  expect(await hop('192.168.1.10/26', '192.168.1.1', '192.168.1.20')).toBe('192.168.1.20');
  expect(await hop('192.168.1.10/26', '192.168.1.1', '192.168.1.70')).toBe('192.168.1.1');
  expect(await hop('192.168.1.10/24', '192.168.1.1', '192.168.1.70')).toBe('192.168.1.70');
  expect(await hop('192.168.1.10/26', null, '192.168.1.70')).toBe('unreachable');
  expect(await hop('192.168.1.10/26', '192.168.1.65', '192.168.1.70')).toBe('unreachable');
});

test('hosts so set call each other: a narrower mask does as well, and what the kernel refuses it says', async () => {
  const { module, failures } = await moduleOf('', 'repair');
  const route = (via: string) => ({ routes: [{ to: 'default', via }] });
  const a = { addresses: ['192.168.1.10/27'], ...route('192.168.1.1') };
  const a2 = { addresses: ['192.168.1.20/26'], ...route('192.168.1.1') };
  const r = { addresses: ['192.168.1.1/26', '192.168.1.65/26'], routes: [], forwards: true };
  const b = { addresses: ['192.168.1.70/26'], ...route('192.168.1.65') };
  await module.connects({ a, a2, r, b });
  const verdict = async (hosts: Parameters<typeof module.connects>[0]) =>
    await failureOf(module.connects(hosts), failures);
  expect(await verdict({ a: { ...a, routes: [] }, a2, r, b })).toMatchObject({
    wanted: 'a connects to 192.168.1.65 (r)',
    saw: 'ENETUNREACH',
  });
  expect(await verdict({ a: { ...a, ...route('192.168.1.65') } })).toMatchObject({
    wanted: 'the settings of a',
    saw: expect.stringMatching(/invalid gateway|unreachable/),
  });
  expect(await verdict({ a: { ...a, addresses: ['192.168.1.300/26'] } })).toMatchObject({
    saw: 'no address: 192.168.1.300/26',
  });
});

describe('a dict', () => {
  test('is given and taken, with tuples and lists in it', async () => {
    const { module } = await moduleOf('def same(value): return value\ndef kind(value): return repr(value)\n');
    const given = { dict: { one: 1, pair: { tuple: ['a', 2] }, list: [{ tuple: [] }, null] } };
    await module.calls('kind', given).returns("{'one': 1, 'pair': ('a', 2), 'list': [(), None]}");
    await module.calls('same', { dict: { one: 1, text: 'x', data: { base64: 'aGk=' } } }).returnsDict({
      one: 1,
      text: 'x',
      data: bytes('hi'),
    });
  });

  test.each([
    ["{'a': 1}", "'b': 2", "'b': missing", null],
    ["{'a': 1, 'b': '2'}", "'b': 2", "'b': '2'", null],
    ["{'a': 1, 'b': 2, 'c': b'hexxo'}", "'c': b'hello'  # 5 bytes", "'c': b'hexxo'  # 5 bytes", 9],
    ["{'a': 1, 'b': 2, 'c': b'hello', 'd': None}", "no 'd'", "'d': None", null],
    ["['a']", 'a dict', "['a']", null],
  ])('%s: the first key in which it differs is told', async (value, wanted, saw, caret) => {
    const { module, failures } = await moduleOf(`def give(): return ${value}\n`);
    const call = module.calls('give').returnsDict({ a: 1, b: 2, c: bytes('hello') });
    expect(await failureOf(call, failures)).toMatchObject({ wanted, saw, caret });
  });
});

test('the kind of a socket is the kernel’s word, not the object’s', async () => {
  const { module, failures } = await moduleOf(`import socket
class Liar(socket.socket):
    family = socket.AF_INET6
def make(): return Liar(socket.AF_INET, socket.SOCK_DGRAM)
`);
  const fd = await module
    .calls('make')
    .gives('a socket', value => (value.kind === 'socket' ? value.fd : undefined));
  await module.isKind(fd, { family: 'AF_INET', type: 'SOCK_DGRAM' });
  const verdict = await failureOf(module.isKind(fd, { family: 'AF_INET6', type: 'SOCK_DGRAM' }), failures);
  expect(verdict).toMatchObject({ wanted: 'AF_INET6, SOCK_DGRAM', saw: 'AF_INET, SOCK_DGRAM' });
  expect(
    await failureOf(module.isKind(99, { family: 'AF_INET', type: 'SOCK_STREAM' }), failures),
  ).toMatchObject({
    saw: 'no socket behind descriptor 99',
  });
});
