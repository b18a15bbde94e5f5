/** What a reader downloads, gzipped: before the lab opens, and for the lab. */
import type { Browser } from '@playwright/test';
import { isCode, scalesOf, total } from '../tests/e2e/scales.ts';
import type { Figure } from './figure.ts';

const AIM_KB = 60;
const AIM_JS_KB = 15;
const AIM_LAB_KB = 130;

export async function weighPage(browser: Browser, address: string): Promise<Figure[]> {
  const page = await browser.newPage();
  const weigh = scalesOf(page);
  await page.goto(address, { waitUntil: 'networkidle' });
  const parts = await weigh();
  await page.close();
  const sum = (type?: string): number =>
    total(parts.filter(part => type === undefined || part.type === type));
  const document = { name: 'the HTML alone', value: sum('document') };
  const method = `${parts.length} requests, gzip -9`;
  return [
    { name: 'page before the lab opens', value: sum(), unit: 'kB', aim: AIM_KB, floor: document, method },
    { name: '… of it JavaScript', value: sum('script'), unit: 'kB', aim: AIM_JS_KB, floor: null, method },
  ];
}

/** What opening a lab fetches besides. A terminal and an editor are fetched when a reader uses one. */
export async function weighLab(browser: Browser, address: string): Promise<Figure[]> {
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: 'networkidle' });
  const weigh = scalesOf(page);
  await page.getByRole('button', { name: 'Run it live' }).first().click();
  await page.locator('[aria-current="step"]').first().waitFor();
  await page.waitForLoadState('networkidle');
  const parts = (await weigh()).filter(isCode);
  await page.locator('.lab-terminal-screen').first().click();
  await page.locator('.xterm').first().waitFor();
  const used = (await weigh()).filter(isCode);
  await page.close();
  const method = `${parts.length} scripts and sheets, gzip -9`;
  const kB = { unit: 'kB', floor: null, method } as const;
  return [
    { name: 'opening a lab: code more than the page', value: total(parts), aim: AIM_LAB_KB, ...kB },
    { name: '… and using a terminal', value: total(used), aim: null, ...kB },
  ];
}
