/** A lesson of the built site in Chromium, its lab run live and walked, for who wants to look at it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from './doctor/browser.ts';

const root = join(import.meta.dirname, '../..');

export function launchChromium(): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch(executablePath === undefined ? {} : { executablePath });
}

export type Course = AsyncDisposable & {
  /** with its closing slash */
  address: string;
};

/** The real server, on a free port. */
export async function startCourse(): Promise<Course> {
  const server = spawn(process.execPath, [join(root, 'src/server/main.ts')], {
    env: { ...process.env, PORT: '0' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: server.stdout })) {
    if (!line.startsWith('http://')) continue;
    server.stdout.resume();
    return {
      address: line.trim(),
      async [Symbol.asyncDispose]() {
        server.kill('SIGTERM');
        await once(server, 'exit');
      },
    };
  }
  throw new Error('the server ended before it printed its address');
}

/** Runs the lesson's lab live, on its English page, up to this move; questions are passed over. */
export async function walkTo(page: Page, move: string): Promise<void> {
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
