/**
 * What boxes cost in which nothing happens: node bench/idle-boxes.ts [boxes] [seconds]
 *
 * Every box has a server that waits in accept(). The processor time of all processes of the boxes is
 * read from the kernel before and after some seconds without any event; Node's own stands beside it.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { openBox } from '#driver/open';
import { loadScene } from '#driver/scenes';
import { descendants } from '../tests/sandbox/leftovers.ts';

const BOXES = Number(process.argv[2] ?? 100);
const SECONDS = Number(process.argv[3] ?? 10);
/** The looks that follow the last event are over by then (AFTER_EVENT in sampling.py). */
const TO_REST_MS = 3000;
const AIM = 20;

const NS_PER_MS = 1e6;

/** Nanoseconds on a processor since the process began (schedstat of proc(5)), by pid. */
function spent(): Map<number, { command: string; ns: number }> {
  const times = descendants().flatMap(({ pid, command }) => {
    try {
      const [ns = '0'] = readFileSync(`/proc/${pid}/schedstat`, 'utf8').split(' ');
      return [[pid, { command, ns: Number(ns) }] as const];
    } catch {
      return []; // ended meanwhile
    }
  });
  return new Map(times);
}

const kindOf = (command: string): string => {
  if (command.includes('supervisor/main.py')) return 'supervisor, keeper, wire';
  return command.includes('.py') ? 'programs' : 'the rest';
};

const scene = loadScene('echo-once', null);
await using boxes = new AsyncDisposableStack();
for (let nth = 0; nth < BOXES; nth += 1) {
  const box = boxes.use(await openBox(scene));
  await box.start('server', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.syscall !== null);
}
await delay(TO_REST_MS);

const before = spent();
const own = process.cpuUsage();
const began = performance.now();
await delay(SECONDS * 1000);
const wallMs = performance.now() - began;
const after = spent();
const { user, system } = process.cpuUsage(own);

const byKind: Record<string, number> = {};
for (const [pid, { command, ns }] of after) {
  const kind = kindOf(command);
  byKind[kind] = (byKind[kind] ?? 0) + (ns - (before.get(pid)?.ns ?? 0)) / NS_PER_MS;
}
const percent = (ms: number): string => `${((100 * ms) / wallMs).toFixed(1)} %`;
const total = Object.values(byKind).reduce((sum, ms) => sum + ms, 0);
for (const [kind, ms] of Object.entries(byKind)) console.log(`${kind}: ${percent(ms)}`);
console.log(`this process: ${percent((user + system) / 1000)}`);
console.log(`${BOXES} idle boxes: ${percent(total)} of one core (aim ${AIM} %), over ${SECONDS} s`);
