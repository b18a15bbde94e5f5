/** The slider over what-ifs: real runs in which the same bytes are cut elsewhere, on one ribbon. */
import { expect, test } from './fixture.ts';

test('a slider cuts the stream anew: other recv, broken letters, and the same lines', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/framing/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  const slider = page.getByRole('slider', { name: 'Cut the stream' });
  const received = page.getByRole('group', { name: 'recv calls', exact: true }).getByRole('button');
  const broken = received.locator('[data-kind="cut"]');
  const server = page.getByRole('region', { name: 'server', exact: true });
  await expect(slider, 'nothing is cut yet').toHaveAttribute('aria-valuetext', '12 bytes a segment');

  await slider.fill('4');
  await expect(slider).toHaveAttribute('aria-valuetext', '5 bytes a segment');
  await expect(received, 'three pieces and the end').toHaveCount(4);
  await expect(broken, 'two bytes of a letter, and its third').toHaveCount(3);
  for (const line of ['line: 가나', 'line: /end']) await expect(server).toContainText(line);
  await expect(page.getByText('live', { exact: true })).toBeVisible();
  await expect(slider, 'the next key is the slider’s, too').toBeFocused();
});
