/** A lab in a real browser whose connection breaks, whose server is restarted, and whose box nobody uses. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Times } from '../../src/server/sessions.ts';
import { Page as Tab } from '../server/page.ts';
import { expect, type Locator, type Page, tagged, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { Passage } from './passage.ts';
import { commit, outcomeOf, questionOn } from './questions.ts';
import { startServer } from './server.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

// The browser notes each attempt to reach a server that is not there.
test.use({
  expectedError:
    /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_(REFUSED|RESET|ABORTED)|ERR_EMPTY_RESPONSE|closed before the connection/,
});

const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });
const keysFor = (page: Page, name: string): Locator =>
  page.getByRole('textbox', { name: `Keys for ${name}` });
const status = (page: Page, locale: Locale = 'en'): Locator =>
  labOf(page, locale).getByRole('status').first();

/** Everything that the lab's status says from now on, each change once. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`{
    const status = document.querySelector('.lab-status [role="status"]');
    globalThis.said = [];
    new MutationObserver(() => said.push(status.textContent)).observe(status, {
      childList: true,
      characterData: true,
      subtree: true,
    });
  }`);
  return () => page.evaluate('said');
}

/** Every move that the lab shows from now on, other than the one that it shows. */
async function listenToMoves(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(`{
    const lab = document.querySelector('.lab-slot');
    const shown = lab.dataset.move;
    globalThis.moves = [];
    const look = () => lab.dataset.move !== shown && moves.push(lab.dataset.move);
    new MutationObserver(look).observe(lab, { attributeFilter: ['data-move'] });
  }`);
  return () => page.evaluate('moves');
}

async function expectNoBarriers(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include('.lab-toolbar').analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
}

const LOST = 'The connection to the server is lost.';

/** It counts, and repeats what it hears. */
const COUNTS = `import sys, threading, time
def count():
    for number in range(1, 100_000):
        print(f'[{number}]', flush=True)
        time.sleep(0.1)
threading.Thread(target=count, daemon=True).start()
for line in sys.stdin:
    print('heard', line.strip(), flush=True)
`;
const ECHOES = `while True:
    print('heard', input())
`;

/** The whole text of a terminal, with what has been scrolled out of view. */
async function screenOf(page: Page, name: string): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await terminal(page, name).getByRole('button', { name: 'Copy' }).click();
  return await page.evaluate('navigator.clipboard.readText()');
}

const numbersIn = (text: string): number[] =>
  [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));

test('a lost connection is said once, everything stays readable, and what happened meanwhile arrives without gap or double', async ({
  page,
}) => {
  await using passage = await Passage.open();
  await using stand = await startLabStand(
    { 'client@client': ECHOES, 'server@server': COUNTS },
    { through: passage },
  );
  await stand.run(page);
  await expect(terminal(page, 'server')).toContainText(/\[\d+\]/);
  const said = await listen(page);

  const before = numbersIn(await screenOf(page, 'server')).length;
  await passage.cut();
  await expect(status(page)).toContainText(LOST);
  await expect(page.getByRole('timer').filter({ hasText: 'Next try in 0:' })).toBeVisible();
  await expect(terminal(page, 'server')).toContainText(/\[\d+\]/);
  await expect(program(page, 'client').locator('.lab-source')).toContainText('heard');

  await keysFor(page, 'client').focus();
  await page.keyboard.type('while you were away\n');
  await expect(terminal(page, 'client')).toContainText(
    'Kept until the connection is back: while you were away⏎',
  );

  await passage.restore();
  await expect(status(page)).not.toContainText(LOST, { timeout: 20_000 });
  await expect(terminal(page, 'client')).toContainText('heard while you were away');
  await expect(terminal(page, 'client')).not.toContainText('Kept until');
  const back = numbersIn(await screenOf(page, 'server')).length;
  await expect.poll(async () => numbersIn(await screenOf(page, 'server')).length).toBeGreaterThan(back);
  const numbers = numbersIn(await screenOf(page, 'server'));
  expect(numbers.length).toBeGreaterThan(before);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  expect((await said()).filter(text => text.includes(LOST))).toHaveLength(1);
});

test('a network that swallows everything is noticed, and keys that it swallowed arrive once @prove', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await using passage = await Passage.open();
  await using stand = await startLabStand(
    { 'client@client': ECHOES, 'server@server': COUNTS },
    { through: passage },
  );
  await stand.run(page);
  await keysFor(page, 'client').focus();
  await page.keyboard.type('before\n');
  await expect(terminal(page, 'client')).toContainText('heard before');
  passage.swallow();
  // The page believes itself connected, so these leave and are lost.
  await page.keyboard.type('swallowed\n');
  // Or it would ask by itself after fifteen seconds of silence.
  await page.evaluate('dispatchEvent(new Event("offline"))');
  await expect(status(page)).toContainText(LOST, { timeout: 30_000 });
  await page.keyboard.type('kept\n');
  await passage.restore();
  await expect(terminal(page, 'client')).toContainText('heard kept', { timeout: 40_000 });
  const heard = [...(await screenOf(page, 'client')).matchAll(/heard (\w+)/g)].map(([, word]) => word);
  expect(heard).toEqual(['before', 'swallowed', 'kept']);
});

