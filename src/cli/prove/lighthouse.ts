/**
 * What Lighthouse says of each kind of page, as a slow phone sees it: accessibility and best practices 100,
 * the largest paint within 1.5 s, a layout that does not shift.
 * node src/cli/prove/lighthouse.ts [lessons/framing/ …]
 */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { chromium } from '@playwright/test';
import lighthouse from 'lighthouse';
import { findChromium } from '../doctor/browser.ts';
import { startCourse } from '../walked-lesson.ts';

type Result = NonNullable<Awaited<ReturnType<typeof lighthouse>>>['lhr'];

const PAGES = [
  '',
  'map/',
  'lessons/first-packet/',
  'lessons/echo-once/',
  'glossary/',
  'errata/',
  'workbench/',
  'progress/',
  'review/',
  'drill/',
];
const asked = process.argv.slice(2);
const LOCALES = ['en', 'ko'] as const;

const LARGEST_PAINT_MS = 1500;
const MOST_SHIFT = 0.02;
const CATEGORIES = ['accessibility', 'best-practices', 'performance'];

const port = await freePort();
const executablePath = findChromium();
const browser = await chromium.launch({
  args: [`--remote-debugging-port=${port}`],
  ...(executablePath !== undefined && { executablePath }),
});
try {
  await using course = await startCourse();
  const report: string[] = [];
  for (const locale of LOCALES)
    for (const page of asked.length > 0 ? asked : PAGES)
      report.push(...(await judge(`${course.address}${locale}/${page}`)));
  for (const line of report) console.log(line);
  process.exitCode = report.length === 0 ? 0 : 1;
} finally {
  await browser.close();
}

/** Where the page falls short, one line each. */
async function judge(url: string): Promise<string[]> {
  const { audits, categories } = await look(url);
  const report: string[] = [];
  for (const id of ['accessibility', 'best-practices']) {
    const failed = (categories[id]?.auditRefs ?? [])
      .map(ref => audits[ref.id])
      .filter(audit => audit?.score !== null && audit?.score !== undefined && audit.score < 1);
    if (categories[id]?.score !== 1)
      report.push(`${url}: ${id} ${categories[id]?.score}: ${failed.map(audit => audit?.title).join('; ')}`);
  }
  const paint = await paintOf(url, figure(audits, 'largest-contentful-paint'));
  const shift = figure(audits, 'cumulative-layout-shift');
  if (paint > LARGEST_PAINT_MS) report.push(`${url}: the largest paint takes ${Math.round(paint)} ms`);
  if (shift > MOST_SHIFT) report.push(`${url}: the layout shifts by ${shift.toFixed(3)}`);
  console.log(`${url}: largest paint ${Math.round(paint)} ms, shift ${shift.toFixed(3)}`);
  return report;
}

async function look(url: string): Promise<Result> {
  const result = await lighthouse(url, { port, onlyCategories: CATEGORIES, logLevel: 'error' });
  if (result === undefined) throw new Error(`Lighthouse said nothing of ${url}`);
  return result.lhr;
}

/**
 * Lighthouse reckons from what it saw, and on a busy machine more of the scripts come before the paint: of a
 * page that seems too slow the middle of three looks counts, as its authors advise.
 */
async function paintOf(url: string, first: number): Promise<number> {
  if (first <= LARGEST_PAINT_MS) return first;
  const looks = [first];
  while (looks.length < 3) looks.push(figure((await look(url)).audits, 'largest-contentful-paint'));
  return looks.toSorted((a, b) => a - b)[1] ?? Infinity;
}

function figure(audits: Result['audits'], id: string): number {
  return audits[id]?.numericValue ?? Infinity;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}
