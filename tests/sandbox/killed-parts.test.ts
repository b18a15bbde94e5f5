/**
 * Each process of a box, killed alone and at each stage of the box's life: closing still ends all the
 * others, and no process, namespace, mount or descriptor is left. The grader's own death is in
 * tests/grader/process.test.ts, that of the spare in spare.test.ts, that of the server in
 * linux-box.test.ts, and a supervisor's in the middle of building in tests/supervisor/test_closing.py.
 */
import { readdirSync, readlinkSync } from 'node:fs';
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { leaveNothing } from './leave-nothing.ts';
import { descendants, isAlive, ofBoxes } from './leftovers.ts';
import { sceneOfSources } from './scene.ts';

const SERVER = `import socket
listener = socket.create_server(('', 3333))
listener.accept()
`;
const scene = sceneOfSources('pair', { 'server@server': SERVER });

type Found = { pid: number; command: string };
const running = (what: RegExp) => (): Found[] => descendants().filter(({ command }) => what.test(command));
const supervisors = running(/supervisor\/main\.py/);

/** By who is whose child: supervisor, its keeper, the keeper's wire, all of one name. */
function generation(nth: number): () => Found[] {
  return () => {
    const named = supervisors();
    const depth = ({ pid }: Found): number =>
      named.filter(each => descendants(each.pid).some(below => below.pid === pid)).length;
    return named.filter(each => depth(each) === nth);
  };
}

const PARTS: Readonly<Record<string, () => Found[]>> = {
  supervisor: generation(0),
  'keeper of its processes': generation(1),
  wire: generation(2),
  'bubblewrap of a host': running(/^bwrap /),
  'first process of a host': running(/^cat $/),
};
const OF_A_PROGRAM: Readonly<Record<string, () => Found[]>> = {
  'helper of a program': running(/join\.py/),
  program: running(/^python3 server\.py/),
  'shell of a host': running(/^bash /),
};

const STAGES: Readonly<Record<string, (box: Box) => Promise<unknown>>> = {
  'that is built': async () => undefined,
  'whose program stands at a line': async box => {
    await box.start('server', { mode: 'paused' });
    await box.waitFor(event => event.type === 'line');
  },
  'whose program waits and whose shell is open': async box => {
    await box.openShell('client');
    await box.start('server', { mode: 'run' });
    await box.waitFor(event => event.type === 'blocked' && event.program === 'server');
  },
};

const BUSIEST = 'whose program waits and whose shell is open';
const cases = [
  ...Object.keys(PARTS).flatMap(part => Object.keys(STAGES).map(stage => [part, stage] as const)),
  ...Object.keys(OF_A_PROGRAM).map(part => [part, BUSIEST] as const),
];

/** Of this process: the server's, which outlives its boxes. */
const descriptors = (): string[] =>
  readdirSync('/proc/self/fd').flatMap(name => {
    try {
      return [readlinkSync(`/proc/self/fd/${name}`).replace(/\d+/g, '')];
    } catch {
      return []; // the folder itself
    }
  });

describe('what is left of a box when one of its processes was killed', () => {
  leaveNothing();
  let before: number;
  beforeAll(async () => {
    await using _warm = await openBox(scene); // what the first box of a process loads, stays
  });
  beforeEach(() => {
    before = descriptors().length;
  });
  afterEach(() => {
    expect(descriptors()).toHaveLength(before);
  });

  test.each(cases)('the %s, of a box %s', async (part, stage) => {
    const box = await openBox(scene);
    await STAGES[stage]?.(box);
    const [victim] = (PARTS[part] ?? OF_A_PROGRAM[part])?.() ?? [];
    const all = ofBoxes().map(({ pid }) => pid); // an orphan would be ours no longer
    process.kill(victim?.pid ?? Number.NaN, 'SIGKILL');
    await box.close();
    // A busy machine takes its time to reap them; what stays is a leftover.
    await vi.waitFor(() => expect(all.filter(isAlive)).toEqual([]), 10_000);
  });
});
