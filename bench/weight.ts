/** What a reader downloads before the lab opens: all that the browser fetched for the page, gzipped. */
import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import type { Figure } from './figure.ts';

const AIM_KB = 60;
const AIM_JS_KB = 15;

export async function weighPage(browser: Browser, address: string): Promise<Figure[]> {
  const page = await browser.newPage();
  const fetched: { type: string; bytes: Promise<Buffer> }[] = [];
  page.on('response', response => {
    // A redirect has no body to weigh.
    if (response.ok()) fetched.push({ type: response.request().resourceType(), bytes: response.body() });
  });
  await page.goto(address, { waitUntil: 'networkidle' });
  const parts = await Promise.all(
    fetched.map(async ({ type, bytes }) => ({ type, kB: gzipSync(await bytes, { level: 9 }).length / 1000 })),
  );
  await page.close();
  const sum = (type?: string): number =>
    parts.filter(part => type === undefined || part.type === type).reduce((total, { kB }) => total + kB, 0);
  const document = { name: 'the HTML alone', value: sum('document') };
  const method = `${parts.length} requests, gzip -9`;
  return [
    { name: 'page before the lab opens', value: sum(), unit: 'kB', aim: AIM_KB, floor: document, method },
    { name: '… of it JavaScript', value: sum('script'), unit: 'kB', aim: AIM_JS_KB, floor: null, method },
  ];
}
