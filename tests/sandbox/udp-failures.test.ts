/** How datagrams fail: refused, lost in pieces, overtaken, doubled, spoilt; on real kernels, by events and errno. */
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { Impairment, Rule, type WireSetting } from '#protocol/wire';
import { asleep, carried, counter, isNotArp, returned, texts } from './failures.ts';
import { sceneOfSources } from './scene.ts';
import { exit, printed, text } from './seen.ts';

const { ECONNREFUSED } = constants.errno;

const OPEN = `import socket
s = socket.socket(type=socket.SOCK_DGRAM)
`;
/** Prints what comes, up to "end". */
const RECEIVER = `${OPEN}s.bind(('0.0.0.0', 5000))
print('bound')
data = b''
while data != b'end':
    data = s.recv(4000)
    print(len(data), data[:9])
`;
/** Sends each of a list; the name tells the program's from that of another. */
const sends = (...datagrams: string[]): string => `${OPEN}for data in [${datagrams.join(', ')}]:
    print(s.sendto(data, ('10.0.0.2', 5000)))
`;

/** What a receiver gets over such a wire, up to what is sent after the wire has been mended. */
async function passed(datagrams: string[], wire: Partial<WireSetting>, look?: (box: Box) => Promise<void>) {
  await using box = await openBox(
    sceneOfSources('pair', {
      'receiver@server': RECEIVER,
      'sender@client': sends(...datagrams),
      'ender@client': sends("b'end'"),
      'spoilt@server': counter('snmp', 'Udp', 'InCsumErrors'),
      'unmade@server': counter('snmp', 'Ip', 'ReasmOKs'),
    }),
  );
  await box.start('receiver', { mode: 'run' });
  await printed(box, 'receiver', 'bound');
  await box.setWire(wire);
  await box.start('sender', { mode: 'run' });
  await box.waitFor(exit('sender'));
  await box.settled();
  const seen = carried(box).filter(({ from, summary }) => from === 'client' && summary.kind === 'udp');
  await box.setWire({ rules: [], impairments: [] });
  await box.start('ender', { mode: 'run' });
  await box.waitFor(exit('receiver'));
  await look?.(box);
  const got = text(box, 'receiver').trimEnd().split('\r\n').slice(1, -1);
  const sent = text(box, 'sender').trimEnd().split('\r\n').map(Number);
  return { got, sent, seen };
}

/** The value of a counter, as a program on its host reads it. */
async function counted(box: Box, program: string): Promise<number> {
  await box.start(program, { mode: 'plain' });
  await box.waitFor(exit(program));
  return Number(text(box, program));
}

const impaired = (change: Partial<Impairment>): Partial<WireSetting> => ({
  impairments: [Impairment.parse({ link: 'lan', from: 'client', ...change })],
});
const FOUR = ["b'0'", "b'1'", "b'2'", "b'3'"];
const lines = (...datagrams: string[]): string[] => datagrams.map(each => `1 b'${each}'`);

