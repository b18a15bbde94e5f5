/** Moves that act on the wire and on the hosts, and that wait for a frame to be held. */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { createWalk, MoveStuck, startPaused } from '#driver/walk';
import { Move, type Scene } from '#protocol/lab';
import { leaveNothing } from './leave-nothing.ts';
import { LISTEN, sceneOfGreeting } from './scene.ts';
import { frame, framesOf, states, summaries, text } from './seen.ts';

leaveNothing();

const holdSyn = { id: 'hold-syn', match: { protocol: 'tcp', flags: ['SYN'] }, verb: 'hold' };

const sceneOf = (moves: unknown[], wire: Partial<Scene['wire']> = {}): Scene => ({
  ...sceneOfGreeting(),
  wire: { mode: 'pass', impairments: [], rules: [], ...wire },
  walk: moves.map(move => Move.parse(move)),
});

async function ready(
  moves: unknown[],
  options: { unattended?: boolean; wire?: Partial<Scene['wire']> } = {},
) {
  const scene = sceneOf(moves, options.wire);
  const box = await openBox(scene);
  await startPaused(box, scene);
  return { box, walk: createWalk(box, scene, options), [Symbol.asyncDispose]: () => box.close() };
}

test('a move puts a rule on the wire, waits until a frame is held, and the next one releases it', async () => {
  const moves = [
    LISTEN,
    { id: 'hold', program: 'client', wire: { rules: [holdSyn] }, until: { held: true } },
    {
      id: 'release',
      program: 'client',
      wire: { rules: [], waiting: 'release' },
      until: { returned: 'connect' },
    },
  ];
  await using lab = await ready(moves);
  const { box, walk } = lab;
  expect([await walk.next(), await walk.next()]).toEqual(['listen', 'hold']);
  expect(await states(box, 'client')).toEqual(['SYN-SENT']);
  expect(framesOf(box.trace).at(-1)).toMatchObject({ verb: 'held', why: 'rule:hold-syn' });
  expect(await walk.next()).toBe('release');
  expect(await states(box, 'client')).toEqual(['ESTABLISHED']);
  const settings = box.trace.filter(event => event.type === 'wire');
  expect(settings.map(({ rules }) => rules.map(({ id }) => id))).toEqual([['hold-syn'], []]);
});

test('step by step: each move releases the frame that has waited longest until another one waits', async () => {
  const release = (id: string) => ({
    id,
    program: 'client',
    wire: { waiting: 'release' },
    until: { held: true },
  });
  const moves = [
    LISTEN,
    { id: 'syn', program: 'client', wire: { mode: 'step' }, until: { held: true } },
    release('syn-ack'),
    release('ack'),
    { id: 'data', program: 'client', wire: { waiting: 'release' }, until: { returned: 'sendall' } },
  ];
  await using lab = await ready(moves);
  const { box, walk } = lab;
  for (const { id } of moves) expect(await walk.next()).toBe(id);
  const texts = summaries(box.trace);
  const held = framesOf(box.trace).filter(({ verb }) => verb === 'held');
  expect(held.map(({ id }) => texts.get(id))).toEqual(['SYN', 'SYN, ACK', 'ACK', 'PSH, ACK 5 bytes']);
  expect(await states(box, 'server')).toEqual(['ESTABLISHED', 'LISTEN']);
});

test('a frame of the call before is seen before the program is sent on', async () => {
  const moves = [
    LISTEN,
    { id: 'connect', program: 'client', until: { returned: 'connect' } },
    { id: 'data', program: 'client', wire: { mode: 'step' }, until: { held: true } },
  ];
  await using lab = await ready(moves);
  const { box, walk } = lab;
  for (const { id } of moves) expect(await walk.next()).toBe(id);
  expect(box.trace.findLast(event => event.type === 'line' && event.program === 'client')).toMatchObject({
    line: 5,
  });
});

