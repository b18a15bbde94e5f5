/** What a kernel throws away no program is told of: the page shows it. */
import { expect, test } from './fixture.ts';
import { commit, outcomeOf } from './questions.ts';
import { walkTo } from './walk.ts';

test('datagrams that find no room are counted beside the name of their host', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/udp-silence/`);
  const howMany = /How many are read\?/;
  await commit(page, howMany, 'all 50');
  await page.getByRole('button', { name: 'What if: Fifty into a small buffer' }).click();
  await walkTo(page, 'read');
  await expect(outcomeOf(page, howMany)).toContainText(
    /The run shows: fewer than 25 \(\d+\)\. Not this time\./,
  );
  const server = page.getByRole('table', { name: 'Sockets' }).getByRole('rowheader', { name: /^server/ });
  await expect(server).toContainText(/UDP receive buffer full: ×\d+/);
});
