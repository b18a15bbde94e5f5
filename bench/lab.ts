/** The lab of echo-once in a real browser: how long a reader waits for each thing pressed. */
import type { Browser, Locator, Page } from '@playwright/test';
import { type Figure, median, percentile } from './figure.ts';
import { bareKeyEcho, bareRoundTrips, bareStarts } from './floors.ts';

const OPENINGS = 8;
const KEYS = 60;
/** Lines of the server before accept() waits for a client. */
const STEPS = 6;

const current = (program: string): string => `section[aria-label="${program}"] [aria-current="step"]`;
const program = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });

export async function measureLab(browser: Browser, address: string, python: string): Promise<Figure[]> {
  const opening: number[] = [];
  const stepping: number[] = [];
  const starting: number[] = [];
  for (let nth = 0; nth < OPENINGS; nth += 1) {
    const page = await openPage(browser, address);
    starting.push(...bareStarts(python, 2));
    opening.push(...(await open(page)));
    stepping.push(...(await stepServer(page)));
    await page.close();
  }
  const page = await openPage(browser, address);
  const roundTrips = await bareRoundTrips(page, 200);
  await open(page);
  const keys = await typeKeys(page);
  await page.close();
  const bareStart = { name: 'python3 -c pass', value: median(starting) };
  const bareTrip = { name: 'WebSocket round trip p95', value: percentile(roundTrips, 0.95) };
  const bareEcho = { name: 'node-pty cat', value: await bareKeyEcho(KEYS * 3) };
  const ms = { unit: 'ms' } as const;
  return [
    {
      ...{ name: '"Run it live" → first paused line', value: median(opening), ...ms, aim: 400 },
      ...{ floor: bareStart, method: `click to drawn, median of ${opening.length}` },
    },
    {
      ...{ name: 'step → line shown', value: percentile(stepping, 0.95), ...ms, aim: 50 },
      ...{ floor: bareTrip, method: `click to drawn, p95 of ${stepping.length}` },
    },
    {
      ...{ name: 'key echo, in the page', value: median(keys.arrived), ...ms, aim: null },
      ...{ floor: bareEcho, method: `keydown to bytes, median of ${keys.arrived.length}` },
    },
    {
      ...{ name: 'key echo, drawn', value: median(keys.drawn), ...ms, aim: null },
      ...{ floor: bareEcho, method: `keydown to drawn, median of ${keys.drawn.length}` },
    },
  ];
}

async function openPage(browser: Browser, address: string): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript({ path: new URL('page-clock.js', import.meta.url).pathname });
  await page.goto(address, { waitUntil: 'networkidle' });
  return page;
}

/** Does something in the page and resolves with the milliseconds that these waits of its clock took. */
async function timed(page: Page, waits: string, act: () => Promise<void>): Promise<number[]> {
  await page.evaluate(`clock.expect(${waits})`);
  await act();
  return await page.evaluate<number[]>('clock.collect()');
}

/** From the press of "Run it live" until the first program stands before its first line. */
async function open(page: Page): Promise<number[]> {
  const isPaused = `() => document.querySelector('${current('server')}, ${current('client')}') !== null`;
  const press = () => page.getByRole('button', { name: 'Run it live' }).first().click();
  return await timed(page, `clock.after('click', ${isPaused})`, press);
}

async function stepServer(page: Page): Promise<number[]> {
  const took: number[] = [];
  const button = program(page, 'server').getByRole('button', { name: 'Step line' });
  await page.locator(current('server')).waitFor();
  const line = `document.querySelector('${current('server')}')`;
  const hasMoved = `(before => () => ${line} !== null && ${line} !== before)(${line})`;
  for (let nth = 0; nth < STEPS; nth += 1)
    took.push(...(await timed(page, `clock.after('click', ${hasMoved})`, () => button.click())));
  return took;
}

/** Types at the client's input() while it waits for a line; the echo is the kernel's. */
async function typeKeys(page: Page): Promise<{ arrived: number[]; drawn: number[] }> {
  const client = program(page, 'client');
  await program(page, 'server').getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByRole('row').filter({ hasText: 'LISTEN' }).first().waitFor();
  await client.getByRole('button', { name: 'Run', exact: true }).click();
  const screen = client.locator('.lab-terminal-screen').filter({ hasText: 'msg: ' });
  await screen.click();
  await client.locator('.xterm-rows').filter({ hasText: 'msg: ' }).waitFor();
  const text = `document.querySelector('section[aria-label="client"] .xterm-rows').textContent`;
  const hasChanged = `(before => () => ${text} !== before)(${text})`;
  const waits = `clock.bytesAfter('keydown'), clock.after('keydown', ${hasChanged})`;
  const keys = { arrived: [] as number[], drawn: [] as number[] };
  for (let nth = 0; nth < KEYS; nth += 1) {
    await page.evaluate('clock.idle()');
    const [arrived = Number.NaN, drawn = Number.NaN] = await timed(page, waits, () =>
      page.keyboard.press('x'),
    );
    keys.arrived.push(arrived);
    keys.drawn.push(drawn);
  }
  return keys;
}
