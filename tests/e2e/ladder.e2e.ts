/**
 * The ladder as a reader reads it: what was lost and sent again, the numbers as they stand in the header,
 * real time, what is picked, and a trace that is longer than anybody scrolls.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { Rule, WireSetting } from '#protocol/wire';
import { golden } from '../lab/golden.ts';
import { ACK, ARP, ARP_REPLY, DATA, type Happening, SYN, SYN_ACK, traceOf } from '../lab/wire-fixture.ts';
import { repeated } from '../trace/repeated.ts';
import { expect, type Locator, type Page, tagged, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { showTrace } from './shown-trace.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

// Several rungs are in view at once, below the programs and the sockets.
test.use({ viewport: { width: 1440, height: 1300 } });

const wireOf = (page: Page): Locator => labOf(page).getByRole('table', { name: 'Wire' });
const rowsOf = (page: Page): Locator => wireOf(page).locator('.lab-frame');
const rowOf = (page: Page, text: string | RegExp): Locator => rowsOf(page).filter({ hasText: text });

const SERVER = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
c.sendall(c.recv(100).upper())
`;
const CLIENT = `import socket
s = socket.socket()
s.connect(('10.0.0.2', 3333))
s.sendall(b'hello')
print(s.recv(100))
input()
`;

/** The first data of the client is lost. */
const LOSSY = WireSetting.parse({
  rules: [
    Rule.parse({
      id: 'lose',
      match: { protocol: 'tcp', from: 'client', data: true },
      verb: 'drop',
      count: 1,
    }),
  ],
});

test('what is lost has its cross, what is sent again says of which row, and time shows the wait', async ({
  page,
}) => {
  await using stand = await startLabStand(
    { 'server@server': SERVER, 'client@client': CLIENT },
    { wire: LOSSY },
  );
  await stand.run(page);
  const lost = rowOf(page, 'dropped by rule lose');
  await expect(lost).toContainText('PSH, ACK 5 bytes');
  await expect(lost.locator('.lab-arrow-end'), 'a cross on the wire').toHaveCount(1);
  const number = await lost.locator('.lab-frame-number').textContent();
  const again = rowOf(page, `retransmission of #${number}`).first();
  await expect(again).toContainText('PSH, ACK 5 bytes');
  // A machine with much to do sends it again once more, or a FIN that it acknowledges late.
  for (const text of await rowOf(page, 'retransmission').allTextContents())
    expect(text, 'no mere acknowledgement is called one').toMatch(/PSH, ACK 5 bytes|FIN, ACK/);
  await expect(lost.locator('.lab-numbers')).toHaveText('seq 1, ack 1');
  await expect(again.locator('.lab-numbers')).toHaveText('seq 1, ack 1');
  const inOrder = await rowsOf(page).allTextContents();

  // By keyboard alone; the rows stay, in their order, and tell what was compressed.
  const realTime = page.getByRole('switch', { name: 'Real time' });
  await realTime.focus();
  await page.keyboard.press('Space');
  await expect(realTime).toBeChecked();
  await expect(lost).toContainText(/then nothing for [1-9]\d+ ms/);
  await expect(lost.locator('.lab-silence')).toContainText(/… [1-9]\d+ ms …/);
  const inTime = await rowsOf(page).allTextContents();
  expect(inTime.map((text, index) => text.startsWith(inOrder[index]?.slice(0, 20) ?? '?'))).not.toContain(
    false,
  );
  const heights = await rowsOf(page).evaluateAll(rows => rows.map(row => row.getBoundingClientRect().height));
  const silent = heights[Number(await lost.getAttribute('aria-rowindex')) - 2];
  expect(silent, 'time that passes is room').toBeGreaterThan(1.5 * Math.min(...heights));

  await page.reload();
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await expect(realTime, 'the choice is kept').toBeChecked();
});

