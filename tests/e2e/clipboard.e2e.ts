/** Copy and Paste of a terminal, where the browser allows it and where it does not. */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';

const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });

const COUNTS = `total = 0
for step in range(3):
    total += step
    last = step
print('total', total)
`;
const WAITS = `name = input('name: ')
print('hello', name)
`;

test('Copy and Paste work by button and by key where the browser allows it', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await using stand = await startLabStand({ 'client@client': WAITS, 'server@server': COUNTS });
  await stand.run(page);
  await expect(terminal(page, 'server')).toContainText('total 3');
  await terminal(page, 'server').getByRole('button', { name: 'Copy' }).click();
  await expect(terminal(page, 'server').getByText('Copied')).toBeVisible();
  expect(await page.evaluate('navigator.clipboard.readText()')).toContain('total 3');

  await page.evaluate('navigator.clipboard.writeText("ann")');
  await terminal(page, 'client').getByRole('button', { name: 'Paste' }).click();
  await expect(page.getByRole('textbox', { name: 'Keys for client' })).toBeFocused();
  await page.keyboard.press('Control+Shift+V');
  await expect(terminal(page, 'client')).toContainText('name: annann');
  await page.keyboard.press('Enter');
  await expect(terminal(page, 'client')).toContainText('hello annann');
});

test('where the browser refuses to read, Paste says which key does it, in the place where it works', async ({
  page,
  context,
}) => {
  await context.clearPermissions();
  await using stand = await startLabStand({ 'client@client': WAITS, 'server@server': COUNTS });
  await stand.run(page);
  await page.evaluate(
    `navigator.clipboard.readText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))`,
  );
  await terminal(page, 'client').getByRole('button', { name: 'Paste' }).click();
  await expect(terminal(page, 'client').getByText('press Ctrl+Shift+V here')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Keys for client' })).toBeFocused();
});
