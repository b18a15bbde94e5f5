/** What goes wrong in the first lesson: live, where it can be mended, and from the recordings alone. */
import {
  CUT,
  LESSON,
  NOT_STARTED,
  next,
  rowsOf,
  synRow,
  terminal,
  WHICH_LINE,
  waitingRow,
} from './first-packet.ts';
import { expect, test } from './fixture.ts';
import { commit, outcomeOf } from './questions.ts';
import { startStaticHost } from './static-host.ts';
import { labOf, walkTo } from './walk.ts';

test('a cut cable ends connect() with EHOSTUNREACH; mended, it connects', async ({ page, site }) => {
  await page.goto(`${site}en/${LESSON}`);
  await commit(page, CUT, 'EHOSTUNREACH');
  await page.getByRole('button', { name: 'What if: The cable is cut' }).click();
  await walkTo(page, 'connect');
  await expect(outcomeOf(page, CUT)).toContainText(/right\./);
  await expect(labOf(page).getByRole('status').first()).toContainText('connect failed with EHOSTUNREACH');
  await expect(terminal(page, 'client')).toContainText('No route to host');
  await expect(rowsOf(page, 'Wire').filter({ hasText: 'lost: the cable is cut' }).nth(2)).toBeAttached();
  await expect(synRow(page)).toHaveCount(0);

  await labOf(page).getByRole('button', { name: 'Reset' }).click();
  await expect(labOf(page)).not.toHaveAttribute('data-move', /./);
  await page.getByRole('button', { name: /^Links/ }).click();
  await page.getByRole('switch', { name: 'Cut the cable' }).click();
  await walkTo(page, 'connect');
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'ESTABLISHED' })).toHaveCount(2);
});

test('a server that was not started refuses: RST, ECONNREFUSED', async ({ page, site }) => {
  await page.goto(`${site}en/${LESSON}`);
  await commit(page, NOT_STARTED, 'without an error');
  await page.getByRole('button', { name: 'What if: The server has not been started' }).click();
  await walkTo(page, 'connect');
  await expect(outcomeOf(page, NOT_STARTED)).toContainText(/The run shows: ECONNREFUSED\. Not this time\./);
  await expect(labOf(page).getByRole('status').first()).toContainText('connect failed with ECONNREFUSED');
  await expect(rowsOf(page, 'Wire').filter({ hasText: 'RST' })).toHaveCount(1);
});

test('without a server the recording shows the whole walk and both what-ifs', async ({ page }) => {
  await using host = await startStaticHost();
  await page.goto(`${host.address}en/${LESSON}`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await walkTo(page, 'hold');
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'SYN-SENT' })).toHaveCount(1);
  await expect(synRow(page)).toContainText('rule hold-the-first-syn');
  await expect(waitingRow(page), 'a recorded frame has long gone on').toHaveCount(0);
  await walkTo(page, 'server-end');
  await expect(terminal(page, 'client')).toContainText('hello from the server');
  await expect(outcomeOf(page, WHICH_LINE)).toContainText('The run shows: connected.');

  const variant = labOf(page).getByRole('combobox', { name: 'Variant of this lab' });
  for (const [whatIf, title, error] of [
    ['cable-cut', 'The cable is cut', 'EHOSTUNREACH'],
    ['client-first', 'The server has not been started', 'ECONNREFUSED'],
  ] as const) {
    await page.getByRole('button', { name: `What if: ${title}` }).click();
    await expect(variant).toHaveValue(whatIf);
    await walkTo(page, 'connect');
    await expect(labOf(page).getByRole('status').first()).toContainText(`connect failed with ${error}`);
    await expect(next(page)).toHaveAttribute('aria-disabled', 'true');
  }
});
