/** How TCP fails, and how it mends what the wire does to it: on real kernels, by events and errno. */
import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { Impairment, type Matcher, Rule } from '#protocol/wire';
import { labAt } from '#trace/fold';
import { type SegmentMark, segmentMarks } from '#trace/segment-marks';
import {
  askedInVain,
  asleep,
  type Carried,
  carried,
  counter,
  frames,
  isNotArp,
  returned,
  texts,
} from './failures.ts';
import { sceneOfSources } from './scene.ts';
import { exit, listening, states, text } from './seen.ts';

const { ECONNREFUSED, EHOSTUNREACH } = constants.errno;

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.sendall(c.recv(100).upper())
`;
const CLIENT = `import socket
s = socket.socket()
s.connect(('10.0.0.2', 3333))
s.sendall(b'hello')
print(s.recv(100))
`;
const CALLS_ABSENT = `import socket
socket.socket().connect(('10.0.0.99', 3333))
`;

async function started(programs: Record<string, string>, prepare?: (box: Box) => Promise<void>) {
  const box = await openBox(sceneOfSources('pair', programs));
  try {
    await prepare?.(box);
    if ('server@server' in programs) {
      await box.start('server', { mode: 'run' });
      await listening(box, 'server');
    }
    await box.start('client', { mode: 'run' });
    return box;
  } catch (error) {
    await box.close();
    throw error;
  }
}

const cut = [Impairment.parse({ link: 'lan', cut: true })];

describe.concurrent('nobody answers', () => {
  test('an absent host on the link is asked for three times, then: no route to host', async () => {
    await using box = await started({ 'client@client': CALLS_ABSENT });
    expect(await returned(box, 'client', 'connect')).toMatchObject({ errno: EHOSTUNREACH });
    askedInVain(carried(box), 'client', '10.0.0.99');
  });

  test('a host whose interface is down is as absent', async () => {
    await using box = await started({ 'client@client': CLIENT }, each =>
      each.changeNetwork({ what: 'interface-set', host: 'server', interface: 'eth0', up: false }),
    );
    expect(await returned(box, 'client', 'connect')).toMatchObject({ errno: EHOSTUNREACH });
    askedInVain(carried(box), 'client', '10.0.0.2');
  });

  test('behind a cut cable everybody is absent', async () => {
    await using box = await started({ 'client@client': CLIENT }, each => each.setWire({ impairments: cut }));
    expect(await returned(box, 'client', 'connect')).toMatchObject({ errno: EHOSTUNREACH });
    askedInVain(carried(box), 'client', '10.0.0.2');
    expect(new Set(carried(box).flatMap(({ fate }) => fate))).toEqual(new Set(['dropped']));
  });

  test('a closed port answers with a reset: connection refused', async () => {
    await using box = await started({ 'client@client': CLIENT });
    expect(await returned(box, 'client', 'connect')).toMatchObject({
      errno: ECONNREFUSED,
      error: 'ConnectionRefusedError',
    });
    await box.settled();
    expect(texts(carried(box), 'client').filter(isNotArp)).toEqual(['SYN']);
    expect(texts(carried(box), 'server').filter(isNotArp)).toEqual(['RST, ACK']);
  });
});

const BUSY_SERVER = `import socket
s = socket.socket()
s.bind(('0.0.0.0', 3333))
s.listen(1)
input()
s.accept()
input()
`;
const THREE_CALLS = `import socket
callers = [socket.socket() for _ in range(3)]
for each in callers:
    each.connect(('10.0.0.2', 3333))
