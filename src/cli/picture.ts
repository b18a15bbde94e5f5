/** `npm run picture`: walks echo-once live in Chromium to the reply and takes the README's picture. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium, type Page } from '@playwright/test';
import { findChromium } from './doctor/browser.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'docs/pictures');
const MOVE = 'client-recv';

const server = spawn(process.execPath, [join(root, 'src/server/main.ts')], {
  env: { ...process.env, PORT: '0' },
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const address = await printedAddress();
  const executablePath = findChromium();
  const browser = await chromium.launch(executablePath === undefined ? {} : { executablePath });
  const page = await browser.newPage({ viewport: { width: 1600, height: 1000 }, colorScheme: 'light' });
  await page.goto(`${address}en/lessons/echo-once/`);
  await walkTo(page, MOVE);
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, 'lab.png') });
  await browser.close();
  console.log(join(folder, 'lab.png'));
} finally {
  server.kill('SIGTERM');
  await once(server, 'exit');
}

async function printedAddress(): Promise<string> {
  for await (const line of createInterface({ input: server.stdout }))
    if (line.startsWith('http://')) return line.trim();
  throw new Error('the server ended before it printed its address');
}

async function walkTo(page: Page, move: string): Promise<void> {
  await page.getByRole('button', { name: 'Run it live' }).click();
  const lab = page.getByRole('region', { name: /^Lab: / });
  await lab.getByRole('button', { name: 'Next' }).waitFor();
  while ((await lab.getAttribute('data-move')) !== move) {
    const show = lab.getByRole('button', { name: 'Just show me' });
    if (await show.isVisible()) await show.click();
    else await lab.getByRole('button', { name: 'Next' }).click();
    await lab.and(page.locator(':not([data-busy="true"])')).waitFor();
  }
}
