/** The workbench in real boxes: programs of a reader's own, the run as a file, and the file as a run. */
import { readFileSync } from 'node:fs';
import { expectNoBarriers } from './barriers.ts';
import { expect, type Page, test } from './fixture.ts';
import {
  choose,
  editors,
  formNote,
  given,
  hostileRun,
  openButton,
  openWorkbench,
  program,
  rowsOf,
  savedRun,
} from './own-programs.ts';
import { startServer } from './server.ts';
import { startStaticHost } from './static-host.ts';
import { labOf } from './walk.ts';
import { type Locale, say } from './words.ts';

const next = (page: Page) => page.getByRole('button', { name: 'Next', exact: true });
const wire = (page: Page) => page.getByRole('table', { name: 'Wire' });

/** Steps the example until the client waits for what its reader types. */
async function stepToConnection(page: Page): Promise<void> {
  await openButton(page).click();
  await expect(program(page, 'echo-server').locator('[aria-current="step"]')).toBeVisible();
  const waits = program(page, 'echo-client').getByText('waits for you to type in its terminal');
  const hasNext = page.getByRole('button', { name: 'Next', exact: true, disabled: false });
  while (!(await waits.isVisible())) {
    const before = await labOf(page).getByRole('status').first().innerText();
    await next(page).click();
    await expect(labOf(page).getByRole('status').first()).not.toHaveText(before);
    // The program stands before its next line, waits or has ended: somebody's turn has come, or the reader's.
    await expect(hasNext.or(waits).first()).toBeVisible();
  }
}

test('the example is stepped to a connection, saved, and opened again as the same run', async ({
  page,
  site,
}) => {
  test.setTimeout(120_000);
  await openWorkbench(page, site);
  await stepToConnection(page);
  await expect(wire(page).getByRole('row').filter({ hasText: 'SYN, ACK' })).toHaveCount(1);
  await page.getByRole('textbox', { name: 'Keys for echo-client' }).focus();
  await page.keyboard.type('안녕\n');
  for (const name of ['echo-server', 'echo-client'])
    await program(page, name).getByRole('button', { name: 'Run', exact: true }).click();
  const terminal = page.getByRole('region', { name: 'echo-client terminal' });
  await expect(terminal).toContainText('echo: 안녕');
  await expect(program(page, 'echo-client')).toContainText('ended');
  await expect(wire(page).getByRole('row').filter({ hasText: 'FIN, ACK' })).toHaveCount(2);
  const sockets = page.getByRole('table', { name: 'Sockets' });
  await expect(sockets.getByRole('row').filter({ hasText: 'TIME-WAIT' })).toHaveCount(1);
  // The last ACK has come, and nothing of the run is under way.
  await expect(sockets.getByRole('row').filter({ hasText: 'LAST-ACK' })).toHaveCount(0);
  const before = await rowsOf(page);
  const { name, path } = await savedRun(page);
  expect(name).toBe('workbench.sockscope.json');

  await page.reload();
  await expect(editors(page)).toHaveCount(2);
  await choose(page, 'Open a saved run…', given(name, readFileSync(path)));
  await expect(formNote(page)).toContainText('workbench.sockscope.json is open: a run saved');
  await expect(program(page, 'echo-server').locator('.lab-source')).toContainText('waiting on port');
  await expect(wire(page).getByRole('row').filter({ hasText: 'SYN' })).toHaveCount(0);
  await stepThrough(page);
  expect(await rowsOf(page)).toEqual(before);
  await expect(terminal).toContainText('echo: 안녕');

  await page.getByRole('button', { name: 'Run it live' }).click();
  await expect(program(page, 'echo-client').locator('[aria-current="step"]')).toBeVisible();
  await expect(wire(page).getByRole('row').filter({ hasText: 'SYN' })).toHaveCount(0);
});

/** Next until nothing of the recording is left. */
async function stepThrough(page: Page): Promise<void> {
  while ((await next(page).getAttribute('aria-disabled')) === 'false') await next(page).click();
  await expect(next(page)).toHaveAccessibleDescription('The recording ends here. Reset begins it anew.');
}

