/**
 * Sockets as a reader looks at them: in the table, on TCP's state diagram, and as bytes between send and
 * recv; with a pointer, with the keyboard alone, and by their names.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, tagged, test } from './fixture.ts';
import { type LabStand, startLabStand } from './lab-stand.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

const table = (page: Page): Locator => page.getByRole('table', { name: 'Sockets' });
const rowOf = (page: Page, text: string | RegExp): Locator =>
  table(page).getByRole('row').filter({ hasText: text });
const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name, exact: true });
const way = (page: Page): Locator => page.getByRole('list', { name: 'The way so far' });
const lane = (page: Page, name: string): Locator => page.getByRole('group', { name, exact: true });
const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

/** Lets the server come to its listen() before the client begins. */
async function runPair(stand: LabStand, page: Page, isReady: string): Promise<void> {
  await stand.open(page);
  for (const name of ['server', 'client']) {
    await program(page, name).getByRole('button', { name: 'Run', exact: true }).click();
    if (name === 'server') await expect(rowOf(page, isReady)).toHaveCount(1);
  }
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: `Keys for ${name}` }).focus();
  await page.keyboard.press('Enter');
}

test('a connection walked to TIME-WAIT: its way through the states, and back to one of its steps', async ({
  page,
  site,
}) => {
  test.setTimeout(120_000);
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'end');
  const waiting = rowOf(page, 'TIME-WAIT');
  await waiting.getByRole('button').click();
  await expect(table(page).getByRole('button', { name: 'timer' })).toBeVisible();
  await expect(table(page), 'the timer counts').toContainText(/TIME-WAIT for (1 min 0|\d+) s more/);

  await page.getByRole('button', { name: 'Show its states' }).click();
  await expect(tab(page, 'States')).toHaveAttribute('aria-selected', 'true');
  const steps = way(page).getByRole('listitem');
  await expect(steps).toHaveText([
    /CLOSED.*client: socket\(/,
    /SYN-SENT.*client: connect\(\('10\.0\.0\.2', 3333\)\)/,
    /ESTABLISHED.*SYN, ACK arrives/,
    /FIN-WAIT-1.*client: close\(\)/,
    /FIN-WAIT-2.*ACK arrives/,
    /TIME-WAIT.*FIN, ACK arrives/,
  ]);
  await expect(way(page).locator('[aria-current="step"]')).toContainText('TIME-WAIT');

  await steps.nth(4).getByRole('button').click();
  await expect(labOf(page)).toContainText('You are looking at step');
  await expect(way(page).locator('[aria-current="step"]')).toContainText('FIN-WAIT-2');
  await expect(
    page.locator('.lab-wire [data-light="picked"]'),
    'the segment that made the step is picked',
  ).toContainText('ACK');
  await tab(page, 'Table').click();
  await expect(rowOf(page, /FIN-WAIT-[12]/), 'and so is the table of that moment').toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(labOf(page)).not.toContainText('You are looking at step');

  await tab(page, 'States').click();
  const accepted = page
    .getByRole('combobox', { name: 'Socket' })
    .locator('option', { hasText: /^server.*3333 ↔/ });
  await page.getByRole('combobox', { name: 'Socket' }).selectOption({ label: await accepted.innerText() });
  await expect(steps.first()).toContainText('the state of the listening socket 0.0.0.0:3333');
  await expect(steps.nth(1)).toContainText('SYN-RECEIVED');
  await expect(steps.nth(1)).toContainText(/too quick to be seen|SYN arrives$/);
  await expect(steps.last()).toContainText('CLOSED');
});

const READS_ONCE = `import socket
s = socket.create_server(('0.0.0.0', 3333))
c, peer = s.accept()
input('ready ')
print(c.recv(100))
input('read ')
`;
const SENDS_TWICE = `import socket
s = socket.create_connection(('10.0.0.2', 3333))
s.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
s.sendall(b'hello ')
s.sendall('한글'.encode())
input('sent ')
`;

test('send is not receive: two sends, two segments, one recv on one ruler of bytes, by keyboard', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'server@server': READS_ONCE, 'client@client': SENDS_TWICE });
  await runPair(stand, page, 'LISTEN');
  await tab(page, 'Table').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(tab(page, 'Bytes')).toBeFocused();
  await expect(lane(page, 'send calls').getByRole('button')).toHaveCount(2);
  await expect(lane(page, 'segments').getByRole('button')).toHaveCount(2);
  await expect(page.locator('.lab-ruler')).toContainText('receive buffer · not read yet: 12 bytes');
  await expect(lane(page, 'recv calls').getByRole('button')).toHaveCount(0);

  await press(page, 'server');
  const read = lane(page, 'recv calls').getByRole('button');
  await expect(read).toHaveAccessibleName('server: recv(100), line 5, bytes 0–11, 12 bytes');
  await expect(page.locator('.lab-ruler')).toContainText('receive buffer · read: 12 bytes');

  const first = lane(page, 'send calls').getByRole('button').first();
  await first.focus();
  await page.keyboard.press('ArrowRight');
  const second = lane(page, 'send calls').getByRole('button', { name: /bytes 6–11/ });
  await expect(second).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(
    lane(page, 'segments').getByRole('button', { name: /bytes 6–11, 6 bytes, arrived/ }),
  ).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(read).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(read).toHaveAttribute('aria-pressed', 'true');
  await expect(second, 'what it read is lit').toHaveAttribute('data-light', 'lit');
  await expect(first).toHaveAttribute('data-light', 'lit');
  await expect(lane(page, 'segments').locator('[data-light="lit"]')).toHaveCount(2);

  await page.getByText('The same as a table').click();
  const same = page.getByRole('table', { name: 'client → server' });
  await expect(same.getByRole('row').filter({ hasText: 'bytes 6–11' })).toHaveCount(2);
  await expect(same.getByRole('row').filter({ hasText: 'hello 한글' })).toContainText('recv(100)');

  await page.getByRole('button', { name: 'server → client' }).click();
  await expect(page.locator('.lab-ruler')).toContainText('No byte in this direction yet.');
});

