/**
 * What an open lab costs in the browser while nobody touches it: the processor time of its page, of one core.
 * A program waits for its reader, so that nothing goes on. `node bench/idle-lab.ts` measures this alone.
 */
import { type Browser, type CDPSession, chromium } from '@playwright/test';
import { findChromium } from '../src/cli/doctor/browser.ts';
import { startServer } from '../tests/e2e/server.ts';
import { type Figure, table } from './figure.ts';

const MEASURED_MS = 20_000;
const AIM_PERCENT = 5;

export async function measureIdleLab(browser: Browser, address: string): Promise<Figure[]> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.goto(address);
  const metrics = await page.context().newCDPSession(page);
  await metrics.send('Performance.enable');
  const closed = await shareOf(metrics);
  await page.getByRole('button', { name: 'Run it live' }).first().click();
  await page.locator('[aria-current="step"]').first().waitFor();
  // What opening has left to do is no idleness.
  await shareOf(metrics, 5000);
  const open = await shareOf(metrics);
  await page.close();
  return [
    {
      ...{ name: 'an open idle lab, of a core', value: 100 * open, unit: '%', aim: AIM_PERCENT },
      floor: { name: 'the same page before it is opened', value: 100 * closed },
      method: `processor time of the page’s process in ${MEASURED_MS / 1000} s`,
    },
  ];
}

/** Processor time per time, of the renderer's process with all its threads. */
async function shareOf(metrics: CDPSession, forMs = MEASURED_MS): Promise<number> {
  const before = await timesOf(metrics);
  await new Promise(done => setTimeout(done, forMs));
  const after = await timesOf(metrics);
  return (after.process - before.process) / (after.at - before.at);
}

/** In seconds. */
async function timesOf(metrics: CDPSession): Promise<{ at: number; process: number }> {
  const { metrics: all } = await metrics.send('Performance.getMetrics');
  const read = (name: string): number => {
    const found = all.find(each => each.name === name);
    if (found === undefined) throw new Error(`Chromium has no metric ${name}`);
    return found.value;
  };
  return { at: read('Timestamp'), process: read('ProcessTime') };
}

if (import.meta.main) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('npm run doctor tells what is missing');
  await using server = await startServer();
  await using browser = await chromium.launch({ executablePath });
  console.log(table(await measureIdleLab(browser, `${server.address}en/lessons/echo-once/`)));
}