test('absolute numbers are those in the bytes of the frame', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'connect');
  const answer = rowOf(page, 'SYN, ACK');
  await expect(answer.locator('.lab-numbers')).toHaveText('seq 0, ack 1');
  await page.getByRole('switch', { name: 'Absolute numbers' }).focus();
  await page.keyboard.press('Enter');
  const shown = await answer.locator('.lab-numbers').textContent();
  const [, seq, ack] = /^seq (\d+), ack (\d+)$/.exec(shown ?? '') ?? [];
  await answer.getByRole('button', { name: 'SYN, ACK' }).press('Enter');
  await expect(page.locator('.lab-bytes-hex [data-at="45"]')).toBeVisible();
  const bytes = await page.locator('.lab-bytes-hex [data-at]').allTextContents();
  const numberAt = (at: number) => Number.parseInt(bytes.slice(at, at + 4).join(''), 16);
  expect([Number(seq), Number(ack)]).toEqual([numberAt(38), numberAt(42)]);
  expect(Number(seq)).toBeGreaterThan(1);
});

/** A delay of 40 ms each way, and what was sent first arrives last. */
const DELAYED: readonly Happening[] = [
  { id: 1, at: 0, frame: ARP },
  { id: 1, at: 1 },
  { id: 2, at: 2, frame: ARP_REPLY },
  { id: 2, at: 3 },
  { id: 3, at: 4, frame: SYN },
  { id: 3, at: 44 },
  { id: 4, at: 45, frame: SYN_ACK },
  { id: 4, at: 85 },
  { id: 5, at: 86, frame: ACK },
  { id: 6, at: 90, frame: DATA },
  { id: 6, at: 130 },
  { id: 5, at: 150 },
];

test('in real time an arrow ends beside what happened when it arrived', async ({ page, site }) => {
  await showTrace(page, site, traceOf(DELAYED));
  await page.getByRole('switch', { name: 'Real time' }).click();
  const arrow = (text: string | RegExp) => rowOf(page, text).locator('.lab-arrow');
  const boxOf = async (text: string | RegExp) => (await arrow(text).boundingBox()) ?? { y: 0, height: 0 };
  await expect.poll(async () => (await boxOf(/\bSYN\b(?!,)/)).height).toBeGreaterThan(12);
  const [syn, answer, ack, data] = [
    await boxOf(/\bSYN\b(?!,)/),
    await boxOf('SYN, ACK'),
    await boxOf(/(?<!, )\bACK\b/),
    await boxOf('5 bytes'),
  ];
  expect(Math.abs(syn.y + syn.height - answer.y), 'the answer leaves when the SYN arrives').toBeLessThan(6);
  expect(ack.y, 'first sent').toBeLessThan(data.y);
  expect(ack.y + ack.height, 'last to arrive').toBeGreaterThan(data.y + data.height);
});

test('what is picked elsewhere is brought into view, and the rest steps back', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'end');
  const syn = rowOf(page, /\bSYN\b(?!,)/);
  await expect(syn, 'the newest frames are in view').not.toBeInViewport();
  await page
    .getByRole('region', { name: 'client', exact: true })
    .getByRole('button', { name: /^connect → / })
    .click();
  await expect(syn).toBeInViewport();
  await expect(syn).toHaveAttribute('data-light', 'lit');
  const dimmed = rowOf(page, 'FIN, ACK').first().locator('.lab-shots');
  await expect(dimmed).toHaveCSS('opacity', '0.45');
  await page.keyboard.press('Escape');
  await expect(dimmed).toHaveCSS('opacity', '1');
});

