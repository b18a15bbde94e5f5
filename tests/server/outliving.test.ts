/** A box and its page when the connection breaks, nobody uses it, or the server ends: on real sockets and programs. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, test, vi } from 'vitest';
import { WebSocketServer } from 'ws';
import { watchPulse } from '../../src/server/pulse.ts';
import { TIMES } from '../../src/server/sessions.ts';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

const open = (lab: string) => ({ type: 'open', lab, whatIf: null }) as const;
const resume = (session: string, after = -1) => ({ type: 'resume', session, after }) as const;

test('a box outlives its connection by two minutes and its last use by thirty, told five before', () => {
  const minutes = Object.fromEntries(Object.entries(TIMES).map(([name, ms]) => [name, ms / 60_000]));
  expect(minutes).toEqual({ droppedMs: 2, idleMs: 30, warnMs: 5 });
});

test('a page is warned before its unused box is closed, with the time that is left', async () => {
  await using stand = await openStand({ times: { ...TIMES, idleMs: 1200, warnMs: 700 } });
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  const { leftMs } = await page.got('idle');
  expect(leftMs).toBeGreaterThan(300);
  expect(leftMs).toBeLessThanOrEqual(700);
  expect(page.all('closed')).toEqual([]);
  expect((await page.got('closed')).why).toBe('idle');
  expect(page.all('idle')).toHaveLength(1);
});

test.each([
  ['a press on "Keep it"', (page: Page) => page.send({ type: 'stay' })],
  ['a step', (page: Page) => page.send({ type: 'step', program: 'client', how: 'line' })],
  ['a key', (page: Page) => page.type(0, 'x')],
  ['a check of the exercise', (page: Page) => page.send({ type: 'check', exercise: 'echo-once' })],
])('%s takes the warning back, and the time begins anew', async (_, use) => {
  await using stand = await openStand({ times: { ...TIMES, idleMs: 1500, warnMs: 1000 } });
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  await page.got('idle');
  const usedAt = performance.now();
  use(page);
  expect((await page.got('idle', 2)).leftMs).toBeNull();
  await page.got('closed');
  // From its use, and not from the opening: the warning alone came half a second after that.
  expect(performance.now() - usedAt).toBeGreaterThan(1300);
  expect(page.all('idle').map(({ leftMs }) => leftMs === null)).toEqual([false, true, false]);
});

test('what a page sends by itself does not keep an unused box', async () => {
  await using stand = await openStand({ times: { ...TIMES, idleMs: 1000, warnMs: 800 } });
  await using page = await Page.connect(stand.port);
  const { session } = await page.ask(open('cat'), 'opened');
  await page.got('idle');
  page.send({ type: 'credit', program: 'client', bytes: 1 });
  page.send({ type: 'resize', program: 'client', cols: 70, rows: 9 });
  page.send({ type: 'file-read', exercise: 'echo-once' });
  await page.ask({ type: 'ping' }, 'pong');
  await using again = await Page.connect(stand.port);
  await again.ask(resume(session), 'opened');
  // The page that comes back is told as well, for it has seen no warning.
  expect((await again.got('idle')).leftMs).toBeGreaterThan(0);
  expect((await again.got('closed')).why).toBe('idle');
  expect(page.all('idle')).toHaveLength(1);
});

test('a session of a server before is told apart from one that has ended', async () => {
  await using before = await openStand();
  await using page = await Page.connect(before.port);
  const { session } = await page.ask(open('cat'), 'opened');
  await using after = await openStand();
  await using again = await Page.connect(after.port);
  expect(await again.ask(resume(session), 'refused')).toMatchObject({ code: 'server-restarted' });
  const own = await again.ask(open('cat'), 'opened');
  await again.ask({ type: 'close' }, 'closed');
  await using late = await Page.connect(after.port);
  expect(await late.ask(resume(own.session), 'refused')).toMatchObject({ code: 'unknown-session' });
});

test('a page that comes back is told how many keys and commands have come, and where the walk stands', async () => {
  await using stand = await openStand();
  const first = await Page.connect(stand.port);
  const { session, taken, walk } = await first.ask(open('cat'), 'opened');
  expect({ taken, walk }).toEqual({
    taken: { keys: { client: 0 }, commands: 0 },
    walk: { reached: null, moving: false },
  });
  await first.until(() => first.text(0).includes('ready'));
  first.type(0, 'one\n');
  await first.ask({ type: 'next' }, 'next-done');
  await first.ask({ type: 'step', program: 'client', how: 'call' }, 'refused');
  await first.ask({ type: 'ping' }, 'pong');
  first.cut();
  await using second = await Page.connect(stand.port);
  const back = await second.ask(resume(session), 'opened');
  expect(back.taken).toEqual({ keys: { client: 4 }, commands: 2 });
  expect(back.walk).toEqual({ reached: 'first', moving: false });
});

/** A page that went away while a move was under way, and another one in its place. */
async function leftDuringMove() {
  const finish = Promise.withResolvers<string>();
  const createWalk = () => ({ next: () => finish.promise, follow: async () => {} });
  const stand = await openStand({}, { createWalk });
  const first = await Page.connect(stand.port);
  const { session } = await first.ask(open('cat'), 'opened');
  first.send({ type: 'next' });
  await first.ask({ type: 'ping' }, 'pong');
  first.cut();
  const second = await Page.connect(stand.port);
  return {
    ...{ finish, session, second },
    async [Symbol.asyncDispose]() {
      await second[Symbol.asyncDispose]();
      await stand[Symbol.asyncDispose]();
    },
  };
}