test('commands say that they cannot now, a press is answered, and forms keep what was typed', async ({
  page,
}) => {
  await using passage = await Passage.open();
  await using stand = await startLabStand(
    { 'client@client': ECHOES, 'server@server': ECHOES },
    { through: passage },
  );
  await stand.run(page);
  const lab = labOf(page);
  await lab.getByRole('button', { name: 'Rules' }).click();
  const form = lab.getByRole('form', { name: 'A new rule' });
  await form.getByLabel('to port').fill('4444');
  await passage.cut();
  await expect(status(page)).toContainText(LOST);
  // Its panel holds one of them, and is closed by the first press elsewhere.
  await lab.getByRole('button', { name: 'Tools' }).click();
  const commands = [
    program(page, 'server').getByRole('button', { name: 'Pause' }),
    program(page, 'server').getByRole('button', { name: 'Stop' }),
    lab.getByRole('button', { name: 'Reset' }),
    lab.getByRole('switch', { name: 'Step the wire' }),
    lab.getByRole('button', { name: 'Open a shell on client' }),
    form.getByRole('button', { name: 'Add' }),
  ];
  for (const command of commands) {
    await expect(command).toHaveAttribute('aria-disabled', 'true');
    await expect(command).toHaveAccessibleDescription(new RegExp(LOST));
  }
  const missed = lab.getByRole('alert').filter({ hasText: 'Not now' });
  await expect(missed).toHaveCount(0);
  // It can still have the focus; the panel, which lies over it, closes.
  await commands[0]?.press('Enter');
  await expect(missed).toBeVisible();
  await form.getByLabel('to port').press('Enter');
  await expect(form.getByLabel('to port')).toHaveValue('4444');
  await passage.restore();
  await expect(status(page)).not.toContainText(LOST, { timeout: 20_000 });
  await expect(missed).toHaveCount(0);
  // Nothing of what was pressed meanwhile is done now.
  await expect(commands[0] as Locator).toHaveAttribute('aria-disabled', 'false');
  await expect(form.getByLabel('to port')).toHaveValue('4444');
  await form.getByRole('button', { name: 'Add' }).click();
  await expect(lab.getByRole('button', { name: /^Delete: / })).toHaveCount(1);
});

test('the way back of the network is an occasion to try at once, and so is the button @prove', async ({
  page,
}) => {
  test.setTimeout(120_000);
  await using passage = await Passage.open();
  await using stand = await startLabStand({ 'client@client': ECHOES }, { through: passage });
  await stand.run(page);
  const timer = page.getByRole('timer').filter({ hasText: /Next try in 0:(0[6-9]|1\d)/ });
  await passage.cut();
  await expect(timer).toBeVisible({ timeout: 30_000 });
  await passage.restore();
  await page.context().setOffline(true);
  await page.context().setOffline(false);
  await expect(status(page)).not.toContainText(LOST, { timeout: 4_000 });

  await passage.cut();
  await expect(timer).toBeVisible({ timeout: 30_000 });
  await passage.restore();
  const now = page.getByRole('button', { name: 'Try now' });
  await now.focus();
  await page.keyboard.press('Enter');
  await expect(status(page)).not.toContainText(LOST, { timeout: 4_000 });
  // The button went away with the focus on it.
  await expect(labOf(page).getByRole('button', { name: 'Next' })).toBeFocused();
});

test('a page whose machine slept asks at once whether its connection is alive', async ({ page, browser }) => {
  const devtools = await browser.newBrowserCDPSession();
  const renderers = async (): Promise<number[]> => {
    const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
    return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  };
  await using stand = await startLabStand({ 'client@client': ECHOES });
  const pings: number[] = [];
  page.on('websocket', socket =>
    socket.on('framesent', ({ payload }) => payload === '{"type":"ping"}' && pings.push(performance.now())),
  );
  await stand.run(page);
  await keysFor(page, 'client').focus();
  await page.keyboard.type('x\n');
  await expect(terminal(page, 'client')).toContainText('heard x');
  for (const pid of await renderers()) process.kill(pid, 'SIGSTOP');
  await new Promise(resolve => setTimeout(resolve, 9_000));
  const woken = performance.now();
  for (const pid of await renderers()) process.kill(pid, 'SIGCONT');
  // By itself it would ask only after fifteen seconds of silence.
  await expect.poll(() => pings.length, { timeout: 2_500 }).toBeGreaterThan(0);
  expect((pings[0] ?? 0) - woken).toBeGreaterThan(-200);
  await expect(status(page)).not.toContainText(LOST);
});

