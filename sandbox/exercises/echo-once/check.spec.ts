/**
 * Judges echo_once.py. Every check but `reachable` connects to wherever the program listens, and only
 * `exit` looks at the clock, so that one mistake fails one check. Single recv or a loop: both are right.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const EINVAL = 22;
const ENOTCONN = 107;

const isListening = ({ sockets }: Saw): boolean => sockets.some(({ state }) => state === 'LISTEN');
const isUdp = ({ sockets }: Saw): boolean => sockets.some(({ protocol }) => protocol === 'udp');
const isNotListening = (saw: Saw): boolean =>
  saw.waitingFor === 'listening' &&
  !isListening(saw) &&
  !isUdp(saw) &&
  // accept() before listen() raises EINVAL; another exception speaks for itself
  (saw.raised === null || saw.errno === EINVAL);
const isTextForBytes = ({ raised, message }: Saw): boolean =>
  raised === 'TypeError' && message.includes('bytes-like object');
const isOnListener = ({ raised, errno }: Saw): boolean => raised === 'BrokenPipeError' || errno === ENOTCONN;
const isSilent = ({ waitingFor, sent }: Saw): boolean => waitingFor === 'end' && sent.length === 0;
const startsWith = (whole: Uint8Array, start: Uint8Array): boolean =>
  whole.length > start.length && start.every((byte, index) => whole[index] === byte);
const isPartOfAnswer = ({ waitingFor, got }: Saw): boolean => waitingFor === 'bytes' && got.length > 0;
const isMissing = (saw: Saw): boolean => isPartOfAnswer(saw) && startsWith(saw.wanted, saw.got);
const isTooMuch = (saw: Saw): boolean => isPartOfAnswer(saw) && startsWith(saw.got, saw.wanted);

const causes: LikelyCauses = [
  ['not-all-bytes-are-text', saw => saw.raised === 'UnicodeDecodeError'],
  ['bytes-in-bytes-out', isTextForBytes],
  ['answer-on-accepted', isOnListener],
  [
    'empty-is-normal',
    saw => isSilent(saw) && saw.raised !== null && !isTextForBytes(saw) && !isOnListener(saw),
  ],
  ['udp-socket', saw => saw.waitingFor === 'listening' && isUdp(saw)],
  ['other-port', saw => saw.waitingFor === 'listening' && isListening(saw)],
  ['never-listens', isNotListening],
  ['only-loopback', saw => saw.waitingFor === 'connection' && saw.refused && isListening(saw)],
  ['waits-for-more', saw => saw.waitingFor === 'bytes' && saw.timedOut && saw.emptyReads > 1],
  ['no-answer', saw => saw.waitingFor === 'bytes' && saw.got.length === 0 && saw.raised === null],
  ['bytes-missing', isMissing],
  ['too-many-bytes', isTooMuch],
  ['bytes-changed', saw => isPartOfAnswer(saw) && !isMissing(saw) && !isTooMuch(saw)],
  ['too-late', saw => saw.waitingFor === 'end' && saw.timedOut],
  ['exit-code', saw => saw.waitingFor === 'end' && saw.ended && saw.raised === null],
];
const echo = { port: 3333, causes };

const KOREAN = '안녕하세요'.repeat(8);

test('ascii', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends('hello');
  await client.finishesSending();
  await client.receivesExactly('hello');
});

test('korean', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends(KOREAN);
  await client.finishesSending();
  await client.receivesExactly(KOREAN);
});

test('binary', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends(Uint8Array.of(0xff, 0x00));
  await client.finishesSending();
  await client.receivesExactly(Uint8Array.of(0xff, 0x00));
});

test('silent', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.finishesSending();
  await client.receivesExactly('');
  await client.closes();
  await server.doesNotFail();
});

test('reachable', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.clientFromOutside();
  await client.sends('hello');
  await client.finishesSending();
  await client.receivesExactly('hello');
});

test('exit', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  await client.sends('hello');
  await client.finishesSending();
  await client.receivesExactly('hello');
  await client.closes();
  await server.ends({ within: 1000, code: 0 });
});
