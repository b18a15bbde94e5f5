/**
 * One pick lights four layers, and every pane shows the moment that the reader looks at; a running lab
 * goes on meanwhile.
 */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';

const LESSON = 'en/lessons/echo-once/';
const timelineOf = (page: Page): Locator => labOf(page).getByRole('slider', { name: 'Timeline' });
const socketsOf = (page: Page): Locator => page.getByRole('table', { name: 'Sockets' });
const terminalOf = (page: Page): Locator => page.getByRole('region', { name: 'client terminal' });
/** What is lit, pane by pane. */
const lit = (page: Page, pane: string): Locator => labOf(page).locator(`${pane} [data-light]`);

async function runTo(page: Page, site: string, move: string): Promise<void> {
  await page.goto(`${site}${LESSON}`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, move);
}

test('one pick lights the line, the call, the socket and the frames, and again lets them go', async ({
  page,
  site,
}) => {
  await runTo(page, site, 'accepted');
  const client = page.getByRole('region', { name: 'client', exact: true });
  const call = client.getByRole('button', { name: /^connect → / });
  await call.click();
  await expect(call).toHaveAttribute('aria-pressed', 'true');
  await expect(lit(page, '.lab-source')).not.toHaveCount(0);
  await expect(lit(page, '.lab-sockets')).not.toHaveCount(0);
  // The three segments of the handshake; ARP asks for the same call.
  const frames = lit(page, '.lab-wire');
  for (const text of [/\bSYN(?!,)/, /SYN, ACK/, /(?<!, )\bACK\b/])
    await expect(frames.filter({ hasText: text })).toHaveCount(1);

  // From the other end: the socket that accept() gave is lit by its frame, and so is the line.
  await page.getByRole('button', { name: 'SYN, ACK', exact: true }).click();
  await expect(lit(page, '.lab-source').filter({ hasText: 'accept()' })).toHaveCount(1);
  await expect(call).toHaveAttribute('aria-pressed', 'false');

  // By keyboard alone: a row's button, then the way out.
  const listening = socketsOf(page).getByRole('row').filter({ hasText: 'LISTEN' }).getByRole('button');
  await listening.focus();
  await page.keyboard.press('Enter');
  await expect(listening).toHaveAttribute('aria-pressed', 'true');
  await expect(lit(page, '.lab-source').filter({ hasText: 'listen()' })).toHaveCount(1);
  await page.keyboard.press('Escape');
  await expect(lit(page, '')).toHaveCount(0);
});

test('a reader looks back while the lab waits, and comes back with one key', async ({ page, site }) => {
  await runTo(page, site, 'client-recv');
  const timeline = timelineOf(page);
  await expect(terminalOf(page)).toContainText('echo: hello');
  const last = await timeline.getAttribute('max');
  await timeline.focus();
  await page.keyboard.press('Home');
  const mark = labOf(page).getByRole('status').filter({ hasText: 'You are looking at step' });
  await expect(mark).toHaveText(new RegExp(`^You are looking at step 0 of ${last}; the lab is at ${last}`));
  await expect(socketsOf(page).getByRole('row').filter({ hasText: 'TCP' })).toHaveCount(0);
  await expect(terminalOf(page).locator('.lab-terminal-past')).not.toContainText('echo: hello');

  // Page keys go from move to move: after the third the server listens, and nobody has connected.
  for (let move = 0; move < 3; move += 1) await page.keyboard.press('PageDown');
  await expect(socketsOf(page).getByRole('row').filter({ hasText: 'LISTEN' })).toHaveCount(1);
  await expect(socketsOf(page).getByRole('row').filter({ hasText: 'ESTABLISHED' })).toHaveCount(0);
  const place = await timeline.getAttribute('aria-valuetext');
  await page.keyboard.press('ArrowLeft');
  await expect(timeline).not.toHaveAttribute('aria-valuetext', place ?? '');
  await page.keyboard.press('ArrowRight');
  await expect(timeline).toHaveAttribute('aria-valuetext', place ?? '');

  await page.keyboard.press('Escape');
  await expect(mark).toHaveCount(0);
  await expect(terminalOf(page)).toContainText('echo: hello');
  await expect(socketsOf(page).getByRole('row').filter({ hasText: 'ESTABLISHED' })).toHaveCount(2);
});

test('a command given while looking back is done to the lab as it is', async ({ page, site }) => {
  await runTo(page, site, 'listen');
  await timelineOf(page).focus();
  await page.keyboard.press('Home');
  const mark = labOf(page).getByRole('status').filter({ hasText: 'You are looking at step' });
  await expect(mark).toBeVisible();
  await labOf(page).getByRole('button', { name: 'Next', exact: true }).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'accept');
  await expect(mark).toHaveCount(0);
});

test('the list tells in words what the lanes draw, and leads to each step', async ({ page, site }) => {
  await page.goto(`${site}${LESSON}`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'connect');
  await labOf(page).getByRole('button', { name: 'Events as a list' }).click();
  const list = labOf(page).getByRole('list', { name: 'Events as a list' });
  await list.getByRole('button', { name: 'server: listen returned', exact: true }).click();
  await expect(timelineOf(page)).toHaveAttribute('aria-valuetext', /server: listen returned$/);
  await expect(socketsOf(page).getByRole('row').filter({ hasText: 'ESTABLISHED' })).toHaveCount(0);

  // From a frame to the call that brought it about, by mouse; and on to an effect of that, by key.
  await list.getByRole('button', { name: 'client sends SYN', exact: true }).click();
  await labOf(page)
    .getByRole('button', { name: /^Cause:/ })
    .click();
  await expect(timelineOf(page)).toHaveAttribute('aria-valuetext', /client: connect\(/);
  await timelineOf(page).focus();
  await page.keyboard.press('e');
  await expect(timelineOf(page)).not.toHaveAttribute('aria-valuetext', /client: connect\(/);
  await page.keyboard.press('c');
  await expect(timelineOf(page)).toHaveAttribute('aria-valuetext', /client: connect\(/);
});

test('of a recording nothing is seen behind a question that is open', async ({ page, site }) => {
  await page.goto(`${site}${LESSON}`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  const timeline = timelineOf(page);
  await timeline.focus();
  await page.keyboard.press('End');
  await expect(labOf(page)).toHaveAttribute('data-move', 'ask');
  const covered = Number(await timeline.getAttribute('max'));
  await labOf(page).getByRole('button', { name: 'Next', exact: true }).click();
  await labOf(page).getByRole('button', { name: 'Just show me' }).click();
  await expect.poll(async () => Number(await timeline.getAttribute('max'))).toBeGreaterThan(covered);
});
