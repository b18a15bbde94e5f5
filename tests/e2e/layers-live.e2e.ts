/** Envelopes inside envelopes: a frame on both sides of a router, and the exercise that takes one apart. */
import { expect, test } from './fixture.ts';
import { commit, outcomeOf } from './questions.ts';
import { labOf, walkTo } from './walk.ts';

const LESSON = 'en/lessons/layers-live/';
const CHANGES = /A router passes the frame/;
const RIGHT = 'the MAC addresses, and IP’s TTL and checksum';

test('the run tells what a router has changed, and so does the frame that it has passed on', async ({
  page,
  site,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto(`${site}${LESSON}`);
  await commit(page, CHANGES, RIGHT);
  await page.getByRole('button', { name: 'What if: With a router in between' }).click();
  await walkTo(page, 'hello');
  await expect(outcomeOf(page, CHANGES)).toContainText('The run shows the same: right.');

  const rows = page.getByRole('table', { name: 'Wire' }).getByRole('row');
  const carrying = rows.filter({ has: page.getByRole('button', { name: 'PSH, ACK 5 bytes' }) });
  await expect(carrying).toHaveCount(2);
  await carrying.nth(0).getByRole('button', { name: 'PSH, ACK 5 bytes' }).click();
  await expect(page.getByRole('listbox', { name: 'Headers and fields' })).toBeVisible();
  const passedOn = page.getByText('r has passed this packet on from link left.');
  await expect(passedOn, 'the one that came').toHaveCount(0);
  await carrying.nth(1).getByRole('button', { name: 'PSH, ACK 5 bytes' }).click();
  await expect(passedOn).toContainText('64 → 63');
  // Two MAC addresses of six bytes, TTL, and a checksum of two.
  await expect(page.locator('.lab-bytes-hex [data-changed]')).toHaveCount(15);
  await expect(labOf(page)).toHaveAttribute('data-move', 'hello');
});