describe.concurrent('a closed port', () => {
  const asks = (how: string): string => `${OPEN}${how}
print('sent')
s.recv(100)
`;
  const answered = (box: Box): void => {
    expect(texts(carried(box), 'client').filter(isNotArp)).toEqual(['UDP 1 byte']);
    expect(texts(carried(box), 'server').filter(isNotArp)).toEqual(['ICMP port unreachable']);
  };

  test('is told to a connected socket, by the next call', async () => {
    const connected = asks("s.connect(('10.0.0.2', 5000))\ns.send(b'x')");
    await using box = await openBox(sceneOfSources('pair', { 'client@client': connected }));
    await box.start('client', { mode: 'run' });
    expect(await returned(box, 'client', 'send')).toMatchObject({ errno: null, value: '1' });
    expect(await returned(box, 'client', 'recv')).toMatchObject({
      errno: ECONNREFUSED,
      error: 'ConnectionRefusedError',
    });
    await box.waitFor(exit('client'));
    answered(box);
  });

  test('is answered just so, but an unconnected socket never hears of it', async () => {
    const unconnected = asks("s.sendto(b'x', ('10.0.0.2', 5000))");
    await using box = await openBox(sceneOfSources('pair', { 'client@client': unconnected }));
    await box.start('client', { mode: 'run' });
    expect(await returned(box, 'client', 'sendto')).toMatchObject({ errno: null, value: '1' });
    await asleep(box, 'client', 'recvfrom');
    await box.waitFor(() =>
      carried(box).some(
        each => each.from === 'server' && each.fate.includes('delivered') && isNotArp(each.text),
      ),
    );
    await box.settled();
    answered(box);
    expect(box.trace.filter(event => event.type === 'return' && event.call === 'recv')).toEqual([]);
    const woke = box.trace.findLast(event => event.type === 'blocked');
    expect(woke).toMatchObject({ program: 'client', syscall: 'recvfrom' });
  });
});

describe.concurrent('a datagram too long for one frame', () => {
  const LONG = ['bytes(3000)'];

  test('is cut into three, and whole again at the receiver', async () => {
    const { got, sent, seen } = await passed(LONG, {}, async box => {
      expect(await counted(box, 'unmade')).toBe(1);
    });
    expect(seen.map(({ text }) => text)).toEqual([
      'UDP 3000 bytes, first fragment',
      'UDP fragment at 1480, 1480 bytes',
      'UDP fragment at 2960, 48 bytes',
    ]);
    expect(sent).toEqual([3000]);
    expect(got).toEqual([expect.stringMatching(/^3000 /)]);
  });

  test('is lost as a whole with its middle piece, and the sender does not know', async () => {
    const middle = Rule.parse({
      ...{ id: 'middle', match: { from: 'client', protocol: 'udp' }, verb: 'drop' },
      ...{ nth: 2, count: 1 },
    });
    const { got, sent, seen } = await passed(LONG, { rules: [middle] }, async box => {
      expect(await counted(box, 'unmade')).toBe(0);
      expect(texts(carried(box), 'server').filter(isNotArp)).toEqual([]);
    });
    expect(seen.map(({ fate }) => fate)).toEqual([['delivered'], ['dropped'], ['delivered']]);
    expect(sent).toEqual([3000]);
    expect(got).toEqual([]);
  });
});

describe.concurrent('datagrams', () => {
  test('lost are lost: nobody sends them again', async () => {
    const second = Rule.parse({ id: 'second', match: { protocol: 'udp' }, verb: 'drop', nth: 2, count: 1 });
    const { got, sent, seen } = await passed(FOUR, { rules: [second] });
    expect(got).toEqual(lines('0', '2', '3'));
    expect(sent).toEqual([1, 1, 1, 1]);
    expect(seen).toHaveLength(4);
  });

  test('that overtake each other are received as they come', async () => {
    const { got, seen } = await passed(FOUR, impaired({ reorder: 1 }));
    expect(got).toEqual(lines('1', '0', '3', '2'));
    expect(seen.map(({ fate }) => fate)).toEqual(Array(4).fill(['delivered']));
  });

  test('duplicated on the way are received twice', async () => {
    const { got, seen } = await passed(FOUR, impaired({ duplicate: 1 }));
    expect(got).toEqual(lines('0', '0', '1', '1', '2', '2', '3', '3'));
    expect(seen.map(({ fate }) => fate)).toEqual(Array(4).fill(['duplicated', 'delivered', 'delivered']));
  });

  test('corrupted on the way are counted by the kernel and reach no program', async () => {
    const { got, seen } = await passed(FOUR, impaired({ corrupt: 1 }), async box => {
      expect(await counted(box, 'spoilt')).toBe(4);
    });
    expect(got).toEqual([]);
    expect(seen.map(({ fate }) => fate)).toEqual(Array(4).fill(['corrupted', 'delivered']));
  });
});
