/** A browser with a profile that outlives it, so that a test can kill it as a machine that fails would. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { type BrowserContext, chromium } from '@playwright/test';
import { findChromium } from '../../src/cli/doctor/browser.ts';

/** Killed when it is disposed. */
export type KillableBrowser = AsyncDisposable & { context: BrowserContext };

/** @param profile a folder */
export async function openBrowser(profile: string): Promise<KillableBrowser> {
  const program = findChromium() ?? chromium.executablePath();
  const args = ['--headless', '--no-sandbox', '--no-first-run', '--remote-debugging-port=0'];
  // A group of its own: the browser is several processes.
  const child = spawn(program, [...args, `--user-data-dir=${profile}`], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = once(child, 'exit');
  const browser = await chromium.connectOverCDP(await endpointIn(child.stderr));
  const [context = await browser.newContext()] = browser.contexts();
  return {
    context,
    async [Symbol.asyncDispose]() {
      process.kill(-(child.pid ?? 0), 'SIGKILL');
      await ended;
    },
  };
}

async function endpointIn(said: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(said)) {
    const endpoint = /^DevTools listening on (ws:\S+)$/.exec(line)?.[1];
    if (endpoint === undefined) continue;
    said.resume();
    return endpoint;
  }
  throw new Error('the browser ended before it said where it listens');
}
