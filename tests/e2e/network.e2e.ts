/**
 * The network under a reader's hands: every change is made by a real kernel, and what it refuses it
 * says in its own words. And shells on the hosts, with the way out for the keyboard.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';
import { labOf } from './walk.ts';

const WAITS = 'input()\n';
const PANES = { panes: ['programs', 'wire', 'sockets', 'network'] as const };

const pane = (page: Page): Locator => page.getByRole('region', { name: 'Network', exact: true });
const table = (page: Page, name: string): Locator => pane(page).getByRole('table', { name, exact: true });
const form = (page: Page, name: string): Locator => pane(page).getByRole('form', { name, exact: true });
async function openShell(page: Page, host: string): Promise<void> {
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await page.getByRole('button', { name: `Open a shell on ${host}`, exact: true }).click();
}

const shellOf = (page: Page, host: string): Locator =>
  page.getByRole('region', { name: `shell-${host} terminal` });

const startSplit = () =>
  startLabStand({ 'client@a': WAITS, 'server@b': WAITS }, { network: 'split', panes: [...PANES.panes] });

/** Fills in a form's fields in their order and sends it. */
async function ask(where: Locator, ...values: string[]): Promise<void> {
  const fields = where.getByRole('textbox');
  for (const [index, value] of values.entries()) await fields.nth(index).fill(value);
  await fields.last().press('Enter');
}

test('a wider mask is a wider network: the kernel has another route at once, and the change is marked', async ({
  page,
}) => {
  await using stand = await startSplit();
  await stand.run(page);
  const addresses = table(page, 'Addresses of a');
  await expect(addresses).toContainText('192.168.1.10/26');
  await expect(table(page, 'Routes of a')).toContainText('192.168.1.0/26');

  await addresses.getByRole('button', { name: 'Change 192.168.1.10/26' }).click();
  const change = form(page, 'Change 192.168.1.10/26');
  await expect(change.getByRole('textbox')).toBeFocused();
  // The dotted mask is another spelling of /24.
  await ask(change, '192.168.1.10/255.255.255.0');
  await expect(addresses).toContainText('192.168.1.10/24');
  await expect(addresses.locator('.lab-changed')).toContainText('192.168.1.10/24');
  const routes = table(page, 'Routes of a');
  await expect(routes).toContainText('192.168.1.0/24');
  await expect(routes).not.toContainText('192.168.1.0/26');
  await expect(routes, 'the gateway survives').toContainText('default');
  await expect(page.getByRole('list', { name: 'Topology' })).toContainText('eth0 192.168.1.10/24 on left');
  await expect(addresses.getByRole('button', { name: 'Change 192.168.1.10/24' })).toBeFocused();
});

test('what is no address is said at once; what the kernel refuses is said in its words', async ({ page }) => {
  await using stand = await startSplit();
  await stand.run(page);
  const adding = form(page, 'Add an address to a');
  await ask(adding, '192.168.1.10');
  await expect(adding.getByRole('alert')).toContainText('prefix length is missing');
  await expect(adding.getByRole('textbox')).toHaveAttribute('aria-invalid', 'true');
  await ask(adding, '192.168.1.11/26');
  await expect(table(page, 'Addresses of a')).toContainText('192.168.1.11/26');
  await expect(adding.getByRole('textbox')).toHaveValue('');
  await expect(adding.getByRole('alert')).toBeHidden();

  const routing = form(page, 'Add a route to a');
  await ask(routing, '10.9.0.0/16', '10.8.0.1');
  await expect(routing.getByRole('alert')).toContainText(
    // The extended acknowledgement where the kernel gives one, else the errno's text.
    /The kernel refused it: (Nexthop has invalid gateway|Network is unreachable)/,
  );
  await expect(routing.getByRole('textbox').first()).toHaveValue('10.9.0.0/16');
  await ask(routing, '10.9.0.0/16', '192.168.1.1');
  const routes = table(page, 'Routes of a');
  await expect(routes).toContainText('10.9.0.0/16');
  await expect(routing.getByRole('alert')).toBeHidden();
  await routes.getByRole('button', { name: 'Remove 10.9.0.0/16' }).click();
  await expect(routes).not.toContainText('10.9.0.0/16');
});

test('an interface is switched off, and a router stops to forward: picture and tables say both', async ({
  page,
}) => {
  await using stand = await startSplit();
  await stand.run(page);
  const topology = page.getByRole('list', { name: 'Topology' });
  await pane(page).getByRole('switch', { name: 'eth0 is up' }).first().click();
  await expect(topology).toContainText('192.168.1.10/26 on left (down)');
  await expect(table(page, 'Routes of a')).not.toContainText('192.168.1.0/26');

  await expect(topology).toContainText('r, forwards packets');
  await pane(page).locator('summary').filter({ hasText: '192.168.1.65' }).click();
  const forwarding = pane(page).getByRole('switch', { name: 'r forwards packets' });
  await expect(forwarding).toHaveAttribute('aria-checked', 'true');
  await forwarding.click();
  await expect(forwarding).toHaveAttribute('aria-checked', 'false');
  await expect(topology).toContainText('r, does not forward packets');
});

