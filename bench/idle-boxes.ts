/**
 * What boxes cost in which nothing happens. Alone: node bench/idle-boxes.ts [boxes] [seconds]
 *
 * Every box has a server that waits in accept(). The processor time of all that these boxes have
 * brought, and Node's own, is read from the kernel before and after some seconds without any event.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openBox } from '#driver/open';
import { loadScene } from '#driver/scenes';
import { descendants } from '../tests/sandbox/leftovers.ts';
import { type Figure, table } from './figure.ts';

const BOXES = 100;
const SECONDS = 10;
/** The looks that follow the last event are over by then (AFTER_EVENT in sampling.py). */
const TO_REST_MS = 3000;
const NS_PER_MS = 1e6;

export async function measureIdleBoxes(count = BOXES, seconds = SECONDS): Promise<Figure> {
  const others = new Set(descendants().map(({ pid }) => pid));
  await using boxes = new AsyncDisposableStack();
  for (let nth = 0; nth < count; nth += 1) await openOne(boxes);
  await delay(TO_REST_MS);

  const before = spent(others);
  const own = process.cpuUsage();
  const began = performance.now();
  await delay(seconds * 1000);
  const wallMs = performance.now() - began;
  const { user, system } = process.cpuUsage(own);
  const theirs = [...spent(others)].reduce((sum, [pid, ns]) => sum + ns - (before.get(pid) ?? 0), 0);

  const percent = (ms: number): number => (100 * ms) / wallMs;
  const driver = percent((user + system) / 1000);
  return {
    name: `${count} idle boxes, of one core`,
    value: percent(theirs / NS_PER_MS) + driver,
    unit: '%',
    aim: 20,
    floor: null,
    method: `all processes over ${seconds} s; Node’s own ${driver.toFixed(1)} %`,
  };
}

async function openOne(boxes: AsyncDisposableStack): Promise<void> {
  const box = boxes.use(await openBox(loadScene('echo-once', null)));
  await box.start('server', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.syscall !== null);
}

/** Nanoseconds on a processor since each process began (schedstat of proc(5)), by pid. */
function spent(others: ReadonlySet<number>): Map<number, number> {
  const ours = descendants().filter(({ pid }) => !others.has(pid));
  return new Map(
    ours.flatMap(({ pid }) => {
      try {
        const [ns = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
        return [[pid, Number(ns)] as const];
      } catch {
        return []; // ended meanwhile
      }
    }),
  );
}

if (import.meta.main) {
  const [boxes = BOXES, seconds = SECONDS] = process.argv.slice(2).map(Number);
  console.log(table([await measureIdleBoxes(boxes, seconds)]));
}
