/**
 * Judges udp_upper.py. Each client of a check is a UDP socket of the checker on the other host, with a port
 * of its own. An answer is one datagram; which client it comes to is the point of half the checks.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const ECONNREFUSED = 111;

const isAnswer = ({ waitingFor }: Saw): boolean => waitingFor === 'bytes';
const isMissing = (saw: Saw): boolean => isAnswer(saw) && saw.got.length === 0 && saw.timedOut;
const isConnected = ({ sockets }: Saw): boolean =>
  sockets.some(({ protocol, peer }) => protocol === 'udp' && peer !== null);
const isTcp = ({ sockets }: Saw): boolean => sockets.some(({ protocol }) => protocol === 'tcp');
const isCut = ({ wanted, got }: Saw): boolean =>
  got.length > 0 && got.length < wanted.length && got.every((byte, index) => byte === wanted[index]);
const isUnchanged = ({ sent, got }: Saw): boolean =>
  got.length > 0 && got.length === sent.length && got.every((byte, index) => byte === sent[index]);
const isAmongTwo = ({ check }: Saw): boolean => check === 'two' || check === 'ports';

const causes: LikelyCauses = [
  ['not-all-bytes-are-text', ({ raised }) => raised === 'UnicodeDecodeError'],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['gone-is-not-your-error', ({ errno, raised }) => raised !== null && errno === ECONNREFUSED],
  ['no-handshake-here', saw => saw.waitingFor === 'bound' && isTcp(saw)],
  ['never-bound', saw => saw.waitingFor === 'bound' && !isTcp(saw)],
  ['deaf-to-others', saw => isMissing(saw) && isConnected(saw)],
  ['empty-is-a-message', saw => isAnswer(saw) && saw.check === 'empty' && saw.got.length === 0],
  ['answer-the-sender', saw => isAmongTwo(saw) && isAnswer(saw) && saw.raised === null],
  ['one-datagram-only', saw => isAnswer(saw) && saw.ended && saw.raised === null],
  ['tail-lost', saw => isAnswer(saw) && isCut(saw)],
  ['unchanged', saw => isAnswer(saw) && isUnchanged(saw)],
  ['no-answer', isMissing],
  ['only-ascii-changes', saw => isAnswer(saw) && saw.got.length > 0],
];
const upper = { port: 9999, causes };

test('upper', async ({ run }) => {
  const server = await run.datagrams(upper);
  const client = await server.client();
  await client.sends('hello, udp');
  await client.receives('HELLO, UDP');
  await client.receivesNothingMore();
});

test('two', async ({ run }) => {
  const server = await run.datagrams(upper);
  const [first, second] = [await server.client(), await server.client()];
  await first.sends('one');
  await first.receives('ONE');
  await second.sends('two');
  await second.receives('TWO');
  await first.sends('three');
  await first.receives('THREE');
});

test('empty', async ({ run }) => {
  const server = await run.datagrams(upper);
  const client = await server.client();
  await client.sends('');
  await client.receives('');
  await client.sends('after it');
  await client.receives('AFTER IT');
});

test('large', async ({ run }) => {
  const server = await run.datagrams(upper);
  const client = await server.client();
  await client.sends('0123456789abcdef '.repeat(530).slice(0, 9000));
  await client.receives('0123456789ABCDEF '.repeat(530).slice(0, 9000));
});

test('binary', async ({ run }) => {
  const server = await run.datagrams(upper);
  const client = await server.client();
  await client.sends(Uint8Array.of(0x61, 0xff, 0xea, 0xb0, 0x00, 0x7a));
  await client.receives(Uint8Array.of(0x41, 0xff, 0xea, 0xb0, 0x00, 0x5a));
});

test('gone', async ({ run }) => {
  const server = await run.datagrams(upper);
  const gone = await server.client();
  await server.whileHeld(async () => {
    await gone.sends('bye');
    await gone.closes();
  });
  const client = await server.client();
  await client.sends('still there?');
  await client.receives('STILL THERE?');
});

test('ports', async ({ run }) => {
  const server = await run.datagrams(upper);
  for (const word of 'abc') {
    const client = await server.client();
    await client.sends(word);
    await client.receives(word.toUpperCase());
    await client.closes();
  }
});
