/** The race: both protocols on one clock, in a live lab whose weather the reader changes. */
import { expect, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';

test('a slider changes the weather of a race that is on, and each strip shows what it did', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/tcp-udp-race/`);
  await page.getByRole('button', { name: 'What if: A long race' }).click();
  await walkTo(page, 'yours');
  const race = labOf(page).getByRole('region', { name: 'Race' });
  const strip = (name: string) => race.getByRole('region', { name });
  await expect(strip('UDP')).toContainText(/\d+ of \d+ read/);
  await expect(strip('UDP')).not.toContainText('lost');

  const loss = race.getByRole('slider', { name: 'loss' });
  await loss.focus();
  await page.keyboard.press('End');
  await expect(loss).toHaveAttribute('aria-valuetext', '40%');
  await expect(strip('UDP')).toContainText(/[1-9]\d* lost/);
  await expect(strip('TCP')).toContainText(/[1-9]\d* sent again/);
  await expect(strip('TCP')).not.toContainText('lost');

  await race.getByText('The same as a table').click();
  const message = race.getByRole('button', { name: 'UDP 1', exact: true });
  await message.click();
  await expect(message).toHaveAttribute('aria-pressed', 'true');
});
