/**
 * Judges threaded_echo.py, a thread for each client. Who is served is seen in what comes back; what a
 * client has left behind, in the kernel's table and in its count of the program's threads.
 */
import { type Conversation, callsIn, type LikelyCauses, printed, type Saw, test } from '#grader/face';

const CLIENTS = 20;
const COUNTING = 10;

const isUnanswered = ({ waitingFor, timedOut, got }: Saw): boolean =>
  waitingFor === 'bytes' && timedOut && got.length === 0;
/** A thread that dies ends no program: its exception stands on the terminal alone. */
const dies = ({ trace }: Saw, error: RegExp): boolean => error.test(printed(trace));
const hasThreads = ({ trace }: Saw): boolean => trace.some(({ type }) => type === 'task-started');
/** A thread reads from one client and answers another. */
const crosses = ({ trace }: Saw): boolean =>
  callsIn(trace, 'send').some(sent => {
    const read = callsIn(trace, 'recv').findLast(({ task, seq }) => task === sent.task && seq < sent.seq);
    return read !== undefined && read.fd !== sent.fd;
  });
const isCloseWait = ({ sockets }: Saw): boolean => sockets.some(({ state }) => state === 'CLOSE-WAIT');
const numberIn = (bytes: Uint8Array): number =>
  Number(/^\d+$/.exec(Buffer.from(bytes).toString().trim())?.[0] ?? Number.NaN);
/** It is compared with what /count should have said, and something came. */
const isCount = ({ check, got, wanted }: Saw): boolean =>
  check === 'count' && got.length > 0 && !Number.isNaN(numberIn(wanted));

const causes: LikelyCauses = [
  ['needs-a-comma', saw => dies(saw, /TypeError: .* after \* must be/)],
  ['not-all-bytes-are-text', saw => dies(saw, /UnicodeDecodeError:/)],
  ['bytes-in-bytes-out', saw => dies(saw, /TypeError: a bytes-like/)],
  ['never-listens', ({ waitingFor }) => waitingFor === 'listening'],
  ['answers-another', saw => isUnanswered(saw) && crosses(saw)],
  ['run-is-not-start', saw => isUnanswered(saw) && !hasThreads(saw) && /\.run\(\)/.test(saw.source)],
  ['one-at-a-time', saw => isUnanswered(saw) && !hasThreads(saw)],
  ['waits-for-each', saw => isUnanswered(saw) && hasThreads(saw) && /\.join\(/.test(saw.source)],
  ['close-wait', saw => saw.waitingFor === 'table' && isCloseWait(saw)],
  ['stays-behind', ({ waitingFor }) => waitingFor === 'table'],
  ['lost-updates', saw => isCount(saw) && numberIn(saw.got) < numberIn(saw.wanted)],
  ['count-is-a-line', saw => isCount(saw) && !(numberIn(saw.got) < numberIn(saw.wanted))],
  ['byte-exact', saw => saw.waitingFor === 'bytes' && saw.got.length > 0 && !isCount(saw)],
  ['outlives-its-end', ({ waitingFor }) => waitingFor === 'end'],
];
const echo = { port: 3333, causes };

async function echoes(client: Conversation, line: string): Promise<void> {
  await client.sends(line);
  await client.receives(line);
}

test('one', async ({ run }) => {
  const server = await run.server(echo);
  const client = await server.client();
  for (const line of ['hello\n', '안녕하세요\n', '\n', ' two words \r\n']) await echoes(client, line);
  await client.sends('in two ', 'pieces\n');
  await client.receives('in two pieces\n');
  await client.receivesNothingMore();
});

test('together', async ({ run }) => {
  const server = await run.server(echo);
  const stalled = await server.client();
  await stalled.sends('I am not ');
  const others: Conversation[] = [];
  for (let number = 2; number <= CLIENTS; number += 1) {
    const client = await server.client();
    await echoes(client, `I am ${number}\n`);
    others.push(client);
  }
  for (const [index, client] of others.entries()) await echoes(client, `still ${index + 2}\n`);
  await stalled.sends('done\n');
  await stalled.receives('I am not done\n');
});

test('leaves', async ({ run }) => {
  const server = await run.server(echo);
  await server.listening();
  const before = await server.holdings();
  const clients = await server.clients(5);
  for (const client of clients) await echoes(client, 'hi\n');
  for (const client of clients) await client.closes();
  await server.holds({ state: 'CLOSE-WAIT', atMost: 0 });
  await server.holdsNoMoreThan(before);
});

test('count', async ({ run }) => {
  const server = await run.server(echo);
  const clients = await server.clients(COUNTING);
  for (const client of clients) await echoes(client, 'first\n');
  // All second lines arrive together, so that their threads count at the same time.
  await server.wire.holds({ protocol: 'tcp', from: 'client', data: true, count: null });
  for (const client of clients) await client.sends('second\n');
  await server.wire.lets();
  for (const client of clients) await client.receives('second\n');
  const [asks] = clients;
  await asks?.sends('/count\n');
  await asks?.receives(`${2 * COUNTING}\n`);
});

test('stops', async ({ run }) => {
  const server = await run.server(echo);
  for (const client of await server.clients(3)) await echoes(client, 'hi\n');
  await server.endsOnCtrlC({ within: 2000 });
});