test('a run of a lesson opens with its walk, and runs live as the lab that it is', async ({ page, site }) => {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Look through the recording' }).click();
  while ((await labOf(page).getAttribute('data-move')) !== 'accept') await next(page).click();
  const { name, path } = await savedRun(page);
  expect(name).toBe('echo-once.sockscope.json');
  await openWorkbench(page, site);
  await choose(page, 'Open a saved run…', given(name, readFileSync(path)));
  await expect(labOf(page)).toHaveAttribute('aria-label', 'Lab: One echo between two machines');
  await expect(next(page)).toHaveAccessibleDescription(
    '1 of 16: server goes on until socket() has returned. Watch the Sockets table of server.',
  );
  await page.getByRole('button', { name: 'Run it live' }).click();
  await expect(program(page, 'client').locator('[aria-current="step"]')).toBeVisible();
  await next(page).click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'create');
});

test.describe('a lost server', () => {
  // The browser notes each attempt to reach it.
  test.use({ expectedError: /ERR_CONNECTION_REFUSED/ });

  test('what is typed survives a reload and a lost server; the run so far can still be read', async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await using server = await startServer();
    await openWorkbench(page, server.address);
    await page.getByRole('radio', { name: /^split/ }).check();
    // Hosts of the old network have a place in the new one, and so have the arguments that named them.
    const fields = page.locator('.own-program');
    await expect(fields.nth(1).getByLabel('Arguments')).toHaveValue('192.168.1.10 7777');
    await editors(page).first().focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('# mine\n');
    await page.reload();
    await expect(page.getByRole('radio', { name: /^split/ })).toBeChecked();
    await expect(editors(page).first()).toContainText('# mine');

    await openButton(page).click();
    const echo = program(page, 'echo-server');
    await expect(echo.locator('[aria-current="step"]')).toBeVisible();
    await server.restart('SIGKILL');
    await editors(page).first().focus();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.type('# still mine\n');
    await expect(labOf(page).getByRole('button', { name: 'Open it from the beginning' })).toBeVisible();
    await labOf(page).getByRole('button', { name: 'Look through the recording' }).click();
    await expect(echo.locator('.lab-source')).toContainText('# mine');
    await expect(echo.locator('.lab-source')).not.toContainText('# still mine');
    await openButton(page).click();
    await expect(echo.locator('[aria-current="step"]')).toBeVisible();
    await expect(echo.locator('.lab-source')).toContainText('# still mine');
    await page.close();
  });
});

test('files are opened and dropped; what cannot be taken is named', async ({ page, site }) => {
  await openWorkbench(page, site);
  await choose(page, 'Open .py files…', [
    given('Chat Server.py', 'print("채팅")\r\n'),
    given('client.py', 'print(2)\n'),
  ]);
  await expect(editors(page)).toHaveText([/채팅/, /print\(2\)/]);
  await expect(page.getByLabel('File name').first()).toHaveValue('chat_server.py');

  await page.evaluate(`(() => {
    const data = new DataTransfer();
    data.items.add(new File(['print(3)'], 'third.py'));
    document.querySelector('main').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
  })()`);
  await expect(editors(page)).toHaveCount(3);
  const refused: [ReturnType<typeof given>, RegExp][] = [
    [given('notes.txt', 'x'), /notes\.txt was not opened\. Only \.py files/],
    [given('big.py', '#'.repeat(64 * 1024 + 1)), /larger than 64 kB/],
    [given('cp949.py', Buffer.from([0xb0, 0xa1, 0x0a])), /not UTF-8/],
    [given('cut.sockscope.json', '{"format":"sockscope-run"'), /its end is missing/],
    [given('other.json', '{}'), /not a saved run/],
  ];
  for (const [file, told] of refused) {
    await choose(page, 'Open .py files…', file);
    await expect(formNote(page)).toContainText(told);
  }
  await choose(page, 'Open .py files…', [given('fourth.py', 'print(4)'), given('fifth.py', 'print(5)')]);
  await expect(editors(page)).toHaveCount(4);
  await expect(formNote(page)).toContainText('Four programs are the most');
});

test('what is wrong in the form is said at its field, and nothing is opened', async ({ page, site }) => {
  await openWorkbench(page, site);
  const first = page.locator('.own-program').first();
  await first.getByLabel('File name').fill('socket server');
  await openButton(page).click();
  await expect(first.getByLabel('File name')).toBeFocused();
  await expect(first.getByRole('alert')).toContainText('needs a name like echo_server.py');
  await first.getByLabel('File name').fill('chat.py');
  await expect(first.getByRole('alert')).toBeEmpty();
  await expect(first.getByRole('textbox', { name: 'chat.py' })).toContainText('Echo server');
  await first.getByLabel('Arguments').fill("7777 'open");
  await openButton(page).click();
  await expect(first.getByRole('alert')).toContainText('A quotation mark is not closed');
  await expect(page.getByRole('heading', { name: 'Nothing is open yet' })).toBeVisible();
});

