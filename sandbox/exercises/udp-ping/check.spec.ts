/**
 * Judges udp_ping.py. The check is the server: it hears each ping, and answers in time, late, twice or never.
 * No answer is held against a clock of the check's own: late is what comes when the next ping has been heard.
 */
import { type LearnerModule, type LikelyCauses, type Saw, test } from '#grader/face';

const ADDRESS = '10.0.0.2';
const SERVER = { host: 'server', port: 9999 };
const STRANGER = { host: 'c2', port: 9999 };
/** Seconds that a ping is waited for. */
const PATIENCE = 0.5;
const IMPATIENCE = 0.2;
/** What a late answer took at least, however the two times were read. */
const WAITED = 0.45;

const isUnheard = ({ waitingFor, timedOut }: Saw): boolean => waitingFor === 'bytes' && timedOut;
const isStuck = ({ waitsIn }: Saw): boolean => (waitsIn ?? '').startsWith('recv');
const isAbout = ({ want }: Saw, key: string): boolean => want.startsWith(`'${key}'`);
const isOther = ({ waitingFor, got }: Saw): boolean => waitingFor === 'bytes' && got.length > 0;
const isNumber = ({ got }: Saw): boolean => /^\d+$/.test(new TextDecoder().decode(got));
const isLate = ({ check }: Saw): boolean => check === 'late' || check === 'swapped';

const causes: LikelyCauses = [
  ['no-such-function', ({ raised }) => raised === 'AttributeError'],
  ['time-over-is-an-answer', ({ raised }) => raised === 'TimeoutError' || raised === 'timeout'],
  ['bytes-in-bytes-out', ({ raised, message }) => raised === 'TypeError' && message.includes('bytes-like')],
  ['numbers-are-missing', saw => isOther(saw) && !isNumber(saw)],
  ['another-ping', isOther],
  ['still-waits', saw => saw.timedOut && isStuck(saw)],
  ['no-ping-came', saw => isUnheard(saw) && saw.check === 'all'],
  ['stops-at-a-loss', isUnheard],
  ['measured-from-the-wrong-send', ({ want, saw }) => want.includes('at least') && !saw.includes('missing')],
  ['late-is-not-lost', saw => isLate(saw) && isAbout(saw, 'received')],
  ['late-taken-for-the-next', saw => isLate(saw) && isAbout(saw, 'rtts')],
  ['counted-twice', ({ check, waitingFor }) => check === 'duplicate' && waitingFor === 'value'],
  ['a-stranger-answered', ({ check, waitingFor }) => check === 'stranger' && waitingFor === 'value'],
  ['not-what-happened', ({ waitingFor }) => waitingFor === 'value'],
];

const pings = (module: LearnerModule, count: number, timeout = PATIENCE) =>
  module.calls('ping', ADDRESS, SERVER.port, count, timeout);

/** What the function gives: so many sent, and those of them answered, each after so many seconds at least. */
const report = (sent: number, answered: readonly (readonly [number: number, atLeast: number])[]) => ({
  sent,
  received: answered.length,
  lost: sent - answered.length,
  rtts: new Map(answered.map(([number, atLeast]) => [number, { atLeast }])),
});
const atOnce = (...numbers: readonly number[]) => numbers.map(number => [number, 0] as const);

test('all', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  const call = pings(module, 10);
  for (const number of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
    await server.hears(`${number}`);
    await server.answers(`${number}`);
  }
  await call.returnsDict(report(10, atOnce(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)));
});

test('lost', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  await module.wire.drops({ protocol: 'udp', from: 'c1', nth: 3 });
  await module.wire.drops({ protocol: 'udp', from: 'c1', nth: 7 });
  const call = pings(module, 10);
  for (const number of [1, 2, 4, 5, 6, 8, 9, 10]) {
    await server.hears(`${number}`);
    await server.answers(`${number}`);
  }
  await call.returnsDict(report(10, atOnce(1, 2, 4, 5, 6, 8, 9, 10)));
});

test('late', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  const call = pings(module, 3);
  await server.hears('1');
  await server.answers('1');
  await server.hears('2');
  await server.hears('3');
  await server.answers('2');
  await call.returnsDict(report(3, [...atOnce(1), [2, WAITED]]));
});

test('duplicate', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  await module.wire.duplicates({ protocol: 'udp', from: 'server' });
  const call = pings(module, 2);
  await server.hears('1');
  await server.answers('1');
  await server.hears('2');
  await server.answers('2');
  await call.returnsDict(report(2, atOnce(1, 2)));
});

test('swapped', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  const call = pings(module, 3);
  await server.hears('1');
  await server.hears('2');
  await server.answers('2');
  await server.answers('1');
  await server.hears('3');
  await server.answers('3');
  await call.returnsDict(report(3, [[1, WAITED], ...atOnce(2, 3)]));
});

test('stranger', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  const stranger = await module.hears(STRANGER);
  const call = pings(module, 2);
  await server.hears('1');
  await stranger.answers('1', server.asker);
  await server.hears('2');
  await server.answers('2');
  await call.returnsDict(report(2, atOnce(2)));
});

test('none', async ({ run }) => {
  const module = await run.module({ causes });
  const server = await module.hears(SERVER);
  const call = pings(module, 3, IMPATIENCE);
  for (const number of [1, 2, 3]) await server.hears(`${number}`);
  await call.returnsDict(report(3, []));
});
