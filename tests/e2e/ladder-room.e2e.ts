/**
 * The ladders of other networks where there is little room: five machines in a row, three on a switch, one
 * that talks to itself. Nothing lies over anything else, and a finger opens a frame.
 */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';

test.use({ hasTouch: true });

const server = (connections = 1) => `import socket
s = socket.create_server(('0.0.0.0', 3333))
for _ in range(${connections}):
    c, peer = s.accept()
    c.sendall(c.recv(100).upper())
    c.close()
`;
const client = (address: string) => `import socket
s = socket.create_connection(('${address}', 3333))
s.sendall(b'hello')
print(s.recv(100))
s.close()
`;

const LADDERS = [
  ['chain', { 'server@h3': server(), 'client@h1': client('10.3.0.10') }, 5],
  ['trio', { 'server@server': server(2), 'one@c1': client('10.0.0.2'), 'two@c2': client('10.0.0.2') }, 3],
  ['solo', { 'server@pc': server(), 'client@pc': client('127.0.0.1') }, 2],
] as const satisfies [string, Record<string, string>, number][];

const SIZES = [
  // The second is 1280 × 900 at 200 %.
  { name: '360 px', width: 360, height: 800 },
  { name: '200 %', width: 640, height: 450 },
  { name: '1440 px', width: 1440, height: 900 },
];

type Box = { text: string; left: number; right: number; top: number; bottom: number };

/** What is drawn of these elements, of each line of text by itself. */
const boxesOf = (all: Locator): Promise<Box[]> =>
  all.evaluateAll(elements =>
    elements.map(element => {
      const { left, right, top, bottom } = element.getBoundingClientRect();
      return { text: element.textContent ?? '', left, right, top, bottom };
    }),
  );

const overlaps = (boxes: readonly Box[]): string[] =>
  boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter(
        other =>
          one.left < other.right - 1 &&
          other.left < one.right - 1 &&
          one.top < other.bottom - 1 &&
          other.top < one.bottom - 1,
      )
      .map(other => `${one.text} over ${other.text}`),
  );

async function expectLegible(page: Page, lanes: number, state: string): Promise<void> {
  const table = page.locator('.lab-wire');
  const names = await boxesOf(table.locator('.lab-lane-name'));
  expect(names, state).toHaveLength(lanes);
  expect(overlaps(names), `${state}: names`).toEqual([]);
  const labels = await boxesOf(table.locator('.lab-rung-label > *'));
  expect(overlaps(labels), `${state}: texts`).toEqual([]);
  const [room] = await boxesOf(page.locator('.lab-wire-scroll'));
  for (const { text, left, right } of [...names, ...labels]) {
    expect(left, `${state}: ${text}`).toBeGreaterThanOrEqual((room?.left ?? 0) - 1);
    expect(right, `${state}: ${text}`).toBeLessThanOrEqual((room?.right ?? 0) + 1);
  }
  const html = await page.locator('html').evaluate(each => each.scrollWidth - each.clientWidth);
  expect(html, `${state}: the page does not scroll sideways`).toBeLessThanOrEqual(0);
}

for (const [network, sources, lanes] of LADDERS)
  test(`the ladder of ${network} is legible from 360 px, and by touch`, async ({ page }) => {
    await using stand = await startLabStand(sources, { network });
    await stand.run(page);
    const rows = page.locator('.lab-frame');
    await expect(rows.filter({ hasText: 'FIN, ACK' }).nth(1)).toBeAttached();
    for (const { name, width, height } of SIZES) {
      await page.setViewportSize({ width, height });
      if (width <= 800) await page.getByRole('button', { name: 'Lab', exact: true }).click();
      for (const axis of ['order', 'real time'] as const) {
        const isTime = axis === 'real time';
        const realTime = page.getByRole('switch', { name: 'Real time' });
        if ((await realTime.isChecked()) !== isTime) await realTime.click();
        await expectLegible(page, lanes, `${name}, ${axis}`);
      }
    }
    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByRole('button', { name: 'Lab', exact: true }).click();
    const answer = rows.filter({ hasText: 'SYN, ACK' }).first();
    await answer.scrollIntoViewIfNeeded();
    await answer.locator('.lab-shots').tap();
    await expect(answer.getByRole('button', { name: 'SYN, ACK' })).toHaveAttribute('aria-expanded', 'true');
    await expect(page.getByRole('listbox', { name: 'Headers and fields' })).toBeVisible();
  });
