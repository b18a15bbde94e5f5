/** The first lesson as a newcomer meets it: what the text says, the run has shown. */
import { readFileSync } from 'node:fs';
import { deskOf, write } from './editor.ts';
import {
  HAS_RETURNED,
  LESSON,
  next,
  rowsOf,
  runTo,
  synRow,
  terminal,
  WHICH_LINE,
  WHICH_STATE,
  waitingRow,
} from './first-packet.ts';
import { expect, type Page, test } from './fixture.ts';
import { commit, outcomeOf, questionOn } from './questions.ts';
import { labOf, walkTo } from './walk.ts';
import { say } from './words.ts';

const STARTER = readFileSync(
  new URL('../../sandbox/exercises/hello/start/hello.py', import.meta.url),
  'utf8',
);

test('from the home page two presses show the first packet: in 30 s, nothing typed', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/`);
  const began = Date.now();
  await page.getByRole('link', { name: 'Start: Your first live packet' }).click();
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'LISTEN' })).toContainText('0.0.0.0:3333');
  await expect(labOf(page)).toHaveAttribute('data-move', 'wait');
  await labOf(page).getByRole('button', { name: 'Just show me' }).click();
  await expect(synRow(page)).toBeInViewport();
  expect(Date.now() - began).toBeLessThan(30_000);
});

test('the SYN waits with three buttons, is sent again, and goes on by Release; so does the walk', async ({
  page,
  site,
}) => {
  await runTo(page, site, 'hold');
  const syn = waitingRow(page);
  await expect(syn).toHaveText(/\bSYN\b(?!,)/);
  for (const verb of ['Release', 'Drop', 'Duplicate'])
    await expect(syn.getByRole('button', { name: verb, exact: true })).toBeVisible();
  await expect(syn).toContainText(/sent ×\d/);
  await expect(rowsOf(page, 'Wire').filter({ hasText: 'ARP' })).toHaveCount(2);

  await syn.getByRole('button', { name: 'SYN', exact: true }).click();
  const fields = page.getByRole('listbox', { name: 'Headers and fields' });
  await expect(fields.getByRole('option', { name: /^destination port 3333/ })).toBeVisible();
  await expect(
    fields.getByRole('option', { selected: true }),
    'nothing is chosen for the reader',
  ).toHaveCount(0);

  await syn.getByRole('button', { name: 'Release' }).click();
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'ESTABLISHED' })).toHaveCount(2);
  await expect(labOf(page)).toHaveAttribute('data-move', 'hold');
  await walkTo(page, 'greet');
  const client = rowsOf(page, 'Sockets').filter({ hasText: 'fd 3 · client' });
  await expect(client, '22 bytes that nobody has read').toContainText('22');
  await walkTo(page, 'client-end');
  await expect(rowsOf(page, 'Wire').filter({ hasText: 'FIN, ACK' })).toHaveCount(1);
  await walkTo(page, 'server-end');
  await expect(rowsOf(page, 'Wire').filter({ hasText: 'FIN, ACK' })).toHaveCount(2);
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'TIME-WAIT' })).toHaveCount(1);
  // A terminal is drawn while it is in view.
  await terminal(page, 'server').scrollIntoViewIfNeeded();
  await expect(terminal(page, 'client')).toContainText('hello from the server');
  await expect(terminal(page, 'server')).toContainText('greeted 10.0.0.1');
});

test('questions come before the run, and the run answers them: right and wrong', async ({ page, site }) => {
  await runTo(page, site, 'wait');
  await next(page).click();
  await expect(questionOn(page, HAS_RETURNED).getByRole('radio').first()).toBeFocused();
  await commit(page, HAS_RETURNED, 'it has failed: ECONNREFUSED');
  await expect(outcomeOf(page, HAS_RETURNED)).toContainText('Run the lab, and it will answer.');
  await commit(page, WHICH_STATE, 'SYN-SENT');
  await next(page).click();
  await expect(outcomeOf(page, HAS_RETURNED)).toContainText(
    'You said: it has failed: ECONNREFUSED. The run shows: it has not returned yet. Not this time.',
  );
  await expect(outcomeOf(page, WHICH_STATE)).toContainText(
    'You said: SYN-SENT. The run shows the same: right.',
  );

  await commit(page, WHICH_LINE, 'connected');
  await walkTo(page, 'connected');
  await expect(outcomeOf(page, WHICH_LINE)).toContainText(/right\./);
});

test('"Just show me" skips every question about what comes next, and a question taken back is asked again', async ({
  page,
  site,
}) => {
  await runTo(page, site, 'hold');
  await expect(outcomeOf(page, HAS_RETURNED)).toContainText('The run shows: it has not returned yet.');
  await expect(outcomeOf(page, WHICH_STATE)).toContainText('The run shows: SYN-SENT.');

  await commit(page, WHICH_STATE, 'LISTEN');
  await questionOn(page, WHICH_STATE).getByRole('button', { name: 'Predict again' }).click();
  await labOf(page).getByRole('button', { name: 'Reset' }).click();
  await expect(labOf(page)).not.toHaveAttribute('data-move', /./);
  await walkToQuestion(page, WHICH_STATE);
});

/** Presses Next until this question has the focus. */
async function walkToQuestion(page: Page, asked: RegExp): Promise<void> {
  await expect(labOf(page)).not.toHaveAttribute('data-busy', 'true');
  await next(page).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'wait');
  await next(page).click();
  await expect(questionOn(page, asked).getByRole('radio').first()).toBeFocused();
}

for (const locale of ['en', 'ko'] as const)
  test(`hello.py: the starter fails for its own reason, with a name of one’s own it passes (${locale})`, async ({
    page,
    site,
  }) => {
    await page.goto(`${site}${locale}/${LESSON}`);
    const desk = deskOf(page, 'hello');
    const check = desk.getByRole('button', { name: say(locale, 'exercise.check'), exact: true });
    await write(page, STARTER, 'hello');
    await check.click();
    await expect(desk.getByRole('status').first()).toHaveText(
      say(locale, 'exercise.outcome.fail', { passed: 4, total: 5 }),
    );
    const causes = desk.getByRole('list', { name: say(locale, 'exercise.causes') });
    await expect(causes).toContainText(locale === 'en' ? 'Change the name.' : '이름을 바꾸세요.');

    await write(page, STARTER.replace('somebody', '세종'), 'hello');
    await check.click();
    await expect(desk.getByRole('status').first()).toHaveText(
      say(locale, 'exercise.outcome.pass', { total: 5 }),
    );
    // What the author put between backticks is code, and the backticks are gone.
    const explanation = desk.getByRole('region', { name: say(locale, 'exercise.explanation') });
    await expect(explanation.locator('code').filter({ hasText: 'server' }).first()).toBeVisible();
    await expect(desk).not.toContainText('`');
  });
