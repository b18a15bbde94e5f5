/** Stop: at once and always, whatever the program does and wherever the reader looks. */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { labOf, walkTo } from './walk.ts';

const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
const terminal = (page: Page, name: string): Locator =>
  page.getByRole('region', { name: `${name} terminal` });
const press = (page: Page, name: string, button: string): Promise<void> =>
  program(page, name).getByRole('button', { name: button, exact: true }).click();

const WAITS = `name = input('name: ')
print('hello', name)
`;

const FLOODS = `import os, signal
for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(each, signal.SIG_IGN)
if os.fork() == 0:
    while True:
        signal.pause()
while True:
    print('x' * 79)
`;

test('Stop works at once: on a flood that ignores every polite signal, and while looking back', async ({
  page,
}) => {
  await using stand = await startLabStand({ 'client@client': WAITS, 'server@server': FLOODS });
  await stand.run(page);
  await expect(terminal(page, 'server')).toContainText('x'.repeat(40));
  await labOf(page).getByRole('slider', { name: 'Timeline' }).focus();
  await page.keyboard.press('Home');
  await expect(labOf(page)).toContainText('You are looking at step 0');
  await press(page, 'server', 'Stop');
  await expect(labOf(page)).not.toContainText('You are looking at step');
  await expect(program(page, 'server').locator('.lab-doing')).toContainText('by SIGKILL');

  // Its child is gone with it: the program can be looked at no more, and the other one goes on.
  await page.getByRole('textbox', { name: 'Keys for client' }).focus();
  await page.keyboard.type('ann\n');
  await expect(terminal(page, 'client')).toContainText('hello ann');
});

test('Stop works while a move is under way, and the move says that its program has ended', async ({
  page,
  site,
}) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'sleep');
  await labOf(page).getByRole('button', { name: 'Next', exact: true }).click();
  await expect(labOf(page)).toHaveAttribute('data-busy', 'true');
  await press(page, 'server', 'Stop');
  await expect(program(page, 'server').locator('.lab-doing')).toContainText('by SIGKILL');
  await expect(labOf(page)).not.toHaveAttribute('data-busy', 'true');
  await expect(labOf(page).getByRole('status').first()).toContainText('This move cannot go on by itself');
});
