/** Steps that the reader makes by hand between two presses of Next: the walk goes on from where they led. */
import { expect, test } from 'vitest';
import { openBox } from '#driver/open';
import { createWalk, startPaused } from '#driver/walk';
import type { TraceEvent } from '#protocol/events';
import { Move, type PredictionSpec, type Scene } from '#protocol/lab';
import { Rule } from '#protocol/wire';
import { leaveNothing } from './leave-nothing.ts';
import { LISTEN, sceneOfGreeting } from './scene.ts';
import { frame, framesOf, states, summaries } from './seen.ts';

leaveNothing();

const CREATE = { id: 'create', program: 'client', until: { returned: 'socket' } };
const CONNECT = { id: 'connect', program: 'client', until: { returned: 'connect' } };
const SEND = { id: 'send', program: 'client', until: { returned: 'sendall' } };
const HOLD_SYN = Rule.parse({ id: 'hold-syn', match: { protocol: 'tcp', flags: ['SYN'] }, verb: 'hold' });

/** A lab that is followed, as a reader's is. */
async function opened(moves: unknown[], { rules = [], asks = [] }: { rules?: Rule[]; asks?: string[] } = {}) {
  const scene: Scene = {
    ...sceneOfGreeting(),
    wire: { mode: 'pass', impairments: [], rules },
    walk: moves.map(move => Move.parse(move)),
    predictions: asks.map((before): PredictionSpec => {
      const probe = { name: 'waiting' } as const;
      return { id: `about-${before}`, kind: 'number', options: [], probe, before, at: before };
    }),
  };
  const box = await openBox(scene);
  await startPaused(box, scene);
  const walk = createWalk(box, scene);
  const gone = new AbortController();
  const followed = walk.follow(gone.signal);
  const reached = (move: string) => box.waitFor(event => event.type === 'move' && event.move === move);
  const stepped = async (program: string, isThere: (event: TraceEvent) => boolean) => {
    const after = box.trace.length;
    await box.step(program, 'call');
    await box.waitFor(event => 'program' in event && event.program === program && isThere(event), { after });
  };
  return {
    box,
    walk,
    reached,
    /** To the end of its next call. */
    step: (program: string) => stepped(program, ({ type }) => type === 'line'),
    stepUntilBlocked: (program: string) =>
      stepped(program, event => event.type === 'blocked' && event.syscall !== null),
    moves: () => box.trace.flatMap(event => (event.type === 'move' ? [event.move] : [])),
    async [Symbol.asyncDispose]() {
      gone.abort();
      await followed;
      await box.close();
    },
  };
}

test('the walk follows a reader who steps ahead, and Next makes the first move that is not made', async () => {
  await using lab = await opened([LISTEN, CREATE, CONNECT, SEND]);
  const { walk, step } = lab;
  expect(await walk.next()).toBe('listen');
  await step('client'); // socket
  await step('client'); // connect
  await lab.reached('connect');
  expect(lab.moves()).toEqual(['listen', 'create', 'connect']);
  expect(await walk.next()).toBe('send');
  expect(await walk.next()).toBeNull();
});

test('what only happened to a program waits for its own Next, and that does nothing to it', async () => {
  const accepted = { id: 'accepted', program: 'server', until: { returned: 'accept' } };
  await using lab = await opened([LISTEN, CONNECT, accepted]);
  const { walk, box, step } = lab;
  await walk.next();
  await step('client');
  await step('client');
  await lab.reached('connect');
  await box.settled();
  expect(lab.moves()).toEqual(['listen', 'connect']);
  const commands = () => box.trace.filter(event => event.type === 'resumed').length;
  const before = commands();
  expect(await walk.next()).toBe('accepted');
  expect(commands()).toBe(before);
});

test('a frame that waits already, because the reader stepped there, ends the move that waits for it', async () => {
  const hold = { id: 'hold', program: 'client', until: { held: true } };
  const release = { ...CONNECT, id: 'release', wire: { waiting: 'release' } };
  await using lab = await opened([LISTEN, hold, release], { rules: [HOLD_SYN] });
  const { walk, box } = lab;
  expect(await walk.next()).toBe('listen');
  await lab.step('client');
  await lab.stepUntilBlocked('client');
  await lab.reached('hold');
  expect(await states(box, 'client')).toEqual(['SYN-SENT']);
  expect(await walk.next()).toBe('release');
  expect(await states(box, 'client')).toEqual(['ESTABLISHED']);
});

test('a frame let go by hand is the move that lets it go; the next one is not let go instead', async () => {
  const release = { program: 'client', wire: { waiting: 'release' }, until: { held: true } };
  const syn = { id: 'syn', program: 'client', wire: { mode: 'step' }, until: { held: true } };
  await using lab = await opened([LISTEN, syn, { ...release, id: 'syn-ack' }, { ...release, id: 'ack' }]);
  const { walk, box } = lab;
  expect([await walk.next(), await walk.next()]).toEqual(['listen', 'syn']);
  await box.handleFrame(await frame(box, 'held', 'SYN'), 'release');
  await lab.reached('syn-ack');
  const released = () => {
    const texts = summaries(box.trace);
    return framesOf(box.trace)
      .filter(({ verb }) => verb === 'released')
      .map(({ id }) => texts.get(id));
  };
  expect(released()).toEqual(['SYN']);
  expect(await walk.next()).toBe('ack');
  expect(released()).toEqual(['SYN', 'SYN, ACK']);
});

test('a move that prepares the wire first is made by Next alone', async () => {
  const slow = { ...CONNECT, wire: { impairments: [{ link: 'lan', delayMs: 1 }] } };
  await using lab = await opened([LISTEN, slow]);
  const { walk, box, step } = lab;
  await walk.next();
  await step('client');
  await step('client');
  await box.settled();
  expect(lab.moves()).toEqual(['listen']);
  expect(await walk.next()).toBe('connect');
  expect(box.trace.findLast(event => event.type === 'wire')).toMatchObject({
    impairments: [{ link: 'lan', delayMs: 1 }],
  });
});

test('a move that is asked about waits for Next, which asks; what was done behind it is then seen, too', async () => {
  await using lab = await opened([LISTEN, CREATE, CONNECT, SEND], { asks: ['connect'] });
  const { walk, box, step } = lab;
  await walk.next();
  for (let call = 0; call < 3; call += 1) await step('client'); // socket, connect, sendall
  await lab.reached('create');
  await box.settled();
  expect(lab.moves()).toEqual(['listen', 'create']);
  expect(await walk.next()).toBe('connect');
  expect(await walk.next()).toBe('send');
  expect(await walk.next()).toBeNull();
});

test('a move that got stuck is completed by the step that it waited for', async () => {
  const accepted = { id: 'accepted', program: 'server', until: { returned: 'accept' } };
  await using lab = await opened([accepted, SEND]);
  const { walk, step } = lab;
  await expect(walk.next()).rejects.toThrow('server is blocked in accept4');
  await step('client');
  await step('client');
  await lab.reached('accepted');
  expect(await walk.next()).toBe('send');
});