test('a shell on a host is that host’s; it ends, is opened again, and the keyboard gets out', async ({
  page,
}) => {
  await using stand = await startSplit();
  await stand.run(page);
  await openShell(page, 'b');
  await expect(page.getByRole('textbox', { name: 'Keys for shell-b' })).toBeFocused();
  await page.keyboard.type('echo this is $(hostname)\n');
  await expect(shellOf(page, 'b')).toContainText('this is b');

  await openShell(page, 'a');
  await expect(page.getByRole('textbox', { name: 'Keys for shell-a', exact: true })).toBeFocused();
  await page.keyboard.type('echo and $(hostname) | cat\n');
  await expect(shellOf(page, 'a')).toContainText('and a');
  await expect(shellOf(page, 'b')).toBeHidden();
  await page.getByRole('tab', { name: 'b', exact: true }).click();
  await expect(shellOf(page, 'b')).toContainText('this is b');

  await page.getByRole('textbox', { name: 'Keys for shell-b' }).focus();
  await page.keyboard.type('exit\n');
  await expect(page.getByText('The shell on b has ended.')).toBeVisible();
  await page.getByRole('button', { name: 'Open it again' }).click();
  await expect(page.getByRole('textbox', { name: 'Keys for shell-b' })).toBeFocused();
  await expect(page.getByText('The shell on b has ended.')).toBeHidden();
  await page.keyboard.type('echo once more\n');
  await expect(shellOf(page, 'b')).toContainText('once more');

  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  const close = page.getByRole('button', { name: 'Close the shell' });
  await expect(close).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(shellOf(page, 'b')).toBeHidden();
  await expect(shellOf(page, 'a')).toBeVisible();
});

test('a recording shows its network and says why it cannot be changed; it opens no shell', async ({
  page,
  site,
}) => {
  await page.route('**/labs/echo-once/scene.json', async route => {
    const scene = await (await route.fetch()).json();
    await route.fulfill({ json: { ...scene, panes: PANES.panes } });
  });
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  await expect(page.getByRole('list', { name: 'Topology' })).toContainText('eth0 10.0.0.1/24 on lan');
  await expect(pane(page)).toContainText('A recording’s network cannot be changed.');
  await expect(pane(page).getByRole('form')).toHaveCount(0);
  await expect(pane(page).getByRole('switch')).toHaveCount(0);
  await page.getByRole('button', { name: 'Tools', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Larger code' })).toBeVisible();
  await expect(page.getByRole('button', { name: /shell/ })).toHaveCount(0);
});

test('the network keeps nobody out and fits a phone, forms and a shell open, in both themes @prove', async ({
  page,
}) => {
  await using stand = await startSplit();
  await stand.run(page);
  await openShell(page, 'b');
  await expect(page.getByRole('textbox', { name: 'Keys for shell-b' })).toBeFocused();
  await table(page, 'Addresses of a').getByRole('button', { name: 'Change 192.168.1.10/26' }).click();
  await ask(form(page, 'Add a route to a'), '10.9.0.0/16', '10.8.0.1');
  await expect(form(page, 'Add a route to a').getByRole('alert')).toBeVisible();
  for (const host of ['a2', 'r', 'b'])
    await pane(page)
      .locator('summary')
      .filter({ has: page.getByText(host, { exact: true }) })
      .click();
  await expect(pane(page).getByRole('table')).toHaveCount(12);
  const spill = await labOf(page).evaluate(lab => {
    const side = lab.parentElement ?? lab;
    return side.scrollHeight - side.clientHeight;
  });
  expect(spill, 'beside the text the panes scroll, and nothing around them').toBeLessThanOrEqual(1);
  for (const size of [
    { width: 1280, height: 800 },
    { width: 360, height: 800 },
  ]) {
    await page.setViewportSize(size);
    const lab = page.getByRole('button', { name: 'Lab', exact: true });
    if (await lab.isVisible()) await lab.click();
    await expect(pane(page)).toBeVisible();
    const spillOver = await page.locator('html').evaluate(html => html.scrollWidth - html.clientWidth);
    expect(spillOver, `${size.width} px: nothing beside the page`).toBe(0);
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
      const { violations } = await new AxeBuilder({ page }).include('.lab').analyze();
      const found = violations.flatMap(({ id, impact, nodes }) =>
        nodes.map(({ html, failureSummary }) => `${impact} ${id}: ${html} ${failureSummary}`),
      );
      expect(found, `${size.width} px, ${theme}`).toEqual([]);
    }
  }
});