const FRESH = 'lab.reopen';
const HELLO = { en: /types hello/, ko: /hello를 입력합니다/ };
const SLEEPS = { en: /sleeps five seconds/, ko: /5초 동안 잠듭니다/ };

for (const locale of ['en', 'ko'] as const) {
  test(`a server that was killed and started anew: one press brings a fresh box to the same move, and nothing typed is lost (${tagged(locale)})`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await using server = await startServer();
    const lab = labOf(page, locale);
    await page.goto(`${server.address}${locale}/lessons/echo-once/`);
    await page.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    await walkTo(page, 'ask', locale);
    await commit(page, HELLO[locale], "echo: b'hello'", locale);
    await walkTo(page, 'client-recv', locale);
    // On a line that the walk has left behind, so that it stops nothing.
    const breakpoint = program(page, 'server').getByRole('button', {
      name: say(locale, 'lab.breakpoint', { line: 8 }),
      exact: true,
    });
    await breakpoint.click();
    await expect(breakpoint).toHaveAttribute('aria-pressed', 'true');
    const outcome = outcomeOf(page, HELLO[locale]);
    await expect(questionOn(page, HELLO[locale])).toHaveAttribute('data-outcome', 'wrong');
    const shown = await outcome.textContent();
    await lab.getByRole('button', { name: say(locale, 'lab.wire.rules') }).click();
    const port = lab
      .getByRole('form', { name: say(locale, 'lab.rule.new') })
      .getByLabel(say(locale, 'lab.rule.port'));
    await port.fill('4444');
    const rows = lab.getByRole('table', { name: say(locale, 'lab.wire') }).getByRole('row');
    const frames = await rows.count();
    const moves = await listenToMoves(page);

    await server.end('SIGKILL');
    await expect(status(page, locale)).toHaveText(say(locale, 'lab.source.reconnecting'));
    await commit(page, SLEEPS[locale], 'CLOSE-WAIT', locale);
    // The editor is not even loaded yet: the text goes into the page's own box.
    const box = page.getByRole('textbox', { name: 'echo_once.py' });
    await box.fill('# meanwhile 그동안\n');
    await server.begin();
    await expect(status(page, locale)).toHaveText(say(locale, 'lab.closed.restarted'), { timeout: 20_000 });
    expect(await rows.count()).toBe(frames);
    await expectNoBarriers(page);

    await lab.getByRole('button', { name: say(locale, FRESH) }).click();
    await expect(lab.getByRole('button', { name: say(locale, FRESH) })).toHaveCount(0);
    await expect(lab).toHaveAttribute('data-busy', 'false', { timeout: 30_000 });
    await expect(lab).toHaveAttribute('data-move', 'client-recv');
    await expect(lab.locator('.lab-status')).toHaveAttribute('data-trouble', 'false');
    // The lab never showed another move on its way.
    expect(await moves()).toEqual([]);
    await expect(
      page.getByRole('region', { name: say(locale, 'lab.terminal', { program: 'client' }) }),
    ).toContainText('echo: hello');
    await expect(port).toHaveValue('4444');
    await expect(breakpoint).toHaveAttribute('aria-pressed', 'true');
    await expect(lab.locator('.lab-missed')).toBeEmpty();
    expect(await outcome.textContent()).toBe(shown);
    // The editor is tried again some seconds after it could not be loaded; then there is a file.
    const file = join(server.workspace, 'echo_once.py');
    const onDisk = (): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
    await expect.poll(onDisk, { timeout: 20_000 }).toBe('# meanwhile 그동안\n');
    await walkTo(page, 'sleep', locale);
    await expect(outcomeOf(page, SLEEPS[locale])).toContainText('CLOSE-WAIT');
    await expect(questionOn(page, SLEEPS[locale])).toHaveAttribute('data-outcome', 'right');
  });
}