test.each(['drop', 'duplicate'] as const)('a move may %s the frame that waits', async verb => {
  const moves = [
    LISTEN,
    { id: 'hold', program: 'client', wire: { rules: [{ ...holdSyn, count: 1 }] }, until: { held: true } },
    { id: 'act', program: 'client', wire: { waiting: verb }, until: { returned: 'connect' } },
  ];
  await using lab = await ready(moves);
  const { box, walk } = lab;
  for (const { id } of moves) expect(await walk.next()).toBe(id);
  const verbs = framesOf(box.trace).map(each => each.verb);
  expect(verbs.filter(each => each === 'dropped')).toHaveLength(verb === 'drop' ? 1 : 0);
  expect(verbs.filter(each => each === 'duplicated')).toHaveLength(verb === 'drop' ? 0 : 1);
});

test('what the reader has released by hand is not asked for again', async () => {
  const moves = [
    LISTEN,
    { id: 'hold', program: 'client', wire: { rules: [{ ...holdSyn, count: 1 }] }, until: { held: true } },
    { id: 'release', program: 'client', wire: { waiting: 'release' }, until: { returned: 'connect' } },
  ];
  await using lab = await ready(moves);
  const { box, walk } = lab;
  expect([await walk.next(), await walk.next()]).toEqual(['listen', 'hold']);
  await box.handleFrame(await frame(box, 'held', 'SYN'), 'release');
  expect(await walk.next()).toBe('release');
});

test('a move changes hosts: a mask under which the server is next door no more', async () => {
  const network = [
    {
      what: 'address-replaced',
      host: 'client',
      interface: 'eth0',
      old: '10.0.0.1/24',
      address: '10.0.0.1/32',
    },
  ];
  await using lab = await ready([
    LISTEN,
    { id: 'connect', program: 'client', network, until: { returned: 'connect' } },
  ]);
  const { box, walk } = lab;
  expect([await walk.next(), await walk.next()]).toEqual(['listen', 'connect']);
  expect(box.trace.find(event => event.type === 'return' && event.call === 'connect')).toMatchObject({
    errno: 101,
  });
});

test('a change that the kernel refuses is told once; the walk can go on', async () => {
  const network = [{ what: 'route-removed', host: 'client', to: 'default' }];
  await using lab = await ready([
    LISTEN,
    { id: 'connect', program: 'client', network, until: { returned: 'connect' } },
  ]);
  const { walk } = lab;
  await walk.next();
  await expect(walk.next()).rejects.toMatchObject({ code: 'change-refused' });
  expect(await walk.next()).toBe('connect');
});

test('a change that is meant to be refused has to be, and the move goes on by itself', async () => {
  const gateway = { what: 'route-added', host: 'client', to: 'default', via: '10.9.9.9' };
  const connect = { id: 'connect', program: 'client', refused: true, until: { returned: 'connect' } };
  await using lab = await ready([LISTEN, { ...connect, network: [gateway] }]);
  expect([await lab.walk.next(), await lab.walk.next()]).toEqual(['listen', 'connect']);
  await using other = await ready([LISTEN, { ...connect, network: [{ ...gateway, via: '10.0.0.2' }] }]);
  await other.walk.next();
  await expect(other.walk.next()).rejects.toThrow('meant to refuse');
});

const HELD_UP = [
  LISTEN,
  { id: 'connect', program: 'client', wire: { rules: [holdSyn] }, until: { returned: 'connect' } },
];

test('a program whose SYN waits is not stuck: the reader may take as long as it likes', {
  timeout: 20_000,
}, async () => {
  await using lab = await ready(HELD_UP);
  const { box, walk } = lab;
  await walk.next();
  const connected = walk.next();
  const syn = await frame(box, 'held', 'SYN');
  const copies = () => framesOf(box.trace).filter(({ copyOf }) => copyOf === syn);
  await box.waitFor(() => copies().length === 3); // after 1, 3 and 7 s: longer than a walk's patience
  await box.handleFrame(syn, 'release');
  expect(await connected).toBe('connect');
});

test('where nobody is there to release it, it is, and says so', { timeout: 20_000 }, async () => {
  await using lab = await ready(HELD_UP, { unattended: true });
  const { walk, box } = lab;
  await walk.next();
  const stuck = walk.next();
  await expect(stuck).rejects.toThrow(MoveStuck);
  await expect(stuck).rejects.toThrow('client is blocked in connect while a frame waits on the wire');
  expect(text(box, 'client')).toBe('');
});