test('a move that ends while the page is away is told to the page that is back', async () => {
  await using away = await leftDuringMove();
  const { finish, session, second } = away;
  expect((await second.ask(resume(session), 'opened')).walk).toEqual({ reached: null, moving: true });
  finish.resolve('m1');
  expect((await second.got('next-done')).move).toBe('m1');
});

test('a move that is refused while the page is away is told to the page that is back', async () => {
  await using away = await leftDuringMove();
  const { finish, session, second } = away;
  await second.ask(resume(session), 'opened');
  finish.reject(Object.assign(new Error('blocked in recv'), { name: 'MoveStuck' }));
  expect(await second.got('refused')).toMatchObject({ request: 'next', code: 'move-stuck' });
});

test('keys that come late on a connection that was taken over are not taken twice', async () => {
  await using stand = await openStand();
  await using first = await Page.connect(stand.port);
  const { session } = await first.ask(open('cat'), 'opened');
  await first.until(() => first.text(0).includes('ready'));
  await using second = await Page.connect(stand.port);
  // The first page reads nothing for now, so it does not yet know that it was taken over.
  first.freeze();
  await second.ask(resume(session, 0), 'opened');
  first.type(0, 'late\n');
  first.send({ type: 'step', program: 'client', how: 'line' });
  first.thaw();
  await first.until(() => first.closeCode !== null);
  second.type(0, 'mine\n');
  await second.until(() => second.text(0).endsWith('mine\r\n'));
  expect(second.text(0)).toBe('ready\r\nmine\r\n');
  expect(stand.boxes[0]?.trace.map(event => event.type === 'move' && event.move)).toEqual(['started-client']);
});

test('a server that ends closes every box, tells each page, and only then says goodbye', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  const pid = stand.boxes[0]?.ptys.get('client')?.pid ?? 0;
  let wasAlive: boolean | undefined;
  void page.got('closed').then(() => {
    wasAlive = isAlive(pid);
  });
  await stand.labs.close();
  await page.until(() => page.closeCode !== null);
  expect(page.all('closed')).toEqual([{ type: 'closed', why: 'ended' }]);
  expect(wasAlive).toBe(false);
  expect(page.closeCode).toBe(1001);
});

test('a server that ends does not wait for a page that answers nothing', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  page.freeze();
  await stand.labs.close();
  page.thaw();
  await page.until(() => page.closeCode !== null);
});

test('a page that is gone without a goodbye is noticed, one that only says nothing is not cut off', async () => {
  const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  let pings = 0;
  server.on('connection', socket => {
    socket.on('pong', () => {
      pings += 1;
    });
    watchPulse(socket, 400);
  });
  await using page = await Page.connect((server.address() as AddressInfo).port, {}, '/');
  await vi.waitUntil(() => pings === 3, { timeout: 10_000 });
  expect(page.closeCode).toBeNull();
  page.freeze();
  await vi.waitUntil(() => server.clients.size === 0, { timeout: 10_000 });
  page.thaw();
  await page.until(() => page.closeCode !== null);
  await new Promise(resolve => server.close(resolve));
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
