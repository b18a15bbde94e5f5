/** The first lesson for who has no pointer, and for who has only a phone. */
import { HAS_RETURNED, LESSON, next, rowsOf, WHICH_LINE, WHICH_STATE, waitingRow } from './first-packet.ts';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { commit, outcomeOf, questionOn } from './questions.ts';
import { labOf, walkTo } from './walk.ts';

const isFocused = (element: Locator): Promise<boolean> =>
  element.evaluate(element => element.matches(':focus'));

/** Presses Tab until the element has the focus; out of a terminal Escape leads first. */
async function tabTo(page: Page, wanted: Locator, most = 40): Promise<void> {
  for (let pressed = 0; pressed < most; pressed += 1) {
    if (await page.locator('.xterm-helper-textarea:focus').count()) await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    if (await isFocused(wanted)) return;
  }
  throw new Error(`not reached within ${most} presses of Tab: ${wanted}`);
}

test('the keyboard alone opens the lab, answers, looks into the SYN, releases it and goes on', async ({
  page,
  site,
}) => {
  const press = (key: string) => page.keyboard.press(key);
  await page.goto(`${site}en/${LESSON}`);
  await tabTo(page, page.getByRole('link', { name: 'Skip to the lab' }), 2);
  await press('Enter');
  await expect(page.getByRole('button', { name: 'Run it live' })).toBeFocused();
  await press('Enter');
  await expect(next(page)).toBeFocused();
  await expect(next(page)).toHaveAttribute('aria-disabled', 'false');
  await press('Enter');
  await expect(labOf(page)).toHaveAttribute('data-move', 'wait');
  for (const asked of [HAS_RETURNED, WHICH_STATE]) {
    await press('Enter');
    await expect(questionOn(page, asked).getByRole('radio').first()).toBeFocused();
    await press('Space');
    await tabTo(page, questionOn(page, asked).getByRole('button', { name: 'Commit' }), 2);
    await press('Enter');
    await tabTo(page, questionOn(page, asked).getByRole('button', { name: 'Back to the lab' }), 2);
    await press('Enter');
    await expect(next(page)).toBeFocused();
  }
  await press('Enter');
  await expect(labOf(page)).toHaveAttribute('data-move', 'hold');
  await expect(outcomeOf(page, WHICH_STATE)).toContainText(/right\./);

  await tabTo(page, labOf(page).getByRole('button', { name: 'Go to the waiting frame' }), 1);
  await press('Enter');
  await expect(waitingRow(page).getByRole('button', { name: 'Release' })).toBeFocused();
  await press('Shift+Tab');
  await press('Enter');
  const fields = page.getByRole('listbox', { name: 'Headers and fields' });
  await tabTo(page, fields.getByRole('option').first(), 4);
  await press('End');
  await expect(fields.getByRole('option').last()).toBeFocused();
  await expect(page.locator('.lab-told')).not.toHaveText('Point at a field or a byte.');
  for (let back = 0; back < 3; back += 1) await press('Shift+Tab');
  await expect(waitingRow(page).getByRole('button', { name: 'Release' })).toBeFocused();
  await press('Enter');
  await expect(rowsOf(page, 'Sockets').filter({ hasText: 'ESTABLISHED' })).toHaveCount(2);
  await expect(page.getByRole('table', { name: 'Wire' }).locator(':focus')).toHaveCount(1);

  // Through both terminals, in which Tab is a key of its own, and round the page to Next.
  for (let at = 0; at < 80 && !(await isFocused(next(page))); at += 1) {
    if (await page.locator('.xterm-helper-textarea:focus').count()) await press('Escape');
    await press('Shift+Tab');
  }
  await press('Enter');
  await expect(questionOn(page, WHICH_LINE).getByRole('radio').first()).toBeFocused();
});

test('a Korean student on a phone: text and lab take turns, and the waiting frame comes into view', async ({
  page,
  site,
}) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.goto(`${site}ko/${LESSON}`);
  const onwards = labOf(page, 'ko').getByRole('button', { name: '다음', exact: true });
  await page.getByRole('button', { name: '실습', exact: true }).click();
  await page.getByRole('button', { name: '직접 실행하기' }).click();
  await walkTo(page, 'wait', 'ko');
  for (const [asked, answer] of [
    [/connect\(\)는 어떻게 되어 있을까요/, '아직 반환하지 않았다'],
    [/그 소켓은 어떤 상태일까요/, 'SYN-SENT'],
  ] as const) {
    await onwards.click();
    await expect(questionOn(page, asked).getByRole('radio').first()).toBeFocused();
    await expect(labOf(page, 'ko')).toBeHidden();
    await commit(page, asked, answer, 'ko');
    await questionOn(page, asked).getByRole('button', { name: '실습으로 돌아가기' }).click();
    await expect(onwards).toBeFocused();
  }
  await onwards.click();
  await expect(labOf(page, 'ko')).toHaveAttribute('data-move', 'hold');
  const release = waitingRow(page, 'ko').getByRole('button', { name: '보내기' });
  await expect(release).toBeInViewport({ ratio: 1 });
  await waitingRow(page, 'ko').getByRole('button', { name: 'SYN', exact: true }).click();
  await expect(page.getByRole('listbox').getByRole('option', { name: /^순서 번호/ })).toBeAttached();
  const { width, room } = await page
    .locator('html')
    .evaluate(html => ({ width: html.scrollWidth, room: html.clientWidth }));
  expect(width).toBeLessThanOrEqual(room);
  await release.click();
  await onwards.click();
  await commit(page, /다음으로 출력하는 줄은/, 'connected', 'ko');
  await page.getByRole('button', { name: '실습', exact: true }).click();
  await walkTo(page, 'server-end', 'ko');
  await expect(page.getByRole('region', { name: 'client 터미널' })).toContainText('hello from the server');
  await page.getByRole('button', { name: '본문', exact: true }).click();
  await expect(questionOn(page, /어떤 상태일까요/).getByRole('status')).toContainText(/맞았습니다\./);

  await page.getByRole('link', { name: 'English' }).click();
  await expect(page.getByRole('heading', { name: 'Your first live packet' })).toBeVisible();
});
