/** What the browser itself refuses: contents that the policy does not allow, and pages of other sites. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deskOf, ONE_RECV, write } from './editor.ts';
import { expect, type Page, test } from './fixture.ts';
import { choose, hostileRun, openWorkbench } from './own-programs.ts';
import { walkTo } from './walk.ts';

// The browser notes what it refused; the tests look at what was refused, and let nothing else pass.
test.use({
  expectedError: /Content Security Policy|status of 403|response code: 403|CORS policy|ERR_(FAILED|BLOCKED)/,
});

/** Collects what the page's policy refuses, from the first script on; a policy refuses silently otherwise. */
async function violationsOf(page: Page): Promise<string[]> {
  const seen: string[] = [];
  await page.exposeFunction('tellViolation', (what: string) => seen.push(what));
  await page.addInitScript(`document.addEventListener('securitypolicyviolation', event =>
    tellViolation(event.violatedDirective + ' ' + event.blockedURI));`);
  return seen;
}

test('a live lab and a check need nothing that the policy refuses', async ({ page, site }) => {
  const violations = await violationsOf(page);
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'client-close');
  await page.getByRole('table', { name: 'Wire' }).getByRole('button', { name: 'SYN, ACK' }).click();
  await write(page, ONE_RECV);
  await deskOf(page).getByRole('button', { name: 'Check', exact: true }).click();
  await expect(deskOf(page).getByRole('list', { name: 'Checks' })).toContainText('failed');
  await expect(page.locator('[data-outcome="fail"]')).toBeVisible();
  expect(violations).toEqual([]);

  // The policy is there: what somebody smuggled into the page does not run and reaches nobody.
  await page.evaluate(`document.body.append(Object.assign(document.createElement('script'),
    { textContent: 'document.title = "smuggled"' }))`);
  await page.evaluate(`fetch('http://127.0.0.1:9/').catch(() => {})`);
  await expect.poll(() => violations.length).toBe(2);
  expect(violations).toEqual([expect.stringMatching(/^script-src/), expect.stringMatching(/^connect-src/)]);
  expect(await page.title()).not.toBe('smuggled');
});

test('a page of another origin neither opens the socket nor reads or frames the site', async ({
  page,
  site,
}) => {
  const other = createServer((_, response) =>
    response.setHeader('Content-Type', 'text/html').end('<p>other'),
  );
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  await page.goto(`http://127.0.0.1:${(other.address() as AddressInfo).port}/`);
  const socket = `${site.replace('http', 'ws')}lab`;
  const tried = await page.evaluate(`Promise.all([
    new Promise(resolve => {
      const socket = new WebSocket('${socket}');
      socket.onopen = () => resolve('open');
      socket.onclose = event => resolve('closed ' + event.code);
    }),
    fetch('${site}api/status').then(() => 'read', () => 'refused'),
    fetch('${site}api/status', { mode: 'no-cors' }).then(() => 'read', () => 'refused'),
    new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.src = '${site}';
      frame.onload = () => resolve(frame.contentDocument === null ? 'not ours to see' : 'seen');
      document.body.append(frame);
    }),
  ])`);
  // 1006: the handshake failed (RFC 6455, section 7.1.5).
  expect(tried).toEqual(['closed 1006', 'refused', 'refused', 'not ours to see']);
  await expect(page.frameLocator('iframe').getByRole('link')).toHaveCount(0);
  other.closeAllConnections();
  other.close();
});

test('what a program prints moves its own terminal and nothing else', async ({ page, site }) => {
  const often = [...'bIZLMST'].map(final => `x\x1b[2000000000${final}`).join('');
  const printed = [
    ...['\x1b]0;not the title\x07', '\x1b]52;c;c3Rlam9u\x07', '\x1b[8;1;1t', '\x1b[3;9;9t', '\x1b[2;2t'],
    ...[
      '\x1b[?1049h',
      '\x1bP$q"p\x1b\\',
      '\x1b_x\x1b\\',
      '\x1b[>0;276;0c',
      '\x1b[6n',
      '\x9b5n',
      '\x1bc',
      often,
    ],
    '\x1b]8;;https://evil.example/\x07far away\x1b]8;;\x07 still here',
  ];
  const opened: string[] = [];
  page.on('dialog', dialog => opened.push(dialog.message()));
  page.on('popup', popup => opened.push(popup.url()));
  await openWorkbench(page, site);
  await choose(page, 'Open a saved run…', hostileRun(printed.join('')));
  const title = await page.title();
  await page.getByRole('slider', { name: 'Timeline' }).press('End');
  const terminal = page.getByRole('region', { name: 'client terminal' });
  await expect(terminal.locator('.xterm-rows')).toContainText('still here');
  await terminal.getByText('far away').first().click({ force: true });
  await expect(page.getByRole('button', { name: 'Next', exact: true })).toBeVisible();
  expect(await page.title()).toBe(title);
  expect(opened).toEqual([]);
});
