/**
 * `npm run bench`: what a reader waits for and downloads, and what a box costs, each figure beside a
 * floor measured in the same run. Prints a table and writes bench/RESULTS.md. A figure over its aim is told, not failed:
 * a noisy machine must not stop a change; the reader of the table decides.
 */
import { writeFileSync } from 'node:fs';
import { cpus, loadavg, release } from 'node:os';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from '../src/cli/build.ts';
import { findChromium } from '../src/cli/doctor/browser.ts';
import { findPython } from '../src/cli/doctor/interpreters.ts';
import { isBuilt } from '../src/cli/freshness.ts';
import { startServer } from '../tests/e2e/server.ts';
import { measureOpening, measureWire } from './box.ts';
import { measureCheck } from './check.ts';
import { table } from './figure.ts';
import { measureIdleBoxes } from './idle-boxes.ts';
import { measureIdleLab } from './idle-lab.ts';
import { measureLab } from './lab.ts';
import { measureLadder } from './ladder.ts';
import { measureStepping } from './stepping.ts';
import { measureTrace } from './trace.ts';
import { weighLab, weighPage } from './weight.ts';
import { measureWholeBox } from './whole-box.ts';

/** Other work on the machine before ours, in processes that wanted to run. */
const [load = 0] = loadavg();
const root = join(import.meta.dirname, '..');
const executablePath = findChromium();
const python = await findPython();
if (executablePath === undefined || python === undefined)
  throw new Error('npm run doctor tells what is missing');
if (!isBuilt(root)) await build(root);

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
await using server = await startServer();
await using browser = await chromium.launch({ executablePath });
const lesson = `${server.address}en/lessons/echo-once/`;
const figures = [
  ...(await measureOpening(python)),
  ...measureWire(python),
  ...(await measureStepping(python)),
  await measureIdleBoxes(),
  ...(await measureWholeBox()),
  ...measureTrace(),
  ...(await weighPage(browser, lesson)),
  ...(await weighLab(browser, lesson)),
  ...(await measureLab(browser, lesson, python)),
  ...(await measureLadder(browser)),
  ...(await measureIdleLab(browser, lesson)),
  ...(await measureCheck(server.address)),
];

const results = table(figures);
console.log(results);
writeFileSync(
  join(root, 'bench/RESULTS.md'),
  `# Figures

Written by \`npm run bench\` on ${new Date().toISOString().slice(0, 10)}: Linux ${release()}, ${cpus().length} cores
(load ${load.toFixed(1)} before the run), Node ${process.versions.node}, Chromium ${browser.version()}. Compare ratios, not milliseconds.

${results}
`,
);
