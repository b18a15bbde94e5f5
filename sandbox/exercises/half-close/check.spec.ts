/**
 * Judges half_close.py. The check is the server: it reads up to the FIN, and answers only then, so that a
 * client that does not say its end gets nothing.
 */
import { callsIn, type LikelyCauses, RESET, type Saw, test } from '#grader/face';

const SERVER = { host: 'server', port: 4000 };
const EBADF = 9;
const CONNECTION_ERRORS = /^(ConnectionResetError|BrokenPipeError|ConnectionAbortedError)$/;

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const noise = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, index) => (index * 167 + (index >> 8) * 31) & 0xff);

const saysNoEnd = ({ waitingFor, trace }: Saw): boolean =>
  waitingFor === 'hang-up' && callsIn(trace, 'shutdown').length === 0;
const isCut = ({ wanted, got, waitingFor }: Saw): boolean =>
  waitingFor === 'value' && got.length < wanted.length && got.every((byte, index) => byte === wanted[index]);

/** recv gave b'' at once, or an error where the answer was there first and the kernel had refused it. */
const isDeaf = ({ raised, source }: Saw): boolean =>
  source.includes('SHUT_RDWR') && (raised === null || CONNECTION_ERRORS.test(raised));

const causes: LikelyCauses = [
  ['stopped-reading', isDeaf],
  ['hit-a-closed-door', ({ errno, raised }) => errno === EBADF || CONNECTION_ERRORS.test(raised ?? '')],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['end-mark-too-late', saw => saysNoEnd(saw) && saw.source.includes('.shutdown(')],
  ['time-is-no-signal', saw => saysNoEnd(saw) && saw.source.includes('sleep(')],
  ['both-wait', saysNoEnd],
  ['file-not-whole', ({ waitingFor }) => waitingFor === 'bytes'],
  ['answer-cut', saw => isCut(saw) || saw.want === 'a call that waits'],
  ['left-open', ({ waitingFor }) => waitingFor === 'table'],
  ['reset-on-the-wire', ({ waitingFor }) => waitingFor === 'wire'],
];

test('small', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(SERVER);
  await module.hasFile('question.txt', utf8('how long is this?\n'));
  const call = module.calls('ask', SERVER.host, SERVER.port, 'question.txt');
  const connection = await server.accepts();
  await connection.receives('how long is this?\n');
  await connection.seesEnd();
  await connection.sends('18 bytes\n');
  await connection.closes();
  await call.returns(utf8('18 bytes\n'));
});

test('empty', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(SERVER);
  await module.hasFile('empty.txt', new Uint8Array());
  const call = module.calls('ask', SERVER.host, SERVER.port, 'empty.txt');
  const connection = await server.accepts();
  await connection.seesEnd();
  await connection.sends('nothing came\n');
  await connection.closes();
  await call.returns(utf8('nothing came\n'));
});

test('late', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(SERVER);
  await module.hasFile('question.txt', utf8('tell me more'));
  const call = module.calls('ask', SERVER.host, SERVER.port, 'question.txt');
  const connection = await server.accepts();
  await connection.receives('tell me more');
  await connection.seesEnd();
  await connection.sends('wait…');
  await call.waits();
  await connection.sends(noise(100_000));
  await connection.closes();
  await call.returns(Buffer.concat([utf8('wait…'), noise(100_000)]));
});

test('large', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(SERVER);
  const block = noise(20_000);
  await module.hasFile('large.bin', block, 100);
  const call = module.calls('ask', SERVER.host, SERVER.port, 'large.bin');
  const connection = await server.accepts();
  await connection.receives(Buffer.concat(Array.from({ length: 100 }, () => block)));
  await connection.seesEnd();
  await connection.sends('2000000');
  await connection.closes();
  await call.returns(utf8('2000000'));
});

test('quiet', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.serves(SERVER);
  await module.hasFile('question.txt', utf8('all closed?'));
  const before = await module.descriptors();
  const call = module.calls('ask', SERVER.host, SERVER.port, 'question.txt');
  const connection = await server.accepts();
  await connection.receives('all closed?');
  await connection.seesEnd();
  await connection.sends('yes');
  await connection.closes();
  await call.returns(utf8('yes'));
  await module.sendsNo(RESET);
  await module.hasOnly(before);
});
