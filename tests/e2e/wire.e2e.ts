/**
 * The wire under a reader's hands: real frames held, released, lost and looked into, with a pointer
 * and with the keyboard alone.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { ARP, DATA, SYN, traceOf } from '../lab/wire-fixture.ts';
import { expect, type Locator, type Page, test } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

const wireOf = (page: Page): Locator => page.getByRole('table', { name: 'Wire' });
const rowOf = (page: Page, text: string | RegExp): Locator =>
  wireOf(page).getByRole('row').filter({ hasText: text });
/** "SYN" and not "SYN, ACK" */
const SYN_ALONE = /\bSYN\b(?!,)/;

/** Runs the ladder up to where the next press of Next sends the first frames. */
async function runToConnect(page: Page, site: string): Promise<void> {
  await page.goto(`${site}en/lessons/echo-once/`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, 'client-create');
}

const next = (page: Page) => labOf(page).getByRole('button', { name: 'Next', exact: true }).click();

async function lookThrough(page: Page, site: string, locale: Locale = 'en'): Promise<void> {
  await page.goto(`${site}${locale}/lessons/echo-once/`);
  await page.getByRole('button', { name: say(locale, 'lab.open-recorded') }).click();
}

test('each frame waits for its reader, who goes from one to the next by keyboard', async ({ page, site }) => {
  await runToConnect(page, site);
  const stepping = page.getByRole('switch', { name: 'Step the wire' });
  await stepping.focus();
  await page.keyboard.press('Space');
  await expect(stepping).toBeChecked();
  await next(page);

  const syn = rowOf(page, SYN_ALONE);
  await expect(syn).toContainText(/waits \d+ s/);
  await expect(syn, 'its kernel has sent it again, in the same row').toContainText('sent ×2');
  await expect(rowOf(page, 'ARP who-has'), 'ARP passes').not.toContainText('waits');
  await syn.getByRole('button', { name: 'Release' }).focus();
  await page.keyboard.press('Enter');
  await expect(syn).toContainText(/waited \d/);
  await expect(wireOf(page).locator(':focus'), 'the focus stays in the table').toHaveCount(1);

  const answer = rowOf(page, 'SYN, ACK').first();
  await answer.getByRole('button', { name: 'Duplicate' }).click();
  await expect(answer).toContainText('arrived 2 times');
  const ack = rowOf(page, /\bACK\b/)
    .filter({ hasNotText: 'SYN' })
    .first();
  await ack.getByRole('button', { name: 'Drop' }).click();
  await expect(ack).toContainText('dropped by hand');

  await stepping.click();
  await expect(stepping).not.toBeChecked();
  await expect(wireOf(page).getByRole('button', { name: 'Release' }), 'what waited has gone on').toHaveCount(
    0,
  );
});

test('a rule from the form drops the first SYN; a wrong number is told beside its field', async ({
  page,
  site,
}) => {
  await runToConnect(page, site);
  await page.getByRole('button', { name: /^Rules/ }).click();
  const rules = page.getByRole('region', { name: 'Rules' });
  await rules.getByLabel('what to do').selectOption('drop');
  await rules.getByLabel('from number').fill('0');
  await rules.getByRole('button', { name: 'Add' }).click();
  await expect(rules.getByLabel('from number')).toBeFocused();
  await expect(rules.getByLabel('from number')).toHaveAccessibleDescription(/whole number from 1/);
  await rules.getByLabel('from number').fill('1');
  await page.keyboard.press('Enter');
  await expect(rules.getByRole('listitem')).toContainText('drop: SYN · the first');
  await expect(page.getByRole('button', { name: 'Rules 1' })).toBeVisible();

  await next(page);
  await expect(rowOf(page, SYN_ALONE).first()).toContainText('dropped by rule drop-syn');
  await expect(rowOf(page, SYN_ALONE)).toHaveCount(2);
  await expect(labOf(page)).toHaveAttribute('data-move', 'connect');
  await rules.getByRole('button', { name: /^Delete/ }).press('Enter');
  await expect(rules).toContainText('No rule is in force.');
  await expect(rules.locator(':focus'), 'the focus stays in the form').toHaveCount(1);
});

test('a cable is cut and mended, and one direction is slow', async ({ page, site }) => {
  await runToConnect(page, site);
  await page.getByRole('button', { name: /^Links/ }).click();
  const links = page.getByRole('region', { name: 'Links' });
  const fromServer = links.getByRole('group', { name: 'from server' });
  await fromServer.getByLabel('loss in %').fill('120');
  await links.getByRole('button', { name: 'Apply' }).click();
  await expect(fromServer.getByLabel('loss in %')).toHaveAccessibleDescription(/from 0 to 100/);
  await fromServer.getByLabel('loss in %').fill('0');
  await fromServer.getByLabel('delay in ms').fill('300');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Links 1' })).toBeVisible();
  await expect(fromServer.getByLabel('delay in ms'), 'the focus stays in the form').toBeFocused();

  const cut = links.getByRole('switch', { name: 'Cut the cable' });
  await cut.click();
  await expect(cut).toBeChecked();
  await next(page);
  await expect(rowOf(page, 'ARP who-has').first()).toContainText('lost: the cable is cut');
  await cut.click();
  await expect(labOf(page)).toHaveAttribute('data-move', 'connect');
  await expect(rowOf(page, 'SYN, ACK').first()).toContainText(/took \d+ ms/);
  await expect(rowOf(page, SYN_ALONE).first()).not.toContainText('took');
  await expect(fromServer.getByLabel('delay in ms'), 'mending keeps the delay').toHaveValue('300');
});