const TAKES_DATAGRAMS = `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('0.0.0.0', 9999))
print(s.recvfrom(4), s.recvfrom(100))
input('taken ')
`;
const SENDS_DATAGRAMS = `import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
for data in (b'cut short', b'whole'):
    s.sendto(data, ('10.0.0.2', 9999))
input('sent ')
`;

test('datagrams are no stream: each send has its own datagram and its own recv', async ({ page }) => {
  await using stand = await startLabStand({
    'server@server': TAKES_DATAGRAMS,
    'client@client': SENDS_DATAGRAMS,
  });
  await runPair(stand, page, '0.0.0.0:9999');
  await tab(page, 'Bytes').click();
  const cards = lane(page, 'client → server').getByRole('button');
  await expect(cards).toHaveCount(6);
  await expect(cards.nth(2)).toHaveAccessibleName(/recvfrom\(4\) 4 of 9 bytes; the rest is thrown away/);
  await expect(cards.nth(4)).toHaveAccessibleName(/datagram: whole 5 bytes · arrived/);
  await cards.nth(5).click();
  await expect(cards.nth(3), 'its send is lit, the other is not').toHaveAttribute('data-light', 'lit');
  await expect(cards.nth(0)).not.toHaveAttribute('data-light', /./);
});

const MANY = 60;
const HOLDS_MANY = `import socket
s = socket.create_server(('0.0.0.0', 3333), backlog=100)
a, b = socket.socketpair()
six = socket.create_server(('::', 3334), family=socket.AF_INET6)
u = socket.socket(socket.AF_UNIX)
u.bind('/tmp/unix.sock')
u.listen(3)
input('ready ')
`;
const CALLS_OFTEN = `import socket
calls = [socket.create_connection(('10.0.0.2', 3333)) for _ in range(${MANY})]
calls[-1].sendall(b'last')
input('sent ')
`;

test('many sockets of all families stay within their pane; what is picked elsewhere is brought into view', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'server@server': HOLDS_MANY, 'client@client': CALLS_OFTEN });
  await runPair(stand, page, '[::]:3334');
  await expect(rowOf(page, 'ESTABLISHED').filter({ hasText: 'client' })).toHaveCount(MANY);
  await expect(rowOf(page, 'UNIX stream').filter({ hasText: '/tmp/unix.sock' })).toContainText('0 of 4');
  await expect(rowOf(page, 'unnamed'), 'each end of the pair names the other').toHaveText([
    /fd 4 · server.*fd 5 · server/,
    /fd 5 · server.*fd 4 · server/,
  ]);
  const queue = rowOf(page, '0.0.0.0:3333').filter({ hasText: 'LISTEN' });
  await expect(queue).toContainText(`${MANY} of 101`);
  const pane = page.getByRole('region', { name: 'Sockets' });
  const height = (await pane.boundingBox())?.height ?? 0;
  expect(height).toBeLessThan((page.viewportSize()?.height ?? 0) / 2);

  await page.locator('.lab-call', { hasText: 'sendall' }).click();
  const lit = table(page).locator('tr[data-light]').first();
  await expect(lit).toContainText('client');
  const isInside = async () => {
    const [row, around] = [await lit.boundingBox(), await pane.boundingBox()];
    if (row === null || around === null) return false;
    return row.y >= around.y && row.y + row.height <= around.y + around.height + 1;
  };
  await expect.poll(isInside, 'within its pane').toBe(true);
});

for (const locale of ['en', 'ko'] as const)
  test(`no view of the sockets keeps anybody out (${tagged(locale)})`, async ({ page, site }) => {
    test.setTimeout(120_000);
    await page.goto(`${site}${locale}/lessons/echo-once/`);
    await page.getByRole('button', { name: say(locale, 'lab.open-recorded') }).click();
    await walkTo(page, 'client-close', locale);
    await page.locator('.lab-sockets .lab-pick').first().click();
    await expect(page.locator('.lab-fact-name').first()).toBeVisible();
    await expectNoBarriers(page, locale, 'table');
    await page.getByRole('tab', { name: say(locale, 'lab.sockets.view.states') }).click();
    await expect(page.getByRole('list', { name: say(locale, 'lab.states.path') })).toBeVisible();
    await expectNoBarriers(page, locale, 'states');
    await page.getByRole('tab', { name: say(locale, 'lab.sockets.view.bytes') }).click();
    await page.getByText(say(locale, 'lab.ruler.table')).click();
    await expectNoBarriers(page, locale, 'bytes');

    await page.setViewportSize({ width: 360, height: 800 });
    await page.getByRole('button', { name: say(locale, 'site.view.lab'), exact: true }).click();
    for (const view of ['bytes', 'states', 'table']) {
      await page.getByRole('tab', { name: say(locale, `lab.sockets.view.${view}`) }).click();
      await expect(page.locator(`.lab-sockets-pane[data-view="${view}"]`)).toBeVisible();
      const { width, room } = await page
        .locator('html')
        .evaluate(html => ({ width: html.scrollWidth, room: html.clientWidth }));
      expect(width, `${view} at 360 px`).toBeLessThanOrEqual(room);
    }
  });

async function expectNoBarriers(page: Page, locale: Locale, view: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).include('.lab-sockets-pane').analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`),
      `${view}, ${locale}, ${theme}`,
    ).toEqual([]);
  }
}
