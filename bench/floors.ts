/** What the machine itself costs, so that a figure can be read on another machine. */
import { execFileSync } from 'node:child_process';
import type { Page } from '@playwright/test';
import { spawn } from 'node-pty';
import { median } from './figure.ts';

/** Milliseconds to start Python, do nothing and end, for each of `times`. */
export function bareStarts(python: string, times: number): number[] {
  return Array.from({ length: times }, () => {
    const began = performance.now();
    execFileSync(python, ['-c', 'pass']);
    return performance.now() - began;
  });
}

/** Median milliseconds from a key written to a pty until the kernel's echo is read back. */
export async function bareKeyEcho(times: number): Promise<number> {
  const cat = spawn('/bin/cat', [], { encoding: null });
  const took: number[] = [];
  try {
    for (let nth = 0; nth < times; nth += 1) {
      const echoed = new Promise<void>(resolve => {
        const listening = cat.onData(() => {
          listening.dispose();
          resolve();
        });
      });
      const began = performance.now();
      cat.write('x');
      await echoed;
      took.push(performance.now() - began);
    }
  } finally {
    cat.kill();
  }
  return median(took);
}

/**
 * Milliseconds of `times` round trips from the page to our server: a step without a box is refused
 * at once, so what is left is the socket, the JSON and the check of the message.
 */
export async function bareRoundTrips(page: Page, times: number): Promise<number[]> {
  return await page.evaluate<number[]>(`clock.roundTrips(${times})`);
}
