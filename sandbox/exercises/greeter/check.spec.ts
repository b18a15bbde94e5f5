/**
 * Judges greeter.py. Each check opens connections from the other host; the line that a caller must get
 * holds its own address, which only the two kernels know.
 */
import { callsIn, type LikelyCauses, RESET, type Saw, test } from '#grader/face';

const EADDRINUSE = 98;
const ENOTCONN = 107;

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const accepts = ({ trace }: Saw): number =>
  callsIn(trace, 'accept').filter(({ error }) => error === null).length;
const isOnListener = ({ raised, errno }: Saw): boolean => raised === 'BrokenPipeError' || errno === ENOTCONN;
const isListening = ({ sockets }: Saw): boolean => sockets.some(({ state }) => state === 'LISTEN');
const isCallerLost = ({ check, raised }: Saw): boolean =>
  check === 'vanished' &&
  /^(ConnectionResetError|BrokenPipeError|ConnectionAbortedError)$/.test(raised ?? '');
const isUnanswered = ({ waitingFor, got }: Saw): boolean => waitingFor === 'bytes' && got.length === 0;
const isOwnAddress = ({ got }: Saw): boolean => textOf(got).includes('10.0.0.2');

const causes: LikelyCauses = [
  ['catch-around-one', isCallerLost],
  ['answer-on-accepted', isOnListener],
  ['one-listener', ({ errno }) => errno === EADDRINUSE],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['second-refused', saw => saw.check !== 'own-address' && !isListening(saw)],
  ['never-listens', saw => saw.waitingFor === 'listening' && saw.check === 'own-address'],
  ['sits-in-the-queue', saw => isUnanswered(saw) && accepts(saw) === 1 && saw.check !== 'own-address'],
  ['no-greeting', saw => isUnanswered(saw) && saw.check === 'own-address' && saw.raised === null],
  ['your-own-address', saw => saw.waitingFor === 'bytes' && isOwnAddress(saw)],
  ['other-greeting', saw => saw.waitingFor === 'bytes' && saw.got.length > 0 && !isOwnAddress(saw)],
  ['connection-stays-open', saw => saw.waitingFor === 'hang-up' || saw.waitingFor === 'table'],
];
const greeter = { port: 3333, causes };

test('own-address', async ({ run }) => {
  const server = await run.server(greeter);
  const caller = await server.client();
  await caller.receivesExactly(`you are ${caller.address}\n`);
});

test('next', async ({ run }) => {
  const server = await run.server(greeter);
  for (const caller of [await server.client(), await server.client(), await server.client()]) {
    await caller.receivesExactly(`you are ${caller.address}\n`);
    await caller.closes();
  }
  await server.listensStill();
});

test('hangs-up', async ({ run }) => {
  const server = await run.server(greeter);
  const caller = await server.client();
  await caller.receivesExactly(`you are ${caller.address}\n`);
  await caller.seesEnd();
  await caller.closes();
  await server.holds({ state: 'CLOSE-WAIT', atMost: 0 });
  await server.sendsNo(RESET);
});

test('vanished', async ({ run }) => {
  const server = await run.server(greeter);
  await server.listening();
  await server.whileHeld(async () => {
    const [, second] = await server.clients(2);
    await second?.resets();
  });
  const caller = await server.client();
  await caller.receivesExactly(`you are ${caller.address}\n`);
  await server.lives();
});

test('fifty', async ({ run }) => {
  const server = await run.server(greeter);
  const callers = await server.clients(50);
  for (const caller of callers) await caller.receives(`you are ${caller.address}\n`);
  for (const caller of callers) await caller.closes();
  await server.holds({ state: 'CLOSE-WAIT', atMost: 0 });
});