test('a server that is stopped says so itself, and the one that answers next is known for another', async ({
  page,
}) => {
  await using server = await startServer();
  await page.goto(`${server.address}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'listen');
  await server.end('SIGTERM');
  await expect(status(page)).toContainText('The server was stopped');
  await expect(page.getByRole('button', { name: 'Try now' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Open a fresh box at this move' })).toHaveCount(0);
  await server.begin();
  await expect(status(page)).toContainText('The server was restarted', { timeout: 20_000 });
  await page.getByRole('button', { name: 'Open a fresh box at this move' }).click();
  await expect(labOf(page)).toHaveAttribute('data-busy', 'false', { timeout: 30_000 });
  await expect(labOf(page)).toHaveAttribute('data-move', 'listen');
});

const LISTENS = `import socket
listener = socket.create_server(('10.0.0.2', 3333))
listener.accept()
`;
const WALK = [{ id: 'listening', program: 'server', until: { blocked: 'accept4' } }];

/** A lab at its one move, with these limits. */
async function idleLab(page: Page, times: Partial<Times>) {
  const stand = await startLabStand({ 'server@server': LISTENS }, { times, walk: WALK });
  await stand.open(page);
  await labOf(page).getByRole('button', { name: 'Next' }).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'listening');
  return stand;
}

test('a box that nobody uses warns before it closes, aloud twice, and one press keeps it', async ({
  page,
}) => {
  await using _ = await idleLab(page, { idleMs: 64_000, warnMs: 63_000 });
  const lab = labOf(page);
  const notice = lab.getByRole('timer').filter({ hasText: 'Nobody uses this box: it closes in 1:0' });
  const said = lab.getByRole('status').filter({ hasText: 'Keep it' });
  await expect(notice).toBeVisible();
  await expect(said).toContainText('It closes in about 1 min');
  await expect(said).toContainText('closes in less than a minute', { timeout: 8_000 });
  const keep = lab.getByRole('button', { name: 'Keep it' });
  await keep.focus();
  await page.keyboard.press('Enter');
  await expect(keep).toHaveCount(0);
  await expect(lab.getByRole('button', { name: 'Next' })).toBeFocused();
  // And it warns again, a second later.
  await expect(notice).toBeVisible();
  await program(page, 'server').getByRole('button', { name: 'Pause' }).click();
  await expect(keep).toHaveCount(0);
});

test('of a box that was closed unused it is said why, and one press opens a fresh one at the same move', async ({
  page,
}) => {
  await using _ = await idleLab(page, { idleMs: 3_000, warnMs: 2_000 });
  await expect(status(page)).toContainText('closed because nobody had used it', { timeout: 10_000 });
  await expect(program(page, 'server').getByRole('button', { name: 'Stop' })).toHaveAttribute(
    'aria-disabled',
    'true',
  );
  const sockets = page.getByRole('table', { name: 'Sockets' });
  await expect(sockets).toContainText('LISTEN');
  await page.getByRole('button', { name: 'Open a fresh box at this move' }).click();
  await expect(program(page, 'server').getByRole('button', { name: 'Stop' })).toHaveAttribute(
    'aria-disabled',
    'false',
  );
  await expect(labOf(page)).toHaveAttribute('data-move', 'listening');
  await expect(sockets).toContainText('LISTEN');
});

test('the ninth box is refused with what to do, and there is one as soon as a tab is closed', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'server@server': LISTENS }, { walk: WALK });
  const others = [];
  for (let index = 0; index < 8; index += 1) {
    const other = await Tab.connect(Number(new URL(stand.address).port));
    await other.ask({ type: 'open', lab: 'echo-once', whatIf: null }, 'opened');
    others.push(other);
  }
  await stand.open(page);
  await expect(status(page)).toContainText('Eight labs are open already');
  await expect(status(page)).toContainText('Close a lab in another tab');
  others[3]?.cut();
  const again = labOf(page).getByRole('button', { name: 'Open it from the beginning' });
  await expect(async () => {
    if (await again.isVisible()) await again.click();
    await expect(status(page)).toHaveText(/^server stands before/, { timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  for (const other of others) await other[Symbol.asyncDispose]();
});

test('a box that another tab has taken over is told of, and comes back at a press', async ({ page }) => {
  await using stand = await startLabStand({ 'client@client': ECHOES });
  const session = new Promise<string>(resolve =>
    page.on('websocket', socket =>
      socket.on('framereceived', ({ payload }) => {
        const message = typeof payload === 'string' ? JSON.parse(payload) : {};
        if (message.type === 'opened') resolve(message.session);
      }),
    ),
  );
  await stand.run(page);
  await using other = await Tab.connect(Number(new URL(stand.address).port));
  await other.ask({ type: 'resume', session: await session, after: -1 }, 'opened');
  await expect(status(page)).toContainText('Another tab or window has taken over');
  other.type(0, 'from the other tab\n');
  await other.until(() => other.text(0).includes('heard from the other tab'));
  await page.getByRole('button', { name: 'Go on here' }).click();
  await other.until(() => other.closeCode !== null);
  await expect(terminal(page, 'client')).toContainText('heard from the other tab');
  await keysFor(page, 'client').focus();
  await page.keyboard.type('and from this one\n');
  await expect(terminal(page, 'client')).toContainText('heard and from this one');
});
