/**
 * The bit ruler on a real box: a switch and the line ask a kernel, whose route, ARP questions and refused
 * calls are seen at once.
 */
import { expect, type Locator, type Page, test } from './fixture.ts';
import { startLabStand } from './lab-stand.ts';

const SERVER = `import socket
with socket.create_server(('', 3333)) as server:
    while True:
        server.accept()[0].close()
`;
const CALLER = `import socket
while True:
    address = input()
    try:
        socket.create_connection((address, 3333)).close()
    except OSError as error:
        print(error)
`;

const ruler = (page: Page): Locator => page.getByRole('region', { name: 'Bit ruler' });
const line = (page: Page): Locator =>
  ruler(page).getByRole('slider', { name: 'Line between network and host bits' });
const reach = (page: Page): Locator => ruler(page).getByRole('region', { name: 'a → b' });

test('a line too far left makes a host ask for whom its wire has not: the call fails, and goes through again', async ({
  page,
}) => {
  await using stand = await startLabStand(
    { 'caller@a': CALLER, 'server@b': SERVER },
    {
      network: 'split',
      panes: ['programs', 'wire'],
      bits: { hosts: ['a', 'b'], tries: [{ program: 'caller', to: 'b' }] },
    },
  );
  await stand.run(page);
  await expect(line(page)).toHaveAttribute('aria-valuetext', '/26: 26 network bits, 6 host bits');
  await reach(page).getByRole('button', { name: 'Try a → b' }).click();
  await expect(reach(page)).toContainText('reached 192.168.1.70');
  await expect(reach(page)).toContainText('a asked by ARP who has 192.168.1.1: r answered.');

  await line(page).focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(ruler(page)).toContainText(
    'The kernel of a has the route: 192.168.1.0/24 is directly on eth0.',
  );
  await expect(reach(page)).toContainText('a: 192.168.1.70 is on its own network, so');
  await expect(reach(page)).toContainText('192.168.1.70: EHOSTUNREACH after');
  await expect(reach(page)).toContainText('nobody answered');

  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(reach(page)).toContainText('reached 192.168.1.70');
  await expect(reach(page)).not.toContainText('nobody answered');

  await ruler(page).getByRole('switch', { name: 'Octet 4, 1', exact: true }).click();
  await expect(ruler(page)).toContainText('192.168.1.11/26');
  await ruler(page).getByRole('slider', { name: 'host part' }).fill('62');
  await expect(ruler(page)).toContainText('192.168.1.62/26');
});