`;

test('a full queue: listen(1) lets two in, the third knocks unheard until somebody is accepted', async () => {
  await using box = await started({
    'server@server': BUSY_SERVER,
    'client@client': THREE_CALLS,
    'overflows@server': counter('netstat', 'TcpExt', 'ListenOverflows'),
  });
  const arrived = await frames(box, 4, each => each.text === 'SYN' && each.fate.includes('delivered'));
  const third = arrived.at(-1)?.summary.source;
  expect(arrived.map(({ summary }) => summary.source === third)).toEqual([false, false, true, true]);
  const answers = (): string[] =>
    carried(box).flatMap(({ text, summary }) => (summary.destination === third ? [text] : []));
  expect(answers()).toEqual([]);
  const ends = box.trace.filter(event => event.type === 'return' && event.call === 'connect');
  expect(ends).toMatchObject([{ errno: null }, { errno: null }]);
  expect(await states(box, 'client')).toEqual(['ESTABLISHED', 'ESTABLISHED', 'SYN-SENT']);
  const listener = (await box.sockets()).get('server')?.find(({ state }) => state === 'LISTEN');
  expect(listener).toMatchObject({ recvQ: 2, sendQ: 1 });
  await box.start('overflows', { mode: 'plain' });
  await box.waitFor(exit('overflows'));
  expect(Number(text(box, 'overflows'))).toBeGreaterThanOrEqual(2);
  box.terminal('server')?.write('\n');
  await box.waitFor(exit('client'));
  expect(answers()).toContain('SYN, ACK');
});

const losing = (match: Matcher, count: number): Rule[] => [
  Rule.parse({ id: 'lose', match: { protocol: 'tcp', ...match }, verb: 'drop', count }),
];
const fromClient: Matcher = { from: 'client', data: true };

const marksOf = ({ trace }: Box): ReadonlyMap<number, readonly SegmentMark[]> => {
  const next = segmentMarks();
  return new Map(labAt(trace, trace.length).frames.map(frame => [frame.id, next(frame)]));
};

/** Ids of the frames of which this is said. */
const marked = (box: Box, kind: SegmentMark['kind']): number[] =>
  [...marksOf(box)].flatMap(([id, marks]) => (marks.some(mark => mark.kind === kind) ? [id] : []));

/** As many were sent again as the kernels of all hosts say themselves. */
async function countedAlike(box: Box): Promise<void> {
  await box.settled();
  const counters = Object.values(labAt(box.trace, box.trace.length).counters);
  const count = counters.reduce((sum, { TcpRetransSegs = 0 }) => sum + TcpRetransSegs, 0);
  expect(marked(box, 'retransmission')).toHaveLength(count);
}

describe.concurrent('what is lost is sent again, and no program notices', () => {
  test.each([
    ['the SYN', { flags: ['SYN'] }, 'SYN', 1],
    ['data', fromClient, 'PSH, ACK 5 bytes', 1],
    ['data, three times,', fromClient, 'PSH, ACK 5 bytes', 3],
  ] satisfies [string, Matcher, string, number][])('%s', async (_, match, lost, count) => {
    const programs = { 'server@server': SERVER, 'client@client': CLIENT };
    await using box = await started(programs, each => each.setWire({ rules: losing(match, count) }));
    await box.waitFor(exit('client'));
    expect(text(box, 'client')).toContain("b'HELLO'");
    const copies = carried(box).filter(each => each.from === 'client' && each.text === lost);
    expect(copies.slice(0, count + 1).map(({ fate }) => fate)).toEqual([
      ...Array(count).fill(['dropped']),
      ['delivered'],
    ]);
    expect(new Set(copies.map(({ summary }) => summary.seq)).size).toBe(1);
    // A machine with much to do may send more again; no copy of what was lost is called anything else.
    expect(marked(box, 'retransmission')).toEqual(
      expect.arrayContaining(copies.slice(1).map(({ id }) => id)),
    );
    await countedAlike(box);
    const ends = box.trace.filter(event => event.type === 'return' && event.program === 'client');
    expect(ends.filter(event => event.type === 'return' && event.errno !== null)).toEqual([]);
  });

  test('a corrupted segment is counted, thrown away, and sent again', async () => {
    const spoilt = [Impairment.parse({ link: 'lan', from: 'client', corrupt: 1 })];
    await using box = await started({
      'server@server': SERVER,
      'client@client': CLIENT.replace('s.sendall', 'input()\ns.sendall'),
      'errors@server': counter('snmp', 'Tcp', 'InCsumErrors'),
    });
    await returned(box, 'client', 'connect');
    await box.settled();
    await box.setWire({ impairments: spoilt });
    box.terminal('client')?.write('\n');
    await frames(box, 1, each => each.fate.includes('corrupted'));
    await box.setWire({ impairments: [] });
    await box.waitFor(exit('client'));
    expect(text(box, 'client')).toContain("b'HELLO'");
    const hello = carried(box).filter(each => each.from === 'client' && each.text === 'PSH, ACK 5 bytes');
    expect(hello.map(({ fate }) => fate)).toContainEqual(['corrupted', 'delivered']);
    expect(hello.at(-1)?.fate).toEqual(['delivered']);
    await box.start('errors', { mode: 'plain' });
    await box.waitFor(exit('errors'));
    expect(Number(text(box, 'errors'))).toBe(hello.length - 1);
  });
});

test('what comes behind a lost segment is answered by duplicates, and the third brings it again', async () => {
  const programs = {
    'server@server': SLOW_READER.replace('input()\n', ''),
    'client@client': FLOODER.replace('2000000', '20000'),
  };
  await using box = await started(programs, each =>
    each.setWire({
      impairments: [Impairment.parse({ link: 'lan', delayMs: 20 })],
      rules: [Rule.parse({ id: 'third', match: fromClient, verb: 'drop', nth: 3, count: 1 })],
    }),
  );
  await box.waitFor(exit('server'));
  expect(text(box, 'server')).toContain('read 20000');
  const lost = carried(box).find(({ fate }) => fate.includes('dropped'));
  const [again] = marked(box, 'retransmission');
  expect(marksOf(box).get(again ?? 0)).toEqual([{ kind: 'retransmission', first: lost?.id }]);
  const duplicates = marked(box, 'duplicate-ack').filter(id => id < (again ?? 0));
  expect(duplicates.length).toBeGreaterThanOrEqual(3);
  const asked = carried(box).filter(({ id }) => duplicates.includes(id));
  expect(new Set(asked.map(({ summary }) => summary.ack))).toEqual(new Set([lost?.summary.seq]));
  await countedAlike(box);
});

const SLOW_READER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
input()
total = 0
while data := c.recv(65536):
    total += len(data)
print('read', total)
`;
const FLOODER = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.sendall(bytes(2000000))
s.close()
`;

test('a receiver that does not read closes the window; it is probed, and opened by reading', async () => {
  await using box = await started({ 'server@server': SLOW_READER, 'client@client': FLOODER });
  const isClosed = (each: Carried): boolean => each.from === 'server' && each.window === 0;
  const [closed] = await frames(box, 1, isClosed);
  await asleep(box, 'client', 'sendto');
  // A probe repeats the last byte that was acknowledged, without carrying it (RFC 9293, 3.8.6.1).
  const isProbe = ({ from, text, summary }: Carried): boolean =>
    from === 'client' && text === 'ACK' && summary.seq === ((closed?.summary.ack ?? 0) - 1) >>> 0;
  await frames(box, 2, isProbe);
  await frames(box, 3, isClosed);
  expect(marked(box, 'window-probe')).toEqual(
    carried(box)
      .filter(isProbe)
      .map(({ id }) => id),
  );
  expect(marked(box, 'zero-window')).toEqual(
    carried(box)
      .filter(isClosed)
      .map(({ id }) => id),
  );
  const sender = (await box.sockets()).get('client')?.[0];
  expect(sender).toMatchObject({ state: 'ESTABLISHED', sendQ: expect.any(Number) });
  expect(sender?.sendQ).toBeGreaterThan(0);
  const after = box.trace.length;
  box.terminal('server')?.write('\n');
  await frames(box, 1, ({ from, window }) => from === 'server' && (window ?? 0) > 0, after);
  await box.waitFor(exit('server'));
  expect(text(box, 'server')).toContain('read 2000000');
  expect(await returned(box, 'client', 'sendall')).toMatchObject({ errno: null });
});
