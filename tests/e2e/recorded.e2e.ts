/**
 * The site on a plain file server, under a path and with no lab server behind it: every page is whole from
 * its recordings, says plainly what needs more, and leaves no error on the console.
 */
import { lessonIds } from '../../src/cli/course-order.ts';
import { comeToEditor, deskOf, write } from './editor.ts';
import { test as base, expect } from './fixture.ts';
import { commit, outcomeOf, questionOn } from './questions.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';

const test = base.extend<Record<never, never>, { host: string }>({
  host: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names a fixture depends on here.
    async ({}, use) => {
      await using host = await startStaticHost();
      await use(host.address);
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

const LESSON = 'en/lessons/echo-once/';
test('a reader goes through the recording; questions come first and the run answers them', async ({
  page,
  host,
}) => {
  await page.goto(`${host}${LESSON}`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  const lab = labOf(page);
  const next = lab.getByRole('button', { name: 'Next' });
  await walkTo(page, 'ask');

  // What comes next is covered until the reader has said what it will be.
  await next.click();
  await expect(lab.getByRole('status').first()).toContainText('Predict first');
  await expect(lab).toHaveAttribute('data-move', 'ask');
  const echoed = /last line the client prints/;
  await expect(questionOn(page, echoed).getByRole('radio').first()).toBeFocused();
  await commit(page, echoed, 'echo: hello');
  await expect(outcomeOf(page, echoed)).toHaveText('You said: echo: hello. Run the lab, and it will answer.');
  await next.click();
  await expect(lab).toHaveAttribute('data-move', 'send');
  await walkTo(page, 'client-recv');
  await expect(outcomeOf(page, echoed)).toContainText(/The run shows the same: right\./);
  await expect(page.getByRole('region', { name: 'client terminal' })).toContainText('echo: hello');

  // A wrong answer is told what the run shows.
  const sleeping = /In which state is the accepted socket/;
  await commit(page, sleeping, 'TIME-WAIT');
  await walkTo(page, 'sleep');
  await expect(outcomeOf(page, sleeping)).toContainText(
    'You said: TIME-WAIT. The run shows: CLOSE-WAIT. Not this time.',
  );

  await walkTo(page, 'end');
  await expect(next).toHaveAttribute('aria-disabled', 'true');
  await expect(outcomeOf(page, /Who still has a socket in TIME-WAIT/)).toContainText(
    'The run shows: the client.',
  );
  const sockets = page.getByRole('table', { name: 'Sockets' });
  await expect(sockets.getByRole('row').filter({ hasText: 'TIME-WAIT' })).toHaveCount(1);
});

test('a what-if opens from its own recording', async ({ page, host }) => {
  await page.goto(`${host}${LESSON}`);
  const asked = /가 forty times/;
  await commit(page, asked, 'the server: UnicodeDecodeError; the client: ECONNRESET');
  await page.getByRole('button', { name: 'What if: Forty Hangul letters' }).click();
  await walkTo(page, 'client-end');
  await expect(outcomeOf(page, asked)).toContainText(/The run shows the same: right\./);
  // The end of the UnicodeDecodeError: the terminal has few rows, and what is above has scrolled away.
  await expect(page.getByRole('region', { name: 'server terminal' })).toContainText('unexpected end of data');
  const wire = page.getByRole('table', { name: 'Wire' });
  await expect(wire.getByRole('row').filter({ hasText: 'RST' })).not.toHaveCount(0);
});

test('every lab of the course is gone through from its recording, and nothing else is asked for', async ({
  page,
  host,
}) => {
  test.setTimeout(120_000);
  const elsewhere: string[] = [];
  page.on('response', answer => {
    if (!answer.url().startsWith(host) || answer.status() >= 400) elsewhere.push(answer.url());
  });
  for (const lesson of lessonIds()) {
    await page.goto(`${host}en/lessons/${lesson}/`);
    await page.getByRole('button', { name: 'Look through the recording' }).click();
    const lab = labOf(page);
    await expect(lab).toHaveAttribute('data-mounted', 'recorded');
    const first = page.locator('.prose [data-move]').first();
    await walkTo(page, (await first.getAttribute('data-move')) ?? '');
    await expect(first).toHaveAttribute('aria-current', 'step');
    for (const other of await page.locator('.prose button[data-open]:not([data-what-if])').all()) {
      await other.click();
      await expect(lab).not.toHaveAttribute('data-move');
      await expect(lab.getByRole('button', { name: 'Next', exact: true })).toBeFocused();
    }
  }
  expect(elsewhere).toEqual([]);
});

test('"Run it live" says that a server is missing and how to get one', async ({ page, host }) => {
  await page.goto(`${host}${LESSON}`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  const note = page.getByRole('status').filter({ hasText: 'No lab server answers here.' });
  await expect(note).toBeVisible();
  for (const command of ['npm ci', 'npm start']) await expect(note).toContainText(command);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await expect(labOf(page).getByRole('button', { name: 'Next' })).toBeVisible();
  await expect(note).toHaveCount(0);
});

test('the exercise says that it needs a server, and keeps an edit in this browser', async ({
  page,
  host,
}) => {
  await page.goto(`${host}${LESSON}`);
  await comeToEditor(page);
  const desk = deskOf(page);
  await expect(desk).toContainText('No server answers, so nothing can be checked here.');
  const check = desk.getByRole('button', { name: 'Check', exact: true });
  await expect(check).toHaveAttribute('aria-disabled', 'true');
  await write(page, 'print("안녕")\n');

  await page.reload();
  await expect(await comeToEditor(page)).toContainText('print("안녕")');
  await expect(desk).toContainText('Your edits stay in this browser');
  await desk.getByRole('button', { name: 'Show solution' }).click();
  await expect(desk).toContainText('One solution of echo_once.py');
});
