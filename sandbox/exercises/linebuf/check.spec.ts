/**
 * Judges linebuf.py: each check gives a LineReader a real connected socket of the learner's process, and
 * cuts the stream at the other end itself.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const FAR = { host: 'server', port: 4000 };
const OTHER = { host: 'server', port: 4001 };
const LIMIT = 64;
const NEWLINE = 0x0a;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
/** The text in pieces of so many bytes. */
const pieces = (text: string, size: number): Uint8Array[] => {
  const bytes = utf8(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  );
};

const isSilent = ({ raised, timedOut }: Saw): boolean => raised === null && !timedOut;
const wantsEofError = ({ check, want }: Saw): boolean => check === 'ends' && want === 'EOFError';

const causes: LikelyCauses = [
  ['half-a-letter', ({ raised }) => raised === 'UnicodeDecodeError'],
  ['no-such-name', ({ raised }) => raised === 'AttributeError' || raised === 'NameError'],
  ['bytes-not-text', ({ saw, raised }) => raised === null && /^'/.test(saw)],
  ['two-in-one', ({ check, got }) => check === 'many' && got.includes(NEWLINE)],
  ['limit-is-for-a-line', ({ check, raised }) => check === 'many' && raised === 'ValueError'],
  ['leftovers-lost', ({ check, timedOut }) => check === 'many' && timedOut],
  ['an-empty-line', ({ check }) => check === 'empty'],
  ['no-limit', ({ check, raised }) => check === 'limit' && raised === null],
  ['empty-means-end', ({ check, timedOut, emptyReads }) => check === 'ends' && timedOut && emptyReads > 3],
  ['half-is-no-line', saw => wantsEofError(saw) && isSilent(saw)],
  ['end-is-none', ({ check }) => check === 'ends'],
  ['readers-mixed', ({ check }) => check === 'two'],
  ['recv-is-no-line', saw => saw.waitingFor === 'value' && isSilent(saw)],
];

test('many', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, 8);
  await far.sends('hi\n/end\nlast\n');
  await reader.calls('readline').returns(utf8('hi'));
  await reader.calls('readline').returns(utf8('/end'));
  await reader.calls('readline').returns(utf8('last'));
});

test('pieces', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, 10_000);
  for (const size of [1, 2, 5]) {
    const line = `by ${size}`;
    const call = reader.calls('readline');
    await far.sendsOneByOne(...pieces(`${line}\n`, size));
    await call.returns(utf8(line));
  }
  const long = '0123456789'.repeat(900);
  await far.sends(...pieces(`${long}\n`, 4096));
  await reader.calls('readline').returns(utf8(long));
});

test('letters', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, LIMIT);
  const call = reader.calls('readline');
  await far.sendsOneByOne(...pieces('소켓\n', 1));
  await call.returns(utf8('소켓'));
});

test('empty', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, LIMIT);
  await far.sends('\n\nx\n');
  for (const line of ['', '', 'x']) await reader.calls('readline').returns(utf8(line));
});

test('limit', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, LIMIT);
  const most = '0123456789abcdef'.repeat(4);
  await far.sends(`${most}\n`);
  await reader.calls('readline').returns(utf8(most));
  await far.sends(`${most}!`);
  await reader.calls('readline').raises({ name: 'ValueError' });
});

test('ends', async ({ run }) => {
  const module = await run.module({ causes });
  const { socket, far } = await module.connected(FAR);
  const reader = await module.makes('LineReader', socket, LIMIT);
  await far.sends('last\n');
  await far.finishesSending();
  await reader.calls('readline').returns(utf8('last'));
  await reader.calls('readline').returns(null);
  const other = await module.connected(OTHER);
  const half = await module.makes('LineReader', other.socket, LIMIT);
  await other.far.sends('half a li');
  await other.far.finishesSending();
  await half.calls('readline').raises({ name: 'EOFError' });
});

test('two', async ({ run }) => {
  const module = await run.module({ causes });
  const one = await module.connected(FAR);
  const other = await module.connected(OTHER);
  const readers = [
    await module.makes('LineReader', one.socket, LIMIT),
    await module.makes('LineReader', other.socket, LIMIT),
  ] as const;
  await one.far.sends('from one\nand once more\n');
  await other.far.sends('from the other\n');
  await readers[0].calls('readline').returns(utf8('from one'));
  await readers[1].calls('readline').returns(utf8('from the other'));
  await readers[0].calls('readline').returns(utf8('and once more'));
});
