/** A program's terminal under a reader's hands: keys, Ctrl-C, Korean, the window's size, a flood. */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { walkTo } from './walk.ts';

const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });
const keysFor = (page: Page, name: string): Locator =>
  page.getByRole('textbox', { name: `Keys for ${name}` });
const run = (page: Page, name: string): Promise<void> =>
  program(page, name).getByRole('button', { name: 'Run', exact: true }).click();

/** The client asks for its line, the server waits for what comes. */
async function openAtQuestion(page: Page, site: string): Promise<void> {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'ask');
  await expect(terminal(page, 'client')).toContainText('msg: ');
  await run(page, 'server');
  await keysFor(page, 'client').focus();
}

test('what is typed is echoed and reaches the program; Ctrl-C ends one that waits', async ({
  page,
  site,
}) => {
  await openAtQuestion(page, site);
  await page.keyboard.type('hi there');
  await expect(terminal(page, 'client')).toContainText('msg: hi there');
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Enter');
  await run(page, 'client');
  await expect(terminal(page, 'server')).toContainText('received: hi ther');
  await expect(terminal(page, 'client')).toContainText('echo: hi ther');

  await page.getByRole('button', { name: 'Reset' }).first().click();
  await walkTo(page, 'accept');
  await keysFor(page, 'server').focus();
  await page.keyboard.press('Control+C');
  await expect(terminal(page, 'server')).toContainText('KeyboardInterrupt');
  await expect(program(page, 'server')).toContainText('ended');
});

test('Korean is composed, echoed and sent letter by letter as an input method writes it', async ({
  page,
  site,
}) => {
  await openAtQuestion(page, site);
  const devtools = await page.context().newCDPSession(page);
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  for (const [syllable, steps] of Object.entries({ 안: ['ㅇ', '아', '안'], 녕: ['ㄴ', '녀', '녕'] })) {
    for (const step of steps) await compose(step);
    await devtools.send('Input.insertText', { text: syllable });
  }
  await expect(terminal(page, 'client')).toContainText('msg: 안녕');
  await page.keyboard.press('Enter');
  await run(page, 'client');
  await expect(terminal(page, 'server')).toContainText('received: 안녕');
  await expect(terminal(page, 'client')).toContainText('echo: 안녕');
});

const TELLS_SIZE = `import os, signal
def tell(*_):
    size = os.get_terminal_size()
    print(f'[{size.columns} by {size.lines}]', flush=True)
signal.signal(signal.SIGWINCH, tell)
tell()
while True:
    signal.pause()
`;

const FLOODS = `while True:
    print('x' * 79)
`;

const ECHOES = `while True:
    print('heard', input())
`;

test('a program has the width of its terminal from the first line on, and is told when it changes', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'client@client': TELLS_SIZE, 'server@server': ECHOES });
  await stand.run(page);
  const shown = terminal(page, 'client');
  const widths = async (): Promise<number[]> =>
    [...(await shown.innerText()).matchAll(/\[(\d+) by \d+\]/g)].map(([, columns]) => Number(columns));
  await expect.poll(widths).toHaveLength(1);
  const [first = 0] = await widths();
  // A new terminal has 80 columns (pty(7) gives it none, node-pty 80); this one stands in half a lab.
  expect(first).toBeLessThan(80);
  await page.setViewportSize({ width: 1900, height: 900 });
  await expect.poll(async () => (await widths()).at(-1)).toBeGreaterThan(first);
});

test('a flood in one terminal leaves the page and the other terminal responsive', async ({ page }) => {
  await using stand = await startLabStand({ 'client@client': ECHOES, 'server@server': FLOODS });
  await stand.run(page);
  await expect(terminal(page, 'server')).toContainText('x'.repeat(40));
  await keysFor(page, 'client').focus();
  for (const word of ['one', 'two', 'three']) {
    await page.keyboard.type(`${word}\n`);
    await expect(terminal(page, 'client')).toContainText(`heard ${word}`);
  }
  const server = program(page, 'server');
  await server.getByRole('button', { name: 'Stop' }).click();
  await expect(server).toContainText('ended');
});

const COLOURS = `print('plain')
input('go on ')
print('\\x1b[31mred\\x1b[0m')
input('end ')
`;

test('a screen is text until a terminal is needed, and shows the same when it has one', async ({ page }) => {
  // Three lines have room at once.
  await page.setViewportSize({ width: 1440, height: 1300 });
  await using stand = await startLabStand({ 'client@client': COLOURS, 'server@server': ECHOES });
  await stand.run(page);
  const xtermOf = (name: string) => terminal(page, name).locator('.xterm-rows');
  await expect(terminal(page, 'client')).toContainText('go on ');
  await expect(page.locator('.xterm')).toHaveCount(0);

  // Because of its reader: what was typed before it came is not lost.
  await keysFor(page, 'server').focus();
  await page.keyboard.type('early\n');
  await expect(xtermOf('server')).toContainText('heard early');
  await expect(keysFor(page, 'server')).toBeFocused();
  await expect(terminal(page, 'server').locator('.lab-text-screen')).toHaveCount(0);

  // Because of its program.
  await expect(xtermOf('client')).toHaveCount(0);
  await keysFor(page, 'client').focus();
  await page.keyboard.press('Enter');
  await expect(xtermOf('client')).toContainText('red');
  await expect(xtermOf('client')).toContainText('plain');
  await expect(xtermOf('client').getByText('red')).toHaveClass(/xterm-fg-1/);
});

test.describe('when the terminal cannot be loaded', () => {
  test.use({ expectedError: /Failed to load resource.*terminal\./ });

  test('what a program prints is there all the same, and what is typed gets to it', async ({ page }) => {
    await using stand = await startLabStand({ 'client@client': COLOURS, 'server@server': ECHOES });
    await page.route('**/terminal.*.js', route => route.abort());
    await stand.run(page);
    await keysFor(page, 'client').focus();
    await page.keyboard.press('Enter');
    await expect(terminal(page, 'client')).toContainText('red');
    await keysFor(page, 'server').focus();
    await page.keyboard.type('hello\n');
    await expect(terminal(page, 'server')).toContainText('heard hello');
  });
});
