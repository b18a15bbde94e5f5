/**
 * Judges recv_exact.py: each check calls the function with a real connected socket of the learner's
 * process, and holds the other end itself.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const FAR = { host: 'server', port: 4000 };
const MEGABYTE = 1 << 20;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const each = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, byte => Uint8Array.of(byte));
/** Bytes in which no stretch looks like another. */
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 167 + (index >> 8) * 31) & 0xff);

const isShort = ({ wanted, got }: Saw): boolean =>
  got.length < wanted.length && got.every((byte, index) => byte === wanted[index]);
const isPiece = (saw: Saw): boolean => saw.waitingFor === 'value' && saw.check !== 'rest' && isShort(saw);
const isSilentEnd = ({ check, raised, timedOut }: Saw): boolean =>
  check === 'ends' && raised === null && !timedOut;

const causes: LikelyCauses = [
  ['half-a-letter', ({ raised }) => raised === 'UnicodeDecodeError'],
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['empty-means-end', ({ timedOut, emptyReads }) => timedOut && emptyReads > 3],
  ['nothing-was-asked', ({ check, timedOut }) => check === 'zero' && timedOut],
  ['waitall-is-short-too', saw => isSilentEnd(saw) && saw.source.includes('MSG_WAITALL')],
  ['caller-cannot-know', isSilentEnd],
  ['partial-is-missing', ({ check, want }) => check === 'ends' && want.includes('partial')],
  ['swallowed-the-next', ({ check }) => check === 'rest'],
  ['bytes-not-text', ({ saw, raised }) => raised === null && /^'/.test(saw)],
  ['up-to-n', saw => isPiece(saw) && saw.check !== 'ends'],
  ['waits-for-more', ({ timedOut, waitsIn }) => timedOut && (waitsIn ?? '').startsWith('recv')],
];

test('segments', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const call = module.calls('recv_exact', socket, 10);
  await far.sendsOneByOne(...each(utf8('0123456789')));
  await call.returns(utf8('0123456789'));
});

test('letters', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const call = module.calls('recv_exact', socket, 6);
  await far.sendsOneByOne(...each(utf8('소켓')));
  await call.returns(utf8('소켓'));
});

test('zero', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket } = await module.connected(FAR);
  await module.calls('recv_exact', socket, 0).returns(new Uint8Array());
});

test('rest', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await far.sends('first message, second message');
  await module.calls('recv_exact', socket, 15).returns(utf8('first message, '));
  await module.leaves(socket, utf8('second message'));
});

test('ends', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const call = module.calls('recv_exact', socket, 10);
  await far.sends('half ');
  await far.finishesSending();
  await call.raises({ name: 'EOFError', partial: utf8('half ') });
});

test('large', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const call = module.calls('recv_exact', socket, MEGABYTE);
  await far.sends(noise(MEGABYTE));
  await call.returns(noise(MEGABYTE));
});

test('lossy', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  await module.wire.drops({ from: FAR.host, data: true, nth: 2 });
  await module.wire.duplicates({ from: FAR.host, data: true, nth: 3 });
  const call = module.calls('recv_exact', socket, 12);
  await far.sends('one ', 'two ', 'four');
  await call.returns(utf8('one two four'));
});
