/**
 * Judges lenprefix.py: each check calls its functions with a real connected socket of the learner's process,
 * and is the other end itself.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const FAR = { host: 'server', port: 4000 };
const OTHER = { host: 'server', port: 4001 };
const MEGABYTE = 1 << 20;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const each = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, byte => Uint8Array.of(byte));
const lengthOf = (length: number): Uint8Array =>
  Uint8Array.of(length >>> 24, length >> 16, length >> 8, length);
const framed = (text: string): Uint8Array => Buffer.concat([lengthOf(utf8(text).length), utf8(text)]);

const HEADER_ERRORS = /^(struct\.error|IndexError|EOFError|ValueError)$/;
const isReversed = ({ check, wanted, got }: Saw): boolean =>
  check === 'frame' && got.length >= 4 && wanted.slice(0, 4).every((byte, at) => byte === got[3 - at]);

const causes: LikelyCauses = [
  ['little-endian', isReversed],
  ['letters-are-no-bytes', ({ check, wanted, got }) => check === 'frame' && got.length === wanted.length],
  ['no-length', ({ check }) => check === 'frame'],
  ['no-such-name', ({ raised }) => raised === 'AttributeError' || raised === 'NameError'],
  ['two-in-one', ({ check, raised, timedOut }) => check === 'together' && raised === null && !timedOut],
  ['leftovers-lost', ({ check }) => check === 'together'],
  ['header-in-pieces', ({ check, raised }) => check === 'header' && HEADER_ERRORS.test(raised ?? '')],
  ['body-in-pieces', ({ check }) => check === 'body' || check === 'large'],
  ['an-empty-text', ({ check }) => check === 'empty'],
  ['allocates-first', saw => saw.check === 'limit' && saw.source.includes('bytearray(')],
  ['no-limit', ({ check }) => check === 'limit'],
  ['cut-text', ({ check, raised }) => check === 'ends' && raised === null],
  ['end-is-none', ({ check }) => check === 'ends'],
];

test('frame', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await module.calls('send_msg', socket, '가').returns(null);
  await far.receivesExactly(framed('가'));
});

test('together', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await far.sends(Buffer.concat([framed('a\nb'), framed('hi'), framed('/end')]));
  for (const text of ['a\nb', 'hi', '/end']) await module.calls('recv_msg', socket).returns(text);
});

test('header', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  for (const cut of [1, 2, 3]) {
    const call = module.calls('recv_msg', socket);
    const message = framed(`cut at ${cut}`);
    await far.sendsOneByOne(message.subarray(0, cut), message.subarray(cut));
    await call.returns(`cut at ${cut}`);
  }
});

test('body', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const call = module.calls('recv_msg', socket);
  await far.sendsOneByOne(lengthOf(6), ...each(utf8('소켓')));
  await call.returns('소켓');
});

test('empty', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await far.sends(Buffer.concat([framed(''), framed('next')]));
  for (const text of ['', 'next']) await module.calls('recv_msg', socket).returns(text);
});

test('large', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const text = '0123456789abcde\n'.repeat(MEGABYTE / 16);
  await far.sends(framed(text));
  await module.calls('recv_msg', socket).returns(text);
});

test('limit', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await far.sends(lengthOf(0xff_ff_ff_ff));
  await module.calls('recv_msg', socket).raises({ name: 'ValueError' });
});

test('ends', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await far.sends(framed('last'));
  await far.finishesSending();
  await module.calls('recv_msg', socket).returns('last');
  await module.calls('recv_msg', socket).returns(null);
  const other = await module.connected(OTHER);
  await other.far.sends(framed('half a message').subarray(0, 10));
  await other.far.finishesSending();
  await module.calls('recv_msg', other.socket).raises({ name: 'EOFError' });
});
