/**
 * Judges echo_loop.py, which serves one client after another. Whether the program hangs up is seen on the
 * wire and in the table; whether it spins, in the processor time that the kernel counts.
 */
import { type LikelyCauses, RESET, type Saw, test } from '#grader/face';

const CHAT = ['hello\n', '안녕하세요', ' two words ', '\n', 'a\r\nb', 'end', '/End', '6\n7\n', '\t', 'bye\n'];

const isReply = ({ waitingFor }: Saw): boolean => waitingFor === 'bytes';
const isSpinning = ({ emptyReads, timedOut, waitingFor }: Saw): boolean =>
  emptyReads > 3 && (timedOut || waitingFor === 'idle');
const isGone = ({ sockets }: Saw): boolean => !sockets.some(({ state }) => state === 'LISTEN');
const isText = ({ source }: Saw): boolean => /[=!]= ?(?<![bB])["']\/end/.test(source);
const isAtEnd = ({ check, waitingFor }: Saw): boolean => check === 'end' && waitingFor === 'hang-up';
const isRude = ({ check, raised }: Saw): boolean =>
  check === 'reset' && /^(ConnectionResetError|BrokenPipeError)$/.test(raised ?? '');

const causes: LikelyCauses = [
  ['one-rude-client', isRude],
  ['not-all-bytes-are-text', ({ raised }) => raised === 'UnicodeDecodeError'],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['empty-for-ever', isSpinning],
  ['never-listens', saw => saw.waitingFor === 'listening' && saw.check === 'ten'],
  ['next-refused', saw => saw.check !== 'ten' && isGone(saw) && saw.raised === null],
  ['never-equal', saw => isAtEnd(saw) && isText(saw)],
  ['waits-for-your-fin', saw => isAtEnd(saw) && !isText(saw)],
  ['close-wait', ({ waitingFor }) => waitingFor === 'table'],
  ['next-not-served', saw => isReply(saw) && saw.check !== 'ten' && saw.got.length === 0],
  ['byte-exact', saw => isReply(saw) && saw.check === 'ten'],
  ['asks-again-and-again', ({ waitingFor }) => waitingFor === 'idle'],
];
const echo = { port: 3333, causes };

test('ten', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  for (const message of CHAT) {
    await client.sends(message);
    await client.receives(message);
  }
  await client.receivesNothingMore();
});

test('leaves', async ({ run }) => {
  const server = await run.server(echo);
  const first = await server.client();
  await first.sends('hi');
  await first.receives('hi');
  await first.closes();
  const second = await server.client();
  await second.sends('next');
  await second.receives('next');
});

test('closes', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends('hi');
  await client.receives('hi');
  await client.closes();
  await server.holds({ state: 'CLOSE-WAIT', atMost: 0 });
});

test('reset', async ({ run }) => {
  const server = await run.server(echo);
  const rude = await server.client();
  await rude.sends('hi');
  await rude.receives('hi');
  await rude.resets();
  const next = await server.client();
  await next.sends('still there?');
  await next.receives('still there?');
});

test('end', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends('hi');
  await client.receives('hi');
  await client.sends('/end');
  await client.receives('/end');
  await client.seesEnd();
  await client.closes();
  await server.sendsNo(RESET);
  const next = await server.client();
  await next.sends('next');
  await next.receives('next');
});

test('waiting', async ({ run }) => {
  const server = await run.server(echo);
  const first = await server.client();
  await first.sends('first');
  await first.receives('first');
  const second = await server.client();
  await second.sends('patience');
  await first.sends('/end');
  await first.receives('/end');
  await second.receives('patience');
});

test('rests', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends('hi');
  await client.receives('hi');
  await client.closes();
  await server.rests();
});
