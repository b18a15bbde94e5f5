/**
 * Opening a box: take the spare supervisor or start one, have it build the hosts, hand it over.
 * Whoever opens a box closes it; an aborted or failed opening leaves nothing behind.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Scene } from '#protocol/lab';
import { fitsPlainBox } from '#protocol/plain-box';
import { OPEN_WIRE } from '#protocol/scene';
import type { SupervisorLine } from '#protocol/supervisor';
import type { Box } from './box.ts';
import { type BoxGroup, makeGroup } from './box-group.ts';
import { LinuxBox } from './linux-box.ts';
import { findPython } from './python.ts';
import { withSpare } from './spare.ts';
import { type FreshSupervisor, startSupervisor } from './supervisor-start.ts';
import { TraceLog } from './trace-log.ts';

const JOIN_HELPER = fileURLToPath(new URL('../supervisor/join.py', import.meta.url));
const PLAIN_JOIN_HELPER = fileURLToPath(new URL('../supervisor/plain_join.py', import.meta.url));

/** The box could not be opened: our fault or the machine's, with what to do about it. */
export class BoxDidNotOpen extends Error {
  override readonly name = 'BoxDidNotOpen';
}

/**
 * Builds the scene's hosts and network; programs are laid out but not started.
 *
 * @throws BoxDidNotOpen with the supervisor's own words
 */
export async function openBox(scene: Scene, { signal }: { signal?: AbortSignal } = {}): Promise<Box> {
  signal?.throwIfAborted();
  const log = new TraceLog(Number(process.hrtime.bigint()));
  const python = neededPython();
  return await withSpare(async spare => {
    try {
      if (spare !== null) return await openWith(spare, scene, log, signal, makeGroup(scene));
    } catch {
      signal?.throwIfAborted(); // otherwise it had died unseen, or met a want that is cured by now
    }
    return await openWith(startSupervisor(python), scene, log, signal, makeGroup(scene));
  });
}

/**
 * Opens a plain box: this machine itself is its one host, and its programs' sockets are held on lo. What
 * it cannot do (its wire, its network) is refused with code `plain-box`.
 *
 * @throws BoxDidNotOpen with the supervisor's own words, or for a scene that asks for more
 */
export async function openPlainBox(scene: Scene, { signal }: { signal?: AbortSignal } = {}): Promise<Box> {
  signal?.throwIfAborted();
  const log = new TraceLog(Number(process.hrtime.bigint()));
  if (!fitsPlainBox(scene)) throw new BoxDidNotOpen(`${scene.lab} needs more than a plain box has`);
  // No group: its programs are the supervisor's children, and the watchdog bounds them.
  return await openWith(startSupervisor(neededPython(), 'plain'), scene, log, signal, null);
}

function neededPython(): string {
  const python = findPython();
  if (python !== null) return python;
  throw new BoxDidNotOpen(`no Python 3.9 or newer that a box can run. ${ASK_THE_DOCTOR}`);
}

async function openWith(
  supervisor: FreshSupervisor,
  scene: Scene,
  log: TraceLog,
  signal: AbortSignal | undefined,
  group: BoxGroup | null,
): Promise<Box> {
  const end = (): Promise<void> => supervisor.process.end();
  signal?.addEventListener('abort', end, { once: true });
  void supervisor.process.ended.then(() => group?.remove());
  try {
    const box = await build(supervisor, scene, log, group);
    signal?.throwIfAborted();
    return box;
  } catch (error) {
    await end();
    await group?.remove();
    signal?.throwIfAborted();
    throw new BoxDidNotOpen(withCure(error));
  } finally {
    signal?.removeEventListener('abort', end);
  }
}

/** What the supervisor runs, by Debian's names for the packages. */
const NEEDED = { bubblewrap: 'bwrap', iproute2: 'ip' };
const TOOL_FOLDERS = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];
const ASK_THE_DOCTOR = 'To find the cause and its cure: npm run doctor';

/** The reader is told this, so it ends with what the reader can do. */
function withCure(error: unknown): string {
  const lacking = Object.entries(NEEDED)
    .filter(([, program]) => !TOOL_FOLDERS.some(folder => existsSync(`${folder}/${program}`)))
    .map(([name]) => name);
  const install = `sudo apt-get update && sudo apt-get install -y --no-install-recommends ${lacking.join(' ')}`;
  return lacking.length > 0
    ? `not installed: ${lacking.join(', ')}. To cure it: ${install}`
    : `${error instanceof Error ? error.message : error}. ${ASK_THE_DOCTOR}`;
}

async function build(
  { process: supervisor, python, uid }: FreshSupervisor,
  scene: Scene,
  log: TraceLog,
  group: BoxGroup | null,
): Promise<Box> {
  const early: SupervisorLine[] = [];
  supervisor.onLine(line => early.push(line));
  const files = scene.programs.map(({ host, file, source }) => ({ host, name: file, text: source }));
  await supervisor.command({
    type: 'build',
    network: scene.network,
    wire: scene.wire,
    files,
    limits: scene.limits,
    oomKills: group?.oomKills ?? null,
  });
  const up = early.find(line => line.type === 'up');
  const hosts = early.find(line => line.type === 'hosts');
  if (up?.type !== 'up' || hosts?.type !== 'hosts')
    throw new Error('the supervisor did not introduce itself');
  const target = {
    python,
    joinHelper: hosts.door === null ? JOIN_HELPER : PLAIN_JOIN_HELPER,
    door: hosts.door,
    supervisor: up.pid,
    uid,
    processes: scene.limits.processes,
    entrances: group?.entrances ?? [],
  };
  const pids = new Map(hosts.hosts.map(({ name, pid }) => [name, pid]));
  const box = new LinuxBox(supervisor, scene, log, target, pids, group);
  for (const line of early) box.take(line);
  supervisor.onLine(line => box.take(line));
  return box;
}

const NOTHING: Scene = {
  lab: 'probe',
  whatIf: null,
  title: { en: 'probe', ko: 'probe' },
  network: { hosts: [{ name: 'pc', interfaces: [], routes: [], forwards: false, names: [] }] },
  wire: OPEN_WIRE,
  programs: [],
  walk: [],
  predictions: [],
  whatIfs: [],
  panes: [],
  limits: { memoryMb: 64, cpuSeconds: 10, processes: 8, filesMb: 1 },
  loopback: true,
};

type Trial = { live: boolean; why: string | null };

const trials = new Map<typeof openBox, Promise<Trial>>();

/** Whether boxes can be opened on this machine, found by opening one; a yes is remembered. */
export const canOpenBoxes = (): Promise<Trial> => tried(openBox);

/** The same of plain boxes. */
export const canOpenPlainBoxes = (): Promise<Trial> => tried(openPlainBox);

function tried(open: typeof openBox): Promise<Trial> {
  const known = trials.get(open);
  if (known !== undefined) return known;
  const trial = tryOut(open);
  trials.set(open, trial);
  void trial.then(({ live }) => live || trials.delete(open)); // it may be cured while we run
  return trial;
}

async function tryOut(open: typeof openBox): Promise<Trial> {
  try {
    await using _box = await open(NOTHING);
    return { live: true, why: null };
  } catch (error) {
    return { live: false, why: error instanceof Error ? error.message : String(error) };
  }
}
