/** What the tests of the first lesson share: its questions, and the rows that they look for. */
import type { Locator, Page } from './fixture.ts';
import { labOf, walkTo } from './walk.ts';
import { type Locale, say } from './words.ts';

export const LESSON = 'lessons/first-packet/';

export const HAS_RETURNED = /what has the client’s connect\(\) done/;
export const WHICH_STATE = /in which state does the client’s kernel/;
export const WHICH_LINE = /Which line is the next/;
export const CUT = /The cable is cut before the client starts/;
export const NOT_STARTED = /the server has not been started/;

export const rowsOf = (page: Page, table: string): Locator =>
  page.getByRole('table', { name: table }).getByRole('row');

/** The row of the frame that waits, if its reader can do something with it. */
export const waitingRow = (page: Page, locale: Locale = 'en'): Locator =>
  rowsOf(page, say(locale, 'lab.wire')).filter({
    has: page.getByRole('button', { name: say(locale, 'lab.wire.release'), exact: true }),
  });

/** "SYN" and not "SYN, ACK" */
export const synRow = (page: Page): Locator => rowsOf(page, 'Wire').filter({ hasText: /\bSYN\b(?!,)/ });

export const next = (page: Page): Locator => labOf(page).getByRole('button', { name: 'Next', exact: true });

export const terminal = (page: Page, program: string): Locator =>
  page.getByRole('region', { name: `${program} terminal` });

export async function runTo(page: Page, site: string, move: string): Promise<void> {
  await page.goto(`${site}en/${LESSON}`);
  await page.getByRole('button', { name: 'Run it live' }).click();
  await walkTo(page, move);
}