test('an opened frame: every field tells its bytes, every byte its field', async ({ page, site }) => {
  await lookThrough(page, site);
  await walkTo(page, 'connect');
  await rowOf(page, 'SYN, ACK').getByRole('button', { name: 'SYN, ACK' }).press('Enter');
  const fields = page.getByRole('listbox', { name: 'Headers and fields' });
  await expect(fields.getByRole('option', { name: /^destination port/ })).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(fields.getByRole('option', { name: 'Ethernet 14 bytes' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  const destination = fields.getByRole('option', { name: /^destination 02:/ });
  await expect(destination).toBeFocused();
  await expect(destination).toHaveAttribute('aria-selected', 'true');
  await expect(destination).toHaveAccessibleDescription(/\./);
  const lit = page.locator('.lab-bytes-hex [data-lit]');
  await expect(lit).toHaveText(['02', '00', '00', '00', '00', '01']);

  // Byte 47 has the flags.
  await page.locator('.lab-bytes-hex [data-at="47"]').hover();
  const flags = fields.getByRole('option', { name: 'flags SYN, ACK' });
  await expect(flags).toHaveAttribute('aria-selected', 'true');
  await expect(page.locator('.lab-told')).toContainText('bits 0001 0010');
  await expect(destination).toBeFocused();

  await page.setViewportSize({ width: 360, height: 800 });
  await page.getByRole('button', { name: 'Lab', exact: true }).click();
  await expect(fields).toBeVisible();
  await expect(page.locator('.lab-bytes-row').first().locator('.lab-bytes-hex > *')).toHaveCount(8);
  const { width, room } = await page
    .locator('html')
    .evaluate(html => ({ width: html.scrollWidth, room: html.clientWidth }));
  expect(width).toBeLessThanOrEqual(room);
});

test('a recording shows what the wire did, and lets nobody do it again', async ({ page, site }) => {
  const trace = traceOf([
    { id: 1, at: 0, frame: ARP },
    { id: 1, at: 0.1, verb: 'dropped', why: 'cut' },
    { id: 2, at: 1, frame: SYN },
    { id: 2, at: 1, verb: 'held', why: 'rule:hold-syn' },
    { id: 3, at: 4001, frame: SYN, copyOf: 2 },
    { id: 4, at: 5000, frame: DATA },
    { id: 4, at: 5001, verb: 'dropped', why: 'queue' },
  ]);
  const body = trace.map(event => `${JSON.stringify(event)}\n`).join('');
  await page.route('**/echo-once/recorded.jsonl', route => route.fulfill({ body }));
  await lookThrough(page, site);
  await expect(rowOf(page, 'ARP who-has')).toContainText('lost: the cable is cut');
  await expect(rowOf(page, SYN_ALONE)).toContainText('waits 5 s · sent ×2 · rule hold-syn');
  await expect(rowOf(page, '5 bytes')).toContainText('lost: the queue was full');
  await expect(wireOf(page).getByRole('button', { name: 'Release' })).toHaveCount(0);
  const stepping = page.getByRole('switch', { name: 'Step the wire' });
  await expect(stepping).toBeDisabled();
  await expect(stepping).toHaveAccessibleDescription(/run it live/);
});

for (const locale of ['en', 'ko'] as const)
  test(`the forms and an opened frame keep nobody out (${locale}) @prove`, async ({ page, site }) => {
    await page.goto(`${site}${locale}/lessons/echo-once/`);
    await page.getByRole('button', { name: say(locale, 'lab.open-live') }).click();
    await walkTo(page, 'client-create', locale);
    await page.getByRole('switch', { name: say(locale, 'lab.wire.step') }).click();
    await labOf(page, locale)
      .getByRole('button', { name: say(locale, 'lab.next'), exact: true })
      .click();
    await page.getByRole('button', { name: 'SYN', exact: true }).click();
    await expect(page.getByRole('listbox').getByRole('option').nth(5)).toBeVisible();
    for (const [panel, button] of [
      ['lab.wire.rules', 'lab.rule.add'],
      ['lab.wire.links', 'lab.network.apply'],
    ] as const) {
      await page.getByRole('button', { name: say(locale, panel) }).click();
      await expect(
        page
          .getByRole('region', { name: say(locale, panel) })
          .getByRole('button', { name: say(locale, button), exact: true }),
      ).toBeVisible();
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        const { violations } = await new AxeBuilder({ page }).include('.lab-pane:has(.lab-wire)').analyze();
        expect(
          violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html).join(' ')}`),
          `${panel}, ${theme}`,
        ).toEqual([]);
      }
    }
  });
