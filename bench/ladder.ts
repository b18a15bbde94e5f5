/**
 * How smoothly a lab goes on while events pour in: the time between two drawn frames of the page, for the
 * ladder alone and for the whole lab. `node bench/ladder.ts` measures this alone.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { labFolder, loadScene } from '#driver/scenes';
import { RecordDatabase, recordFolder } from '#progress/record-database';
import type { Scene } from '#protocol/lab';
import { findChromium } from '../src/cli/doctor/browser.ts';
import { createAnswer } from '../src/server/http.ts';
import { realParts } from '../src/server/lab-socket.ts';
import { serveLabs } from '../src/server/upgrade.ts';
import { DIST } from '../tests/e2e/server.ts';
import { readRecording } from '../tests/trace/recordings.ts';
import { type Figure, percentile, table } from './figure.ts';
import { ReplayBox } from './replay-box.ts';

const PER_SECOND = 300;
/** The last third of 30 s: what was there before is there already. */
const BEFORE = 20 * PER_SECOND;
const MEASURED_MS = 10_000;
/** A display of 60 Hz, rounded as its clock is. */
const AIM_MS = 16.7;

const LAB = 'echo-once';
/** What is drawn; what is hidden is worked out all the same. */
const DRAWN = [
  { name: 'the ladder drawn alone', hidden: '.lab-programs, .lab-timeline, .lab-sockets' },
  { name: 'the whole lab', hidden: null },
] as const;

export async function measureLadder(browser: Browser): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const { name, hidden } of DRAWN) {
    const { idle, busy } = await streamed(browser, hidden);
    const late = busy.filter(time => time > 1.5 * AIM_MS).length / busy.length;
    figures.push({
      ...{ name: `${PER_SECOND} events/s: ${name}`, value: percentile(busy, 0.95), unit: 'ms', aim: AIM_MS },
      floor: { name: 'the same page at rest', value: percentile(idle, 0.95) },
      method: `between animation frames, p95 of ${busy.length}; ${(100 * late).toFixed(1)} % came late`,
    });
  }
  return figures;
}

async function streamed(
  browser: Browser,
  hidden: string | null,
): Promise<{ idle: number[]; busy: number[] }> {
  const scene = { ...loadScene(LAB, null), walk: [], predictions: [] };
  await using stand = await startStand(scene);
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await page.addInitScript({ path: new URL('page-clock.js', import.meta.url).pathname });
  await page.route(`**/labs/${LAB}/scene.json`, route => route.fulfill({ json: scene }));
  await page.goto(`${stand.address}en/lessons/${LAB}/`);
  await page.getByRole('button', { name: 'Run it live' }).first().click();
  const box = await stand.box;
  await page.locator('.lab-wire').waitFor();
  if (hidden !== null) await page.evaluate(`clock.hide(${JSON.stringify(hidden)})`);
  box.add(BEFORE);
  await caughtUp(page, box);
  const idle = await frameTimes(page, 2000);
  box.stream(PER_SECOND);
  const busy = await frameTimes(page, MEASURED_MS);
  await box.stop();
  await page.close();
  return { idle, busy };
}

/** Milliseconds between one animation frame of the page and the next, for a while. */
const frameTimes = (page: Page, forMs: number): Promise<number[]> =>
  page.evaluate<number[]>(`clock.frames(${forMs})`);

/** The page has drawn all that there is, and has nothing else to do. */
async function caughtUp(page: Page, box: ReplayBox): Promise<void> {
  const sent = box.trace.filter(event => event.type === 'frame' && event.verb === 'sent').length;
  await page.locator(`.lab-wire[aria-rowcount="${sent + 1}"]`).waitFor();
  await page.evaluate('clock.idle()');
}

async function startStand(scene: Scene) {
  const run = readRecording(join(labFolder(LAB), 'recorded.jsonl'));
  const opened = Promise.withResolvers<ReplayBox>();
  const server = createServer(createAnswer(realParts, { dist: DIST }));
  const workspace = await mkdtemp(join(tmpdir(), 'sockscope-replay-'));
  const openBox = async (): Promise<ReplayBox> => {
    const box = new ReplayBox(run);
    opened.resolve(box);
    return box;
  };
  const record = new RecordDatabase(recordFolder(workspace));
  const labs = serveLabs(server, { ...realParts, loadScene: () => scene, openBox }, { workspace, record });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    /** the one of the lab, once the page has opened it */
    box: opened.promise,
    async [Symbol.asyncDispose]() {
      await labs.close();
      server.closeAllConnections();
      server.close();
      await rm(workspace, { recursive: true, force: true });
    },
  };
}

if (import.meta.main) {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('npm run doctor tells what is missing');
  await using browser = await chromium.launch({ executablePath });
  console.log(table(await measureLadder(browser)));
}
