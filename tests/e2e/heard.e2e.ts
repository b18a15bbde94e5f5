/** A lesson for who only hears it: what is said by itself, once and in words, and what every part is called. */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { listen } from './heard.ts';
import { commit } from './questions.ts';
import { labOf, walkTo } from './walk.ts';

const LESSON = 'en/lessons/echo-once/';
const next = (page: Page): Locator => labOf(page).getByRole('button', { name: 'Next', exact: true });
const timelineOf = (page: Page): Locator => labOf(page).getByRole('slider', { name: 'Timeline' });

async function openRecording(page: Page, site: string, lesson = LESSON): Promise<void> {
  await page.goto(`${site}${lesson}`);
  await page.getByRole('button', { name: 'Look through the recording' }).first().click();
  await next(page).waitFor();
}

test('each move is said once, and what is said names what happened', async ({ page, site }) => {
  const ear = await listen(page);
  await openRecording(page, site);
  for (const [move, words] of [
    ['create', /server: socket returned/],
    ['bind', /server: bind returned/],
    ['listen', /server: listen returned/],
    ['accept', /server.*accept/],
  ] as const) {
    await ear.forget();
    await next(page).click();
    await expect(labOf(page)).toHaveAttribute('data-move', move);
    await expect.poll(ear.heard, move).toEqual([expect.stringMatching(words)]);
  }
  await walkTo(page, 'connect');
  expect((await ear.heard()).at(-1)).toContain(
    '3 frames crossed: SYN (client); SYN, ACK (server); ACK (client)',
  );
});

test('going through time is said by what was pressed, and by nothing else', async ({ page, site }) => {
  const ear = await listen(page);
  await openRecording(page, site);
  await walkTo(page, 'connect');
  await ear.forget();
  await timelineOf(page).focus();
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('ArrowLeft');
  await expect(timelineOf(page)).toHaveAttribute('aria-valuetext', /^Step \d+ of \d+: .*client/);
  expect(await ear.heard(), 'the slider has said it').toEqual([]);

  const back = labOf(page).getByRole('button', { name: 'One step back' });
  await back.focus();
  await page.keyboard.press('Enter');
  const said = await timelineOf(page).getAttribute('aria-valuetext');
  await expect.poll(ear.heard).toEqual([said?.replace(/^.*?: /, '')]);
});

test('of a running lab a look back is said once', async ({ page, site }) => {
  const ear = await listen(page);
  await page.goto(`${site}${LESSON}`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'accept');
  await ear.forget();
  await timelineOf(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(labOf(page)).toContainText('You are looking at step');
  expect(await ear.heard()).toEqual([expect.stringContaining('Escape leads back')]);
});

const ECHOED = /last line the client prints/;

test('what the run says of an answer is said', async ({ page, site }) => {
  const ear = await listen(page);
  await openRecording(page, site);
  await walkTo(page, 'ask');
  await commit(page, ECHOED, 'echo: hello');
  await ear.forget();
  await walkTo(page, 'client-recv');
  const answers = async () => (await ear.heard()).filter(text => text.startsWith('You said: echo: hello.'));
  await expect.poll(answers).toHaveLength(1);
});

test('on a phone, where the lab stands before the text, an answer is told in the lab, with the way to why', async ({
  page,
  site,
}) => {
  const ear = await listen(page);
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site}${LESSON}`);
  await commit(page, ECHOED, 'hello');
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'client-recv');
  const told = labOf(page).locator('.lab-answered');
  await expect(told).toContainText('You said: hello. The run shows: echo: hello. Not this time.');
  expect((await ear.heard()).filter(text => text.includes('Not this time'))).toHaveLength(1);
  await told.getByRole('button', { name: 'Read why' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Not this time' })).toBeFocused();
});

test('every pane has a name, and what is drawn has its equal in words', async ({ page, site }) => {
  await openRecording(page, site);
  await walkTo(page, 'connect');
  await expect(labOf(page)).toMatchAriaSnapshot(`
    - region /^Lab/:
      - region "client":
        - list "Source of client.py"
        - region "client terminal":
          - switch "Screen reader"
      - region "server":
        - list "Source of server.py"
        - region "server terminal"
      - tablist "What the pane shows"
      - tabpanel "Table":
        - region "Sockets":
          - table "Sockets"
      - region "Wire":
        - table "Wire"
      - region "Timeline":
        - slider "Timeline"
  `);
  const states = page.getByRole('tab', { name: 'States' });
  await states.click();
  await expect(page.getByRole('list', { name: 'The way so far' }).getByRole('listitem')).not.toHaveCount(0);
  await page.getByRole('tab', { name: 'Bytes' }).click();
  await expect(page.getByText('No byte in this direction yet.')).toBeVisible();
  await labOf(page).getByRole('button', { name: 'Events as a list' }).click();
  await expect(labOf(page).getByRole('list', { name: 'Events as a list' })).toBeVisible();
});

test('a terminal reads out what comes, when it is asked to', async ({ page, site }) => {
  const ear = await listen(page);
  await openRecording(page, site);
  await walkTo(page, 'ask');
  const terminal = page.getByRole('region', { name: 'client terminal' });
  await expect(terminal).toContainText('msg: ');
  const ofTerminal = async () => (await ear.heard()).filter(text => text.startsWith('msg: '));
  expect(await ofTerminal(), 'else it is silent').toEqual([]);
  const reads = terminal.getByRole('switch', { name: 'Screen reader' });
  await reads.focus();
  await page.keyboard.press('Space');
  await expect(reads).toHaveAttribute('aria-checked', 'true');
  await walkTo(page, 'client-recv');
  expect((await ofTerminal()).at(-1)).toContain('echo: hello');
});

test('on a phone the sockets are cards to be seen and a table to be heard', async ({ page, site }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`${site}${LESSON}`);
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'connect');
  const devtools = await page.context().newCDPSession(page);
  const { nodes } = await devtools.send('Accessibility.getFullAXTree');
  const byId = new Map(nodes.map(node => [node.nodeId, node]));
  const below = (id: string): typeof nodes =>
    (byId.get(id)?.childIds ?? []).flatMap(child => {
      const node = byId.get(child);
      return node === undefined ? [] : [...(node.ignored ? [] : [node]), ...below(child)];
    });
  const table = nodes.find(({ role, name }) => role?.value === 'table' && name?.value === 'Sockets');
  const rolesOf = (wanted: string) => below(table?.nodeId ?? '').filter(({ role }) => role?.value === wanted);
  expect(rolesOf('columnheader').map(({ name }) => name?.value)).toEqual([
    'fd',
    'state protocol',
    'local peer',
    'Recv-Q',
    'Send-Q',
  ]);
  expect(rolesOf('cell').length).toBeGreaterThanOrEqual(10);
  // Seen without scrolling sideways.
  const room = await page
    .locator('.lab-sockets-scroll')
    .evaluate(scroller => scroller.clientWidth - scroller.scrollWidth);
  expect(room).toBe(0);
});
