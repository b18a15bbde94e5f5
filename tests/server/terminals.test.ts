/**
 * Terminal output under byte credit. The regression this holds off: `yes` in one terminal made the
 * server hold hundreds of megabytes and the other terminal deaf (notes/terminals.md, table 1).
 */
import { expect, test, vi } from 'vitest';
import { CREDIT_BYTES, CREDIT_PORTION } from '#protocol/channels';
import { Page } from './page.ts';
import { openStand } from './stand.ts';

const FLOOD = 0;
const QUIET = 1;
const open = { type: 'open', lab: 'flood', whatIf: null } as const;
/** What the kernel's buffers of one connection hold (net.ipv4.tcp_rmem and tcp_wmem), and some more. */
const LIMIT = 24 * 1024 * 1024;
const bytesOf = (page: Page, channel: number): number => page.output.get(channel)?.length ?? 0;

/** Gives credit back for what has come, as the page does when xterm has drawn it. */
function drawing(page: Page): () => void {
  let credited = 0;
  return () => {
    const owed = bytesOf(page, FLOOD) - credited;
    if (owed < CREDIT_PORTION) return;
    credited += owed;
    page.send({ type: 'credit', program: 'flood', bytes: owed });
  };
}

test('a flood stops exactly where the credit is used up, and the program waits', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  await page.until(() => bytesOf(page, FLOOD) === CREDIT_BYTES);
  // Many rounds through the same socket: whatever else was on its way has come before their answers.
  await page.until(() => page.text(QUIET).includes('ready'));
  for (let round = 0; round < 50; round += 1) {
    page.type(QUIET, `round ${round}\n`);
    await page.until(() => page.text(QUIET).includes(`round ${round}\r\n`));
  }
  expect(bytesOf(page, FLOOD)).toBe(CREDIT_BYTES);
  // node-pty reads at most 64 kB at once, and one read may be under way when it is paused.
  expect(stand.boxes[0]?.read.get('flood')).toBeLessThanOrEqual(CREDIT_BYTES + 2 * 64 * 1024);
});

test('credit lets as much through as was given back, and no byte is lost or doubled', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  const draw = drawing(page);
  const total = 16 * CREDIT_BYTES;
  await page.until(() => {
    draw();
    return bytesOf(page, FLOOD) >= total;
  });
  const expected = 'sockscope\r\n'.repeat(total);
  const seen = page.text(FLOOD);
  expect(expected.startsWith(seen)).toBe(true);
});

test('a page that claims to draw and reads nothing does not fill the server', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  const box = stand.boxes[0];
  page.freeze();
  const read = (): number => box?.read.get('flood') ?? 0;
  let last = 0;
  // Forged credit, each portion taken before the next is sent, until nothing more is read for it.
  for (let round = 1, idle = 0; idle < 100 && read() < LIMIT; round += 1) {
    page.send({ type: 'credit', program: 'flood', bytes: CREDIT_BYTES });
    page.send({ type: 'step', program: 'quiet', how: 'line' });
    await vi.waitUntil(() => box?.trace.length === round + 2, { interval: 1 });
    idle = read() === last ? idle + 1 : 0;
    last = read();
  }
  expect(read()).toBeLessThan(LIMIT);
  page.thaw();
  page.type(QUIET, 'awake\n');
  await page.until(() => page.text(QUIET).includes('awake'));
});

test('the other terminal answers at once during a flood that is being drawn', async () => {
  await using stand = await openStand();
  await using page = await Page.connect(stand.port);
  await page.ask(open, 'opened');
  await page.until(() => page.text(QUIET).includes('ready'));
  const draw = drawing(page);
  const before = bytesOf(page, FLOOD);
  const delays: number[] = [];
  for (let round = 0; round < 30 || bytesOf(page, FLOOD) < before + 8 * CREDIT_BYTES; round += 1) {
    const sent = performance.now();
    page.type(QUIET, `key ${round}\n`);
    await page.until(() => {
      draw();
      return page.text(QUIET).includes(`key ${round}\r\n`);
    });
    delays.push(performance.now() - sent);
  }
  delays.sort((one, other) => one - other);
  // Without credit this is seconds; with it about a millisecond. The bound leaves room for a busy machine.
  expect(delays[delays.length >> 1]).toBeLessThan(200);
});

test('a flood goes on after a broken connection without a gap', async () => {
  await using stand = await openStand();
  const first = await Page.connect(stand.port);
  const { session } = await first.ask(open, 'opened');
  await first.until(() => bytesOf(first, FLOOD) > 1000);
  first.cut();
  const received = bytesOf(first, FLOOD);
  const had = first.text(FLOOD);
  await using second = await Page.connect(stand.port);
  second.send({ type: 'resume', session, after: -1, received: { flood: received } });
  const draw = drawing(second);
  await second.until(() => {
    draw();
    return bytesOf(second, FLOOD) > 4 * CREDIT_BYTES;
  });
  const seen = had + second.text(FLOOD);
  expect('sockscope\r\n'.repeat(seen.length).startsWith(seen)).toBe(true);
});