test('a saved run is text and nothing else: HTML in it is shown, not run', async ({ page, site }) => {
  await openWorkbench(page, site);
  await choose(page, 'Open a saved run…', hostileRun());
  await expect(labOf(page).getByRole('heading', { level: 2 })).toContainText('<img src=x onerror=alert(1)>');
  const server = program(page, 'server');
  await expect(server.locator('.lab-source')).toContainText('<script>alert(1)</script>');
  await expect(server).toContainText('edited');
  await stepThrough(page);
  await expect(page.getByRole('region', { name: 'client terminal' })).toContainText('<script>');
  await expect(page.locator('.lab img, .lab script, .lab iframe')).toHaveCount(0);
});

test('the whole form is used with the keyboard alone', async ({ page, site }) => {
  test.setTimeout(120_000);
  await openWorkbench(page, site);
  /** Tab until this has the focus. */
  const tabTo = async (isThere: () => Promise<boolean>) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      if (await isThere()) return;
    }
    throw new Error('the keyboard does not come there');
  };
  const hasFocus = (locator: ReturnType<Page['locator']>) => () =>
    locator
      .and(page.locator(':focus'))
      .count()
      .then(count => count > 0);
  await tabTo(hasFocus(page.getByRole('radio', { name: /^pair/ })));
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /^seedpair/ })).toBeChecked();
  await tabTo(hasFocus(page.getByLabel('Arguments').first()));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('8888');
  await tabTo(hasFocus(editors(page).first()));
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type('# from the keyboard');
  // Whoever has typed in the editor leaves it as its note says.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(editors(page).first()).not.toBeFocused();
  await tabTo(hasFocus(page.getByLabel('Host').nth(1)));
  await tabTo(hasFocus(page.getByLabel('Arguments').nth(1)));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('192.168.0.28 8888');
  await tabTo(hasFocus(openButton(page)));
  await page.keyboard.press('Enter');
  await expect(next(page)).toBeFocused();
  await expect(program(page, 'echo-server').locator('.lab-source')).toContainText('# from the keyboard');
});

test('without a server it says so, and a saved run opens all the same', async ({ page }) => {
  await using host = await startStaticHost();
  await openWorkbench(page, host.address);
  await expect(formNote(page)).toContainText('No lab server answers');
  await openButton(page).click();
  await expect(page.locator('.lab-note')).toContainText('Saved runs open without it.');
  await choose(page, 'Open a saved run…', hostileRun());
  await expect(program(page, 'server')).toBeVisible();
  await stepThrough(page);
  await expect(wire(page).getByRole('row').filter({ hasText: 'FIN, ACK' })).toHaveCount(2);
  await expect(page.getByRole('button', { name: 'Run it live' })).toHaveCount(0);
  await page.close();
});

for (const locale of ['en', 'ko'] as const) {
  test(`the workbench keeps nobody out (${locale}) @prove`, async ({ page, site }) => {
    test.setTimeout(120_000);
    await openWorkbench(page, site, locale);
    await page.getByLabel(say(locale, 'workbench.file')).first().fill('no name');
    await page.getByRole('button', { name: say(locale, 'workbench.open'), exact: true }).click();
    await page.getByRole('button', { name: say(locale, 'workbench.example') }).click();
    await expectNoBarriers(page, 'the form, with a problem and a question');
    await openedIn(page, locale);
    await expectNoBarriers(page, 'with a lab and an editor open');
    await page.setViewportSize({ width: 360, height: 740 });
    await expectNoBarriers(page, '360 px wide');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  });
}

async function openedIn(page: Page, locale: Locale): Promise<void> {
  await page.getByLabel(say(locale, 'workbench.file')).first().fill('echo_server.py');
  await page.getByRole('button', { name: say(locale, 'workbench.open'), exact: true }).click();
  const server = program(page, 'echo-server');
  await expect(server.locator('[aria-current="step"]')).toBeVisible();
  await server.getByRole('button', { name: say(locale, 'lab.edit'), exact: true }).click();
  await expect(server.locator('[contenteditable="true"]')).toBeVisible();
}
