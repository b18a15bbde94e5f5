/**
 * The program pane under a reader's hands: breakpoints, threads, variables, the size of the code, and
 * whose turn it is to type.
 */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { labOf, walkTo } from './walk.ts';

const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });
const press = (page: Page, name: string, button: string): Promise<void> =>
  program(page, name).getByRole('button', { name: button, exact: true }).click();
const currentLine = (page: Page, name: string): Locator =>
  program(page, name).locator('[aria-current="step"] [data-line]');

const COUNTS = `total = 0
for step in range(3):
    total += step
    last = step
print('total', total)
`;
const WAITS = `name = input('name: ')
print('hello', name)
`;

test('a program stops at its breakpoints, set by mouse or by key, in this box and in the next one', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'client@client': COUNTS, 'server@server': WAITS });
  await stand.open(page);
  const client = program(page, 'client');
  const at = (line: number) => client.getByRole('button', { name: `Breakpoint at line ${line}` });
  await at(3).click();
  await expect(at(3)).toHaveAttribute('aria-pressed', 'true');

  await press(page, 'client', 'Run');
  await expect(currentLine(page, 'client')).toHaveText('3');
  await expect(client.locator('.lab-locals')).toContainText('step');

  // By keyboard: the number of a line is the place; F9 and B are the keys.
  await currentLine(page, 'client').focus();
  await page.keyboard.press('F9');
  await expect(at(3)).toHaveAttribute('aria-pressed', 'false');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('b');
  await expect(at(5)).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'client', 'Run');
  await expect(currentLine(page, 'client')).toHaveText('5');
  await expect(client.locator('.lab-locals')).toContainText('total3');

  await labOf(page).getByRole('button', { name: 'Reset' }).click();
  await expect(at(5)).toHaveAttribute('aria-pressed', 'true');
  await press(page, 'client', 'Run');
  await expect(currentLine(page, 'client')).toHaveText('5');
});

test('of a frame all variables can be shown, and what has changed stands out', async ({ page }) => {
  await using stand = await startLabStand({ 'client@client': COUNTS, 'server@server': WAITS });
  await stand.open(page);
  for (const line of ['2', '3', '4', '2']) {
    await press(page, 'client', 'Step line');
    await expect(currentLine(page, 'client')).toHaveText(line);
  }
  const client = program(page, 'client');
  await expect(client.getByRole('definition')).toHaveText(['0']);
  await client.getByRole('button', { name: 'All variables (3)' }).click();
  await expect(client.getByRole('definition')).toHaveText(['0', '0', '0']);
  await expect(client.locator('[data-changed="true"]')).toHaveText(/last/);
  await press(page, 'client', 'Step line');
  await expect(client.locator('[data-changed="true"]')).toHaveText(/step/);
});

const THREADS = `import threading
def talk(word):
    said = word
    print('said', said)
one = threading.Thread(target=talk, args=('one',))
one.start()
one.join()
print('done')
`;

test('a program with a thread shows both, and its buttons step the chosen one', async ({ page }) => {
  await using stand = await startLabStand({ 'client@client': THREADS, 'server@server': WAITS });
  await stand.open(page);
  const client = program(page, 'client');
  const tasks = client.getByRole('group', { name: 'Threads and children of client' });
  await expect(tasks).toHaveCount(0);
  await client.getByRole('button', { name: 'Breakpoint at line 3' }).click();
  await press(page, 'client', 'Run');
  const thread = tasks.getByRole('button', { name: /talk/ });
  await expect(thread).toContainText('paused · line 3');
  await expect(tasks.getByRole('button', { name: /main thread/ })).toHaveAttribute('aria-pressed', 'true');

  await thread.click();
  await expect(currentLine(page, 'client')).toHaveText('3');
  await expect(client.locator('.lab-doing')).toContainText('before line 3.');
  await press(page, 'client', 'Step line');
  await expect(currentLine(page, 'client')).toHaveText('4');
  await expect(thread).toContainText('line 4');
  await press(page, 'client', 'Run');
  await expect(terminal(page, 'client')).toContainText('done');
  await expect(client).toContainText('ended');
});