test('of a long trace a part is drawn, and the keyboard reaches every frame', async ({ page, site }) => {
  await showTrace(page, site, repeated(golden, 3000));
  const total = Number(await wireOf(page).getAttribute('aria-rowcount')) - 1;
  expect(total).toBeGreaterThan(300);
  const drawn = await rowsOf(page).count();
  expect(drawn).toBeLessThanOrEqual(90);
  await expect(rowsOf(page).last()).toHaveAttribute('aria-rowindex', String(total + 1));
  await expect(rowsOf(page).last(), 'the newest is in view').toBeInViewport();

  const earlier = wireOf(page).getByRole('button', { name: /^Earlier frames/ });
  const numberAt = (row: Locator) => row.getAttribute('aria-rowindex').then(index => Number(index) - 1);
  for (let first = await numberAt(rowsOf(page).first()); first > 1; ) {
    await earlier.press('Enter');
    const focused = rowsOf(page).filter({ has: page.locator(':focus') });
    expect(await numberAt(focused), 'the frame before the first one').toBe(first - 1);
    await expect(focused).toBeInViewport();
    first = await numberAt(rowsOf(page).first());
  }
  await expect(earlier).toHaveCount(0);
  await expect(rowsOf(page).first()).toContainText('ARP who-has');

  const later = wireOf(page).getByRole('button', { name: /^Later frames/ });
  const last = await numberAt(rowsOf(page).last());
  await later.press('Enter');
  expect(await numberAt(rowsOf(page).filter({ has: page.locator(':focus') }))).toBe(last + 1);
});

/** One notch, to the end of what it moves: several at once would go on past what they bring. */
async function turnWheel(page: Page, by: number): Promise<void> {
  // Input overtakes an evaluation: this one must have returned before the wheel turns.
  await page.evaluate(
    'void (window.rests = new Promise(done => addEventListener("scrollend", () => done(), { capture: true, once: true })))',
  );
  await page.mouse.wheel(0, by);
  await page.evaluate('window.rests');
}

test('scrolling up through a long trace goes on as if all of it were there', async ({ page, site }) => {
  await showTrace(page, site, repeated(golden, 2000));
  await labOf(page).getByRole('region', { name: 'Wire', exact: true }).hover();
  const first = () => rowsOf(page).first().getAttribute('aria-rowindex').then(Number);
  const before = await first();
  for (let turn = 0; turn < 240 && (await first()) === before; turn += 1) await turnWheel(page, -100);
  expect(await first()).toBeLessThan(before);
  const seen = rowsOf(page).filter({ has: page.locator(`xpath=self::*[@aria-rowindex="${before}"]`) });
  await expect(seen, 'what was read stays in view').toBeInViewport();
});

test('a frame that has just been sent is seen to go, unless motion is not wanted', async ({ page, site }) => {
  const going = async (reducedMotion: 'reduce' | 'no-preference') => {
    await page.emulateMedia({ reducedMotion });
    await page.goto(`${site}en/lessons/echo-once/`);
    await page.getByRole('button', { name: 'Look through the recording' }).click();
    await walkTo(page, 'client-create');
    await page.evaluate(`
      window.seen = [];
      addEventListener('animationstart', ({ animationName, target }) =>
        seen.push([animationName, target.getAnimations()[0].effect.getTiming().duration]));
    `);
    await walkTo(page, 'connect');
    await expect(rowOf(page, 'SYN, ACK')).toBeVisible();
    // An animation begins with the frame that draws it.
    await page.evaluate('new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))');
    return page.evaluate<[string, number][]>('seen.filter(([name]) => name.startsWith("lab-goes"))');
  };
  const seen = await going('no-preference');
  expect(seen.length).toBeGreaterThan(2);
  for (const [, duration] of seen) expect(duration).toBeLessThanOrEqual(250);
  expect(await going('reduce')).toEqual([]);
});

for (const locale of ['en', 'ko'] as const satisfies Locale[])
  test(`the ladder keeps nobody out, in order or in real time (${tagged(locale)})`, async ({
    page,
    site,
  }) => {
    await showTrace(page, site, traceOf(DELAYED), { locale });
    for (const key of ['lab.wire.absolute', 'lab.wire.real-time'])
      await page.getByRole('switch', { name: say(locale, key) }).click();
    await page.getByRole('button', { name: 'SYN', exact: true }).click();
    await expect(page.getByRole('listbox')).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const { violations } = await new AxeBuilder({ page }).include('.lab-pane:has(.lab-wire)').analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
    }
  });
