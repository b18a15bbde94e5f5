/** What others notice of a box whose programs do their worst, and what it takes before it is stopped. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { bytesOf } from '../sandbox/driver/box-bounds.ts';
import { descendants, groupsOf } from '../tests/sandbox/leftovers.ts';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { type Figure, percentile } from './figure.ts';

const KEYS = 150;
const KEY_PAUSE_MS = 10;
const ECHO_AIM_MS = 500;
const MEMORY_MB = 200;
const PAGE = 4096;
const PATIENCE_MS = 20_000;

const FORKS = `import os
while True:
    try: os.fork()
    except OSError: pass
`;
const SENDS = `import socket
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
while True:
    try: sock.sendto(bytes(1000), ('10.0.0.2', 9))
    except OSError: pass
`;
const PRINTS = `while True: print('x' * 4096)\n`;
const TAKES = `import os
for _ in range(3): os.fork()
held = []
while True: held.append(bytearray(1 << 20))
`;
const WORST = { 'forks@client': FORKS, 'sends@client': SENDS, 'prints@server': PRINTS };

/**
 * All of the worst at once, and meanwhile one key after the other in a second box.
 *
 * @param how by whom the boxes are bounded, in words for the table
 */
export async function measureAttacked(how: string): Promise<Figure[]> {
  await using attacked = await openBox(sceneOfSources('pair', WORST));
  await using quiet = await openBox(sceneOfSources('pair', {}));
  const shell = await quiet.openShell('client');
  shell.write('stty -echo; echo ready; exec cat\n');
  await quiet.waitFor(event => event.type === 'blocked' && event.syscall === 'read');
  for (const program of ['forks', 'sends', 'prints']) await attacked.start(program, { mode: 'plain' });
  const took: number[] = [];
  for (let nth = 0; nth < KEYS; nth += 1) {
    took.push(await echo(shell, `k${nth}`));
    await delay(KEY_PAUSE_MS);
  }
  const common = {
    unit: 'ms',
    floor: null,
    method: `${KEYS} keys beside forks, frames and output without end; ${how}`,
  } as const;
  return [
    { name: 'key in another box meanwhile, p99', value: percentile(took, 0.99), aim: ECHO_AIM_MS, ...common },
    { name: '… the slowest', value: Math.max(...took), aim: ECHO_AIM_MS, ...common },
    await measureOverdraft(how),
  ];
}

async function echo(shell: Awaited<ReturnType<Box['openShell']>>, key: string): Promise<number> {
  const echoed = Promise.withResolvers<void>();
  let text = '';
  const stop = shell.onOutput(bytes => {
    text += Buffer.from(bytes).toString();
    if (text.includes(key)) echoed.resolve();
  });
  const began = performance.now();
  shell.write(`${key}\n`);
  await echoed.promise;
  stop();
  return performance.now() - began;
}

/** The most that eight greedy processes of one box hold before they are ended. */
async function measureOverdraft(how: string): Promise<Figure> {
  const scene = sceneOfSources('solo', { 'takes@pc': TAKES }, { memoryMb: MEMORY_MB });
  await using box = await openBox(scene);
  await box.start('takes', { mode: 'plain' });
  let most = 0;
  let isOver = false;
  void box.waitFor(event => event.type === 'program-exited').then(() => (isOver = true));
  const until = performance.now() + PATIENCE_MS;
  while (!isOver && performance.now() < until) {
    most = Math.max(most, ownMemoryOf('takes.py'));
    await delay(1);
  }
  return {
    ...{
      name: 'most memory of a box with 200 MB, 20 of files',
      value: Math.round((mostOfGroup() ?? most) / 1024),
      unit: 'kB',
      aim: null,
    },
    ...{
      floor: { name: 'its limit, files included', value: bytesOf(scene.limits) / 1024 },
      method: `eight processes that take all; ${how}`,
    },
  };
}

/** The kernel's own word for the greediest box, with what it keeps for it; undefined without groups. */
function mostOfGroup(): number | undefined {
  const files = groupsOf(process.pid).flatMap(group =>
    ['memory.max_usage_in_bytes', 'memory.peak'].map(name => join(group, name)),
  );
  const most = files.filter(existsSync).map(file => Number(readFileSync(file, 'utf8')));
  return most.length === 0 ? undefined : Math.max(...most);
}

/** Of all its processes; what they share, such as libraries, is counted for none. */
function ownMemoryOf(program: string): number {
  const named = descendants().filter(({ command }) => command.includes(program));
  return named.reduce((sum, { pid }) => sum + ownBytes(pid), 0);
}

function ownBytes(pid: number): number {
  if (!readdirSync('/proc').includes(`${pid}`)) return 0;
  try {
    const [, resident = 0, shared = 0] = readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ').map(Number);
    return (resident - shared) * PAGE;
  } catch {
    return 0; // it has ended
  }
}
