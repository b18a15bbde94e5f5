/** A tab's lab from open to close, over a real socket with real programs in terminals. */
import { expect, test, vi } from 'vitest';
import { TAKEN_OVER } from '#protocol/messages';
import { TIMES } from '../../src/server/sessions.ts';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

const open = (lab: string) => ({ type: 'open', lab, whatIf: null }) as const;
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('opening names the session and the channels, then sends every event from the first', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const opened = await page.ask(open('other'), 'opened');
  expect(opened).toMatchObject({ lab: 'other', whatIf: null, channels: { client: 0, server: 1 } });
  expect(opened.session).toMatch(/^[0-9a-f]{32}$/);
  await page.until(() => page.seqs.length === 2);
  expect(page.messages.map(({ type }) => type).slice(0, 2)).toEqual(['opened', 'trace']);
  expect(page.seqs).toEqual([0, 1]);
});

test.each([
  ['an unknown lab', 'no-such-lab', 'unknown-lab'],
  ['a box that cannot be opened', 'broken', 'box-did-not-open'],
])('%s is refused, and the tab can open another', async (_, lab, code) => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  expect(await page.ask(open(lab), 'refused')).toMatchObject({ request: 'open', code });
  expect((await page.ask(open('cat'), 'opened')).lab).toBe('cat');
});

test('without a sandbox the refusal carries the reason', async () => {
  const canOpenBoxes = async () => ({ live: false, why: 'no bubblewrap' });
  await using stand = await openStand({}, { canOpenBoxes });
  await using page = await Page.connect(stand.port);
  const refused = await page.ask(open('cat'), 'refused');
  expect(refused).toMatchObject({ code: 'no-sandbox', detail: 'no bubblewrap' });
});

test('opening another lab closes the first box before', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  const pid = stand.boxes[0]?.ptys.get('client')?.pid ?? 0;
  expect(isAlive(pid)).toBe(true);
  await page.ask(open('other'), 'opened');
  expect(isAlive(pid)).toBe(false);
});

test('pressing open three times in a row leaves one box', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  page.send(open('cat'));
  page.send(open('cat'));
  page.send(open('other'));
  await page.until(() => page.all('opened').some(({ lab }) => lab === 'other'));
  const alive = stand.boxes.flatMap(box => [...box.ptys.values()].map(({ pid }) => pid)).filter(isAlive);
  expect(alive).toHaveLength(2);
  expect(page.all('refused')).toEqual([]);
});

test('the ninth box is refused; one that was left behind makes room', async () => {
  await using stand = await openStand();
  const pages: Page[] = [];
  for (let index = 0; index < 8; index += 1) {
    const page = await Page.connect(stand.port);
    pages.push(page);
    await page.ask(open('cat'), 'opened');
  }
  await using ninth = await Page.connect(stand.port);
  expect((await ninth.ask(open('cat'), 'refused')).code).toBe('too-many-boxes');
  pages[3]?.cut();
  await vi.waitUntil(async () => {
    ninth.send(open('cat'));
    const answers = () => ninth.all('refused').length + ninth.all('opened').length;
    const before = answers();
    await ninth.until(() => answers() > before);
    return ninth.all('opened').length > 0;
  });
  expect(pages.filter(page => page.all('closed').length > 0)).toEqual([]);
  for (const page of pages) await page[Symbol.asyncDispose]();
});

test('requests for no box, no program, a running program and a stuck move have their codes', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  const refusal = async (message: Parameters<Page['send']>[0]): Promise<string> =>
    (await page.ask(message, 'refused')).code;
  expect(await refusal({ type: 'step', program: 'client', how: 'line' })).toBe('no-box');
  await page.ask(open('cat'), 'opened');
  expect(await refusal({ type: 'step', program: 'nobody', how: 'line' })).toBe('unknown-program');
  expect(await refusal({ type: 'step', program: 'client', how: 'call' })).toBe('not-paused');
  expect((await page.ask({ type: 'next' }, 'next-done')).move).toBe('first');
  expect(await refusal({ type: 'next' })).toBe('move-stuck');
});

test('a second Next during the first is refused; closing the lab ends the first without a fault', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  await page.ask({ type: 'next' }, 'next-done');
  await page.ask({ type: 'next' }, 'refused');
  page.send({ type: 'next' });
  expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('not-paused');
  expect((await page.ask({ type: 'close' }, 'closed')).why).toBe('asked');
  await page.ask(open('cat'), 'opened');
  expect(page.all('closed')).toHaveLength(1);
  expect(stand.logged).toEqual([]);
});

