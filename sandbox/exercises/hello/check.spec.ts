/**
 * Judges hello.py, a client: the check's server listens on port 3333, takes what comes and answers.
 * Each check looks at one thing of the line, so that one mistake fails one check; only `newline` asks for
 * the newline, the others take what has come when the program sends no more.
 */
import { type LikelyCauses, type Saw, test } from '#grader/face';

const ECONNREFUSED = 111;
const EHOSTUNREACH = 113;
const GREETING = 'hello from ';
const ORIGINAL = 'hello from somebody';

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const isUtf8 = (bytes: Uint8Array): boolean => !textOf(bytes).includes('\uFFFD');

const isUncalled = ({ waitingFor }: Saw): boolean => waitingFor === 'caller';
const hasText = ({ waitingFor, got }: Saw): boolean => waitingFor === 'bytes' && got.length > 0;
const isUdp = ({ sockets, raisedIn, errno }: Saw): boolean =>
  sockets.some(({ protocol }) => protocol === 'udp') ||
  // port unreachable (ICMP) is told to a connected UDP socket at its next call
  (errno === ECONNREFUSED && raisedIn !== null && !raisedIn.startsWith('connect'));
const isAtKeyboard = ({ timedOut, waitsIn }: Saw): boolean =>
  timedOut && /^(read|p?select6?|p?poll)$/.test(waitsIn ?? '');
const isUnanswered = (saw: Saw): boolean =>
  isUncalled(saw) && (saw.waitsIn === 'connect' || saw.errno === EHOSTUNREACH);
const isElsewhere = (saw: Saw): boolean =>
  isUncalled(saw) &&
  saw.raised === null &&
  !saw.refused &&
  ![isUdp, isUnanswered, isAtKeyboard].some(isThat => isThat(saw));
const isAsciiOnly = ({ raised, message }: Saw): boolean =>
  raised === 'UnicodeEncodeError' || (raised === 'SyntaxError' && message.includes('ASCII literal'));
const isNameless = (saw: Saw): boolean => hasText(saw) && textOf(saw.got).trim() === GREETING.trim();
const isMore = ({ got }: Saw): boolean => /[\r\n]./s.test(textOf(got));

const causes: LikelyCauses = [
  ['sockets-carry-bytes', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['ascii-only', isAsciiOnly],
  ['nobody-listens', saw => isUncalled(saw) && saw.refused],
  ['udp-socket', saw => isUncalled(saw) && isUdp(saw)],
  ['nobody-answers', isUnanswered],
  ['asks-the-keyboard', isAtKeyboard],
  ['never-connects', isElsewhere],
  ['nothing-crossed', saw => saw.waitingFor === 'bytes' && saw.got.length === 0 && saw.raised === null],
  ['not-utf8', saw => hasText(saw) && !isUtf8(saw.got)],
  ['change-the-name', saw => hasText(saw) && textOf(saw.got).trimEnd() === ORIGINAL],
  ['name-missing', isNameless],
  ['other-text', saw => hasText(saw) && !textOf(saw.got).startsWith(GREETING) && !isNameless(saw)],
  ['newline-missing', saw => hasText(saw) && !textOf(saw.got).includes('\n')],
  ['one-line-only', saw => hasText(saw) && isMore(saw)],
  ['connect-once', saw => saw.waitingFor === 'no-caller'],
  ['does-not-end', saw => saw.waitingFor === 'end' && saw.timedOut],
];
const hello = { listens: { host: 'server', port: 3333 }, causes };

/** The server's answer, which the program prints: characters are for readers, the wire carries bytes. */
const countOf = (line: Uint8Array): string =>
  `${[...textOf(line)].length} characters, ${line.length} bytes\n`;

test('greeting', async ({ run }) => {
  const { server } = await run.client(hello);
  const connection = await server.accepts();
  const line = await connection.receivesLine();
  await line.reads(GREETING, 'NAME', { butNot: 'somebody' });
});

test('once', async ({ run }) => {
  const { server } = await run.client(hello);
  const connection = await server.accepts();
  const line = await connection.receivesLine();
  await connection.sends(countOf(line.bytes));
  await connection.closes();
  await server.acceptsNoMore();
});

test('newline', async ({ run }) => {
  const { server } = await run.client(hello);
  const connection = await server.accepts();
  const line = await connection.receivesLine();
  await line.hasNewline();
  await connection.receivesNothingMore();
});

test('utf8', async ({ run }) => {
  const { server } = await run.client(hello);
  const connection = await server.accepts();
  const line = await connection.receivesLine();
  await line.isUtf8();
});

test('ends', async ({ run }) => {
  const { program, server } = await run.client(hello);
  const connection = await server.accepts();
  const line = await connection.receivesLine();
  await connection.sends(countOf(line.bytes));
  await connection.closes();
  await program.ends({ within: 2000 });
});
