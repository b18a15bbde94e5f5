/**
 * Judges upper_once.py, which is echo_once.py with one thing changed. `split` sends the second half only
 * when the program has read the first, so that one recv() cannot get both.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const isReply = ({ waitingFor }: Saw): boolean => waitingFor === 'bytes';
const isUnchanged = ({ sent, got }: Saw): boolean =>
  got.length > 0 && got.every((byte, index) => byte === sent[index]);
const isShort = ({ wanted, got }: Saw): boolean =>
  got.length > 0 && got.length < wanted.length && got.every((byte, index) => byte === wanted[index]);
const isHalf = (saw: Saw): boolean => isReply(saw) && saw.check === 'split';
const changes = ({ source }: Saw): boolean => /\.(upper|translate|swapcase)\(/.test(source);

const causes: LikelyCauses = [
  ['not-all-bytes-are-text', ({ raised }) => raised === 'UnicodeDecodeError'],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['only-one-segment', saw => isHalf(saw) && (isShort(saw) || !isUnchanged(saw)) && saw.raised === null],
  ['change-before-send', saw => isReply(saw) && isUnchanged(saw) && changes(saw)],
  ['unchanged', saw => isReply(saw) && isUnchanged(saw) && !changes(saw)],
  ['only-ascii-changes', saw => isReply(saw) && saw.check === 'binary' && saw.got.length > 0],
  ['never-listens', saw => saw.waitingFor === 'listening'],
  ['no-answer', saw => isReply(saw) && saw.got.length === 0 && saw.raised === null],
  ['too-late', saw => saw.waitingFor === 'end' && saw.timedOut],
];
const upper = { port: 3333, causes };

test('upper', async ({ run }) => {
  const server = await run.server(upper);
  const client = await server.client();
  await client.sends('hello, Port 3333');
  await client.finishesSending();
  await client.receivesExactly('HELLO, PORT 3333');
});

test('binary', async ({ run }) => {
  const server = await run.server(upper);
  const client = await server.client();
  await client.sends(Uint8Array.of(0x61, 0xff, 0xc3, 0x9f, 0x00, 0x7a));
  await client.finishesSending();
  await client.receivesExactly(Uint8Array.of(0x41, 0xff, 0xc3, 0x9f, 0x00, 0x5a));
});

test('split', async ({ run }) => {
  const server = await run.server(upper);
  const client = await server.client();
  await client.sends('first half, ');
  await server.hasRead('first half, '.length);
  await client.sends('second half');
  await client.finishesSending();
  await client.receivesExactly('FIRST HALF, SECOND HALF');
});

test('exit', async ({ run }) => {
  const server = await run.server(upper);
  const client = await server.client();
  await client.sends('bye');
  await client.finishesSending();
  await client.receivesExactly('BYE');
  await client.closes();
  await server.ends({ within: 1000, code: 0 });
});
