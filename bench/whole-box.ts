/**
 * What bounds a box as a whole, with control groups and with the watchdog alone: what others notice
 * of a box that does its worst, and what a group costs. `node bench/whole-box.ts` prints these alone.
 */
import { nurseries } from '#driver/box-group';
import { openBox } from '#driver/open';
import { keepSpare } from '#driver/spare';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { measureAttacked } from './attacked.ts';
import { type Figure, median, table } from './figure.ts';
import { stepsInDriver } from './stepping.ts';

const ROUNDS = 30;
const GROUPS = 'control group';
const ALONE = 'watchdog alone';

/** Without a group where this machine lets nobody make one. */
export async function measureWholeBox(): Promise<Figure[]> {
  const figures =
    nurseries().length === 0 ? [] : [...(await measureCost()), ...(await measureAttacked(GROUPS))];
  return [...figures, ...(await withoutGroups(() => measureAttacked(ALONE)))];
}

/** By turns, so that a noisy minute hits both. */
async function measureCost(): Promise<Figure[]> {
  const grouped: Times[] = [];
  const alone: Times[] = [];
  for (let nth = 0; nth < ROUNDS; nth += 1) {
    grouped.push(await useOne());
    alone.push(await withoutGroups(useOne));
  }
  const steps = { grouped: await stepsInDriver(), alone: await withoutGroups(stepsInDriver) };
  const compared = (name: string, part: keyof Times): Figure => ({
    ...{ name, value: median(grouped.map(times => times[part])), unit: 'ms', aim: null },
    floor: { name: ALONE, value: median(alone.map(times => times[part])) },
    method: `median of ${ROUNDS}; ${GROUPS}`,
  });
  return [
    compared('two hosts with wire ready, in a group', 'opened'),
    compared('… a program’s first output', 'printed'),
    compared('… closing', 'closed'),
    {
      ...{ name: '… a step, until the driver has it', value: median(steps.grouped), unit: 'ms', aim: null },
      floor: { name: ALONE, value: median(steps.alone) },
      method: `median of ${steps.alone.length}; ${GROUPS}`,
    },
  ];
}

type Times = { opened: number; printed: number; closed: number };

async function useOne(): Promise<Times> {
  await using spare = keepSpare();
  await spare.ready();
  const program = { 'prints@client': `print('x', flush=True)\ninput()\n` };
  const began = performance.now();
  const box = await openBox(sceneOfSources('pair', program));
  const opened = performance.now();
  const terminal = await box.start('prints', { mode: 'plain' });
  await new Promise<void>(resolve => terminal.onOutput(() => resolve()));
  const printed = performance.now();
  await box.close();
  return { opened: opened - began, printed: printed - opened, closed: performance.now() - printed };
}

async function withoutGroups<T>(measure: () => Promise<T>): Promise<T> {
  const before = process.env.CGROUPS;
  process.env.CGROUPS = 'off';
  try {
    return await measure();
  } finally {
    if (before === undefined) delete process.env.CGROUPS;
    else process.env.CGROUPS = before;
  }
}

if (import.meta.main) console.log(table(await measureWholeBox()));