test('the thread that the walk leads is the one in view, until the reader looks at another', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/threads-per-client/?step=c1-stalls`);
  const server = program(page, 'server');
  const tab = (name: RegExp) => server.getByRole('button', { name });
  await expect(tab(/^Thread-1/)).toHaveAttribute('aria-pressed', 'true');
  await expect(currentLine(page, 'server')).toHaveText('12');
  await tab(/^main thread/).click();
  await expect(currentLine(page, 'server')).toHaveText('28');
  await walkTo(page, 'c2-waits');
  await expect(tab(/^Thread-2/)).toHaveAttribute('aria-pressed', 'true');
  await expect(currentLine(page, 'server')).toHaveText('12');
});

test('a program that waits for input says so, and a button and a key lead to its terminal', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'client@client': WAITS, 'server@server': COUNTS });
  await stand.run(page);
  const client = program(page, 'client');
  await expect(client.locator('.lab-doing')).toContainText('waits for you to type in its terminal');
  await expect(terminal(page, 'client')).toContainText('Type here');
  const keys = page.getByRole('textbox', { name: 'Keys for client' });
  await client.getByRole('button', { name: 'Type there' }).click();
  await expect(keys).toBeFocused();
  await page.keyboard.type('an');

  await page.keyboard.press('Alt+n');
  await expect(labOf(page).getByRole('button', { name: 'Next', exact: true })).toBeFocused();
  await page.keyboard.press('Alt+i');
  await expect(keys).toBeFocused();
  await page.keyboard.type('n\n');
  // Neither key has come to the program.
  await expect(terminal(page, 'client')).toContainText('hello ann');
  await expect(client.locator('.lab-doing')).not.toContainText('waits for you');
  await expect(client.getByRole('button', { name: 'Type there' })).toHaveCount(0);
});

test('at 1280 × 800 line, call, terminals, sockets and the newest frame are seen at once, beside the text', async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'connect');
  const boxes = await Promise.all(['client', 'server'].map(name => program(page, name).boundingBox()));
  expect(boxes[0]?.y).toBe(boxes[1]?.y);
  for (const name of ['client', 'server']) {
    const list = await program(page, name).getByRole('list').first().boundingBox();
    const line = await currentLine(page, name).boundingBox();
    expect((list?.height ?? 0) / (line?.height ?? 1)).toBeGreaterThan(4);
    await expect(terminal(page, name)).toBeInViewport();
  }
  // Beside each other below the programs: nothing need be scrolled.
  const sockets = page.getByRole('table', { name: 'Sockets' });
  await expect(sockets.getByRole('row').filter({ hasText: 'LISTEN' })).toBeInViewport();
  await expect(page.locator('.lab-frame').last()).toBeInViewport();
  // Where there is room for both, the terminal stands beside the source.
  await page.setViewportSize({ width: 3000, height: 1000 });
  const source = await program(page, 'client').getByRole('list').first().boundingBox();
  const beside = await terminal(page, 'client').boundingBox();
  expect(beside?.x).toBeGreaterThanOrEqual((source?.x ?? 0) + (source?.width ?? 0));
});

for (const { width, height } of [
  { width: 1280, height: 720 },
  { width: 1440, height: 900 },
])
  test(`of a recording, too, all four layers are seen at once: ${width} × ${height}`, async ({
    page,
    site,
  }) => {
    await page.setViewportSize({ width, height });
    await page.goto(`${site}en/lessons/echo-once/`);
    await page.getByRole('button', { name: 'Look through the recording' }).click();
    await walkTo(page, 'client-recv');
    const timeline = await page.getByRole('region', { name: 'Timeline' }).boundingBox();
    /** Those that lie whole over the timeline, and not behind their list's end. */
    const seen = (rows: Locator): Promise<number> =>
      rows.evaluateAll(
        (all, end) =>
          all.filter(row => {
            const list = row.closest('section')?.getBoundingClientRect();
            const { top, bottom } = row.getBoundingClientRect();
            return list !== undefined && top >= list.top && bottom <= Math.min(list.bottom, end) + 1;
          }).length,
        timeline?.y ?? 0,
      );
    const sockets = page.getByRole('table', { name: 'Sockets' }).getByRole('row');
    expect(
      await seen(sockets.filter({ hasText: 'Recv-Q' }).or(sockets.filter({ hasText: 'TCP' }))),
    ).toBeGreaterThanOrEqual(2);
    expect(await seen(page.locator('.lab-frame'))).toBeGreaterThanOrEqual(2);
    for (const name of ['client', 'server']) {
      await expect(currentLine(page, name)).toBeInViewport({ ratio: 1 });
      await expect(terminal(page, name)).toBeInViewport();
    }
  });

test('a call stands beside its line or below it, and never on code', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'client-recv');
  for (const width of [1280, 1440, 1600, 360]) {
    await page.setViewportSize({ width, height: 800 });
    if (width === 360) await page.getByRole('button', { name: 'Lab', exact: true }).click();
    const over = await page.locator('.lab-line:has(.lab-call)').evaluateAll(lines =>
      lines.map(line => {
        const code = line.querySelector('code')?.getBoundingClientRect();
        const call = line.querySelector('.lab-call')?.getBoundingClientRect();
        return code && call ? code.right > call.left + 1 && code.bottom > call.top + 1 : true;
      }),
    );
    expect(over.length).toBeGreaterThan(6);
    expect(over, `${width}`).not.toContain(true);
  }
});

test('the code grows in sources and terminals alike, and stays so', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  const sizes = () =>
    page.evaluate<number[]>(
      `['.lab-source', '.lab-terminal-screen > *'].map(place => parseFloat(getComputedStyle(document.querySelector(place)).fontSize))`,
    );
  const open = async () => {
    await page.getByRole('button', { name: 'Look through the recording' }).click();
    await expect(page.locator('.lab-terminal-screen > *').first()).toBeVisible();
  };
  await open();
  const [source = 0, rows = 0] = await sizes();
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('button', { name: 'Larger code' }).click();
  await expect(labOf(page).locator('output')).toHaveText('115 %');
  const grown = [source * 1.15, rows * 1.15].map(size => Math.round(size));
  await expect.poll(async () => (await sizes()).map(size => Math.round(size))).toEqual(grown);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Tools', exact: true })).toBeFocused();
  await page.reload();
  await open();
  expect((await sizes()).map(size => Math.round(size))).toEqual(grown);
});