test('our own failure closes the box with why fault, is logged, and the server goes on', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  expect((await page.ask({ type: 'pause', program: 'client' }, 'closed')).why).toBe('fault');
  expect(stand.logged.join()).toContain('the supervisor answered nonsense');
  await page.ask(open('cat'), 'opened');
  stand.boxes[1]?.die();
  expect((await page.got('closed', 2)).why).toBe('fault');
  expect((await page.ask({ type: 'next' }, 'refused')).code).toBe('no-box');
});

test('a resumed session gets exactly the events and the output it has missed', async () => {
  await using stand = await openStand();
  const first = await Page.connect(stand.port);
  const { session } = await first.ask(open('cat'), 'opened');
  await first.until(() => first.text(0).includes('ready'));
  first.type(0, 'before\n');
  await first.until(() => first.text(0).includes('before') && first.seqs.length === 1);
  const received = { client: first.output.get(0)?.length ?? 0 };
  first.cut();
  stand.boxes[0]?.mark('missed-1');
  stand.boxes[0]?.terminal('client')?.write('meanwhile\n');
  stand.boxes[0]?.mark('missed-2');
  await using second = await Page.connect(stand.port);
  const opened = await second.ask({ type: 'resume', session, after: 0, received }, 'opened');
  expect(opened).toMatchObject({ session, lab: 'cat', channels: { client: 0 } });
  second.type(0, 'after\n');
  await second.until(() => second.text(0).includes('after'));
  expect(second.seqs).toEqual([1, 2]);
  expect(second.text(0)).toBe('meanwhile\r\nafter\r\n');
});

test('a reloaded page, which has nothing, gets everything again', async () => {
  await using stand = await openStand();
  const first = await Page.connect(stand.port);
  const { session } = await first.ask(open('cat'), 'opened');
  await first.until(() => first.text(0).includes('ready'));
  first.type(0, 'before\n');
  await first.until(() => first.text(0).includes('before'));
  first.cut();
  await using second = await Page.connect(stand.port);
  await second.ask({ type: 'resume', session, after: -1 }, 'opened');
  await second.until(() => second.seqs.length > 0 && second.text(0) !== '');
  expect(second.seqs).toEqual([0]);
  expect(second.text(0)).toBe('ready\r\nbefore\r\n');
});

test('resuming while the old connection still stands ends the old one with its own code', async () => {
  await using stand = await openStand();
  await using first = await Page.connect(stand.port);
  const { session } = await first.ask(open('cat'), 'opened');
  await using second = await Page.connect(stand.port);
  await second.ask({ type: 'resume', session, after: -1 }, 'opened');
  await first.until(() => first.closeCode !== null);
  expect(first.closeCode).toBe(TAKEN_OVER);
  second.type(0, 'mine\n');
  await second.until(() => second.text(0).includes('mine'));
});

test('a box whose page is gone lives on for a while, then is closed and cannot be resumed', async () => {
  await using stand = await openStand({ times: { ...TIMES, droppedMs: 300 } });
  const page = await Page.connect(stand.port);
  const { session } = await page.ask(open('cat'), 'opened');
  const pid = stand.boxes[0]?.ptys.get('client')?.pid ?? 0;
  page.cut();
  expect(isAlive(pid)).toBe(true);
  await stand.boxes[0]?.closed;
  expect(isAlive(pid)).toBe(false);
  await using late = await Page.connect(stand.port);
  const refused = await late.ask({ type: 'resume', session, after: -1 }, 'refused');
  expect(refused).toMatchObject({ request: 'resume', code: 'unknown-session' });
});

test('a box that nobody touches is closed and the page is told why', async () => {
  await using stand = await openStand({ times: { ...TIMES, idleMs: 300 } });
  await using page = await Page.connect(stand.port);
  await page.ask(open('cat'), 'opened');
  expect((await page.got('closed')).why).toBe('idle');
  const pid = stand.boxes[0]?.ptys.get('client')?.pid ?? 0;
  expect(isAlive(pid)).toBe(false);
});

test('closing the server closes every box and tells every page', async () => {
  await using stand = await openStand();
  await using one = await Page.connect(stand.port);
  await using other = await Page.connect(stand.port);
  await one.ask(open('cat'), 'opened');
  await other.ask(open('other'), 'opened');
  const pids = stand.boxes.flatMap(box => [...box.ptys.values()].map(({ pid }) => pid));
  const closing = stand.labs.close();
  one.send(open('cat')); // one more click while the server closes opens nothing
  await closing;
  expect(stand.boxes).toHaveLength(2);
  expect(pids).toHaveLength(3);
  expect(pids.filter(isAlive)).toEqual([]);
  await one.until(() => one.closeCode !== null);
  expect(one.closeCode).toBe(1001);
});
