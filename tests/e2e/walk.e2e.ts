/**
 * The walk as a reader takes it: what to watch, what happened, stepping aside and coming back, Play; and
 * what a prediction is told, right or wrong.
 */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { commit, outcomeOf, questionOn } from './questions.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';
import { say } from './words.ts';

const next = (page: Page): Locator => labOf(page).getByRole('button', { name: 'Next', exact: true });
const story = (page: Page): Locator => labOf(page).getByRole('region', { name: 'What happened' });
const told = (page: Page): Locator => story(page).getByRole('listitem');
const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const stepCall = (page: Page, name: string): Promise<void> =>
  program(page, name).getByRole('button', { name: 'Step call' }).click();

async function runTo(page: Page, site: string, move: string, lesson = 'echo-once'): Promise<void> {
  await page.goto(`${site}en/lessons/${lesson}/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, move);
}

test('before a move the lab says where to look; after it, what happened, as links to where and when', async ({
  page,
  site,
}) => {
  await runTo(page, site, 'client-create');
  await expect(next(page)).toHaveAccessibleDescription(
    '6 of 16: client goes on until connect() has returned. Watch the wire, and the state of the sockets at both ends.',
  );
  await walkTo(page, 'connect');
  await expect(told(page).first()).toHaveText(
    '3 frames crossed: SYN (client); SYN, ACK (server); ACK (client)',
  );
  await expect(told(page).filter({ hasText: 'client: connect returned' })).toHaveCount(1);
  // Heard as a whole, once: the list itself is no live region.
  const status = labOf(page).getByRole('status').first();
  await expect(status).toContainText('3 frames crossed');
  await expect(status).toContainText('client: connect returned');

  await told(page).getByRole('button', { name: '3 frames crossed' }).click();
  await expect(labOf(page)).toContainText('You are looking at step');
  await expect(labOf(page).locator('.lab-wire [data-light="picked"]')).toContainText('SYN');
  // The story stays while the reader looks into it.
  await told(page).getByRole('button', { name: 'client: connect returned' }).click();
  await expect(labOf(page).locator('.lab-source [data-light]').first()).toBeVisible();
  await expect(told(page).first()).toContainText('3 frames crossed');
  await page.keyboard.press('Escape');
  await expect(labOf(page)).not.toContainText('You are looking at step');

  await story(page).getByRole('button', { name: 'What happened' }).click();
  await expect(told(page)).toHaveCount(0);
  await page.reload();
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'create');
  await expect(story(page)).toBeVisible();
  await expect(told(page)).toHaveCount(0);
});

test('who steps by hand is followed by text and walk, and Next goes on from there', async ({
  page,
  site,
}) => {
  await runTo(page, site, 'create');
  for (const line of ['10', '11', '12']) {
    await stepCall(page, 'server');
    await expect(program(page, 'server').locator('[aria-current="step"] [data-line]')).toHaveText(line);
  }
  await expect(labOf(page)).toHaveAttribute('data-move', 'listen');
  await expect(page.locator('#listen')).toHaveAttribute('aria-current', 'step');
  await expect(next(page)).toHaveAccessibleDescription(
    /^4 of 16: server goes on until it waits in accept\(\)/,
  );
  await next(page).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'accept');
});

test('a frame that waits already does not keep Next from going on', async ({ page, site }) => {
  await runTo(page, site, 'wait', 'first-packet');
  await stepCall(page, 'client');
  await stepCall(page, 'client');
  const release = page.getByRole('button', { name: 'Release', exact: true });
  await expect(release).toBeVisible();
  // Two questions are about this move, so it waits for Next; and Next has nothing left to do.
  await walkTo(page, 'hold');
  await expect(release).toBeVisible();
  await walkTo(page, 'release');
  await expect(
    page.getByRole('table', { name: 'Sockets' }).getByRole('row', { name: /ESTABLISHED/ }),
  ).toHaveCount(2);
});

test('Play presses Next by itself, stops at a question, and at any key @prove', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/first-packet/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  const play = labOf(page).getByRole('button', { name: 'Play' });
  await play.click();
  await expect(play).toHaveAttribute('aria-pressed', 'true');
  await expect(labOf(page)).toHaveAttribute('data-move', 'wait');
  const asked = questionOn(page, /what has the client’s connect\(\) done/);
  await expect(asked.getByRole('radio').first()).toBeFocused({ timeout: 30_000 });
  await expect(play).toHaveAttribute('aria-pressed', 'false');
  await expect(labOf(page)).toHaveAttribute('data-move', 'wait');

  await walkTo(page, 'release');
  await play.click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'connected');
  await page.keyboard.press('Shift');
  await expect(play).toHaveAttribute('aria-pressed', 'false');
});

test('a question answered wrongly is told what the run shows and why, and is led to where it shows', async ({
  page,
  site,
}) => {
  const sleeping = /In which state is the accepted socket/;
  await page.goto(`${site}en/lessons/echo-once/`);
  await questionOn(page, sleeping).getByRole('radio', { name: 'sure', exact: true }).check();
  await commit(page, sleeping, 'TIME-WAIT');
  await page.reload();
  await expect(questionOn(page, sleeping).getByRole('radio', { name: 'sure', exact: true })).toBeChecked();
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'sleep');
  const outcome = outcomeOf(page, sleeping);
  for (const text of [
    'You said: TIME-WAIT. The run shows: CLOSE-WAIT. Not this time.',
    'You were sure',
    'TIME-WAIT is for the side that closes first.',
    'The other side has closed, this one has not.',
    /In the run: server: TCP .* is now CLOSE-WAIT\./,
  ])
    await expect(outcome).toContainText(text);

  await questionOn(page, sleeping).getByRole('button', { name: 'Show me' }).click();
  await expect(labOf(page).locator('.lab-sockets [data-light="picked"]')).toContainText('CLOSE-WAIT');
  await expect(labOf(page)).toHaveAttribute('data-move', 'client-recv');
  // Who goes back does not make undone what the run has shown.
  await expect(outcome).toContainText('The run shows: CLOSE-WAIT.');
});

test('on a phone every answer leads to the lab, and “Show me” brings it forward', async ({
  browser,
  site,
}) => {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  const page = await context.newPage();
  await page.goto(`${site}en/lessons/echo-once/`);
  const echoed = /last line the client prints/;
  await questionOn(page, echoed).getByRole('radio', { name: 'echo: hello', exact: true }).tap();
  await questionOn(page, echoed).getByRole('button', { name: 'Commit' }).tap();
  await questionOn(page, echoed).getByRole('button', { name: 'Back to the lab' }).tap();
  await page.getByRole('button', { name: 'Look through the recording' }).tap();
  await walkTo(page, 'client-recv');
  await page.getByRole('button', { name: 'Text', exact: true }).tap();
  await expect(outcomeOf(page, echoed)).toContainText('The client decodes what came back');
  await questionOn(page, echoed).getByRole('button', { name: 'Show me' }).tap();
  await expect(next(page)).toBeVisible();
  await expect(next(page)).toBeFocused();
  const width = await page.locator('html').evaluate(html => html.scrollWidth - html.clientWidth);
  expect(width).toBeLessThanOrEqual(0);
  await context.close();
});

/** Every what-if of both lessons: its title, its question, the answer of every run, and its last move. */
const WHAT_IFS = [
  ['echo-once', 'Forty Hangul letters', /가 forty times/, 'the client: ECONNRESET', 'client-end'],
  [
    'echo-once',
    'The client starts first',
    /The client starts before the server/,
    'ECONNREFUSED',
    'client-end',
  ],
  ['echo-once', 'Two servers on one port', /A second copy of the server/, 'EADDRINUSE', 'second-end'],
  [
    'echo-once',
    'The server moved, the client kept localhost',
    /connects to localhost/,
    'ECONNREFUSED',
    'client-end',
  ],
  ['first-packet', 'The cable is cut', /The cable is cut before/, 'EHOSTUNREACH', 'connect'],
  ['first-packet', 'The server has not been started', /has not been started/, 'ECONNREFUSED', 'connect'],
] as const;

async function goThroughWhatIfs(page: Page, address: string): Promise<void> {
  for (const [lesson, title, asked, answer, last] of WHAT_IFS) {
    const path = `en/lessons/${lesson}/`;
    if (!page.url().endsWith(path)) await page.goto(`${address}${path}`);
    await page.getByRole('button', { name: `What if: ${title}` }).click();
    await expect(next(page)).toHaveAttribute('aria-disabled', 'false');
    await expect(labOf(page)).not.toHaveAttribute('data-move', /./);
    await walkTo(page, last);
    const outcome = outcomeOf(page, asked);
    await expect(outcome).toContainText('The run shows: ');
    await expect(outcome).toContainText(answer);
    await expect(outcome).toContainText('In the run: ');
    await questionOn(page, asked).getByRole('button', { name: 'Show me' }).click();
    await expect(labOf(page).locator('[data-light]').first()).toBeVisible();
    await expect(next(page)).toHaveAttribute('aria-disabled', /./);
  }
}

test('every what-if of both lessons runs live, and its run answers its question @prove', async ({
  page,
  site,
}) => {
  test.setTimeout(180_000);
  await goThroughWhatIfs(page, site);
});

test('every what-if of both lessons is whole from its own recording', async ({ page }) => {
  test.setTimeout(120_000);
  await using host = await startStaticHost();
  await goThroughWhatIfs(page, host.address);
  await page.close();
});

test('the keys of the lab are told, and closing them gives the focus back', async ({ page, site }) => {
  await page.goto(`${site}ko/lessons/echo-once/`);
  await page.getByRole('button', { name: say('ko', 'lab.open-recorded') }).click();
  const tools = page.getByRole('button', { name: say('ko', 'lab.tools'), exact: true });
  await tools.click();
  const keys = page.getByRole('region', { name: say('ko', 'lab.keys') });
  for (const key of ['next', 'input', 'back', 'breakpoint', 'leave', 'copy', 'paste'])
    await expect(keys).toContainText(say('ko', `lab.keys.${key}`));
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await expect(tools).toBeFocused();
});
