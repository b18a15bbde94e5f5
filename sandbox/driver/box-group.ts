/**
 * The control group of one box, where this machine lets us make one: the kernel then bounds what
 * all of the box's programs take together. The supervisor, the wire and bubblewrap stay outside, so
 * that its OOM killer cannot meet them. Where none can be made, the watchdog is alone (decision 0020).
 */
import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Scene } from '#protocol/lab';
import { type Bounds, settingsOf } from './box-bounds.ts';
import { type Controller, findNurseries, type Nursery } from './cgroups.ts';
import { asBox } from './python.ts';
import { keepSwept, ownPrefix } from './sweeper.ts';

/** The kernel lets go of a process a moment after it has ended. */
const REMOVE_AGAIN_MS = 5;
const REMOVE_ROUNDS = 400;

/** Smaller than any box: only whether the files take it is wanted. */
const TRIAL: Bounds = { memoryMb: 64, filesMb: 1, processes: 8, hosts: 1, cores: 1 };

type Place = { nursery: Nursery; folder: string };

export class BoxGroup {
  /** One in each tree: version 1 has a tree for each controller. */
  readonly folders: readonly string[];
  /** Files that take in who writes "0" to them. */
  readonly entrances: readonly string[];
  /** A file with a line "oom_kill N"; null where the group does not bound memory. */
  readonly oomKills: string | null;
  #removed: Promise<void> | undefined;

  constructor(places: readonly Place[]) {
    this.folders = places.map(({ folder }) => folder);
    this.entrances = places.map(({ nursery, folder }) => entranceOf(nursery, folder));
    const place = places.find(({ nursery }) => nursery.controllers.includes('memory'));
    const file = place?.nursery.version === 1 ? 'memory.oom_control' : 'memory.events';
    this.oomKills = place === undefined ? null : join(place.folder, file);
  }

  /** Resolves when it is gone: not before its last process is. What cannot go, the sweeper takes. */
  remove(): Promise<void> {
    this.#removed ??= Promise.all(this.folders.map(removeWhenEmpty)).then(() => undefined);
    return this.#removed;
  }
}

let made = 0; // boxes with a group
let tried: readonly Nursery[] | undefined;

/** Where groups can be made, each tried once; nowhere if the environment says CGROUPS=off. */
export function nurseries(): readonly Nursery[] {
  if (process.env.CGROUPS === 'off') return [];
  tried ??= findNurseries().filter(takesGroups);
  return tried;
}

/** What the kernel itself bounds of a whole box on this machine. */
export const boundControllers = (): Controller[] => nurseries().flatMap(({ controllers }) => controllers);

/** Made before anything of the box runs; whoever opens the box removes it. Null where none can be made. */
export function makeGroup({ limits, network }: Pick<Scene, 'limits' | 'network'>): BoxGroup | null {
  const bounds = { ...limits, hosts: network.hosts.length, cores: availableParallelism() };
  const everywhere = nurseries();
  if (everywhere.length === 0) return null;
  keepSwept(everywhere.map(({ folder }) => folder));
  made += 1;
  const places = everywhere.flatMap(nursery => {
    const folder = make(nursery, bounds);
    return folder === null ? [] : [{ nursery, folder }];
  });
  return places.length === 0 ? null : new BoxGroup(places);
}

/**
 * Makes one, and has a process enter it as a program will: by an entrance that we have opened. Without a
 * sweeper, for `npm start` asks and becomes another program, which would never bury it.
 */
function takesGroups(nursery: Nursery): boolean {
  const folder = make(nursery, TRIAL);
  if (folder === null) return false;
  const takes = canEnter(entranceOf(nursery, folder));
  void removeWhenEmpty(folder);
  return takes;
}

function canEnter(entrance: string): boolean {
  const door = openSync(entrance, 'w');
  const options: SpawnSyncOptions = {
    stdio: ['ignore', 'ignore', 'ignore', door],
    env: {},
    cwd: '/',
    ...asBox,
  };
  try {
    return spawnSync('/bin/sh', ['-c', 'echo 0 >&3'], options).status === 0;
  } catch {
    return false; // a root who may not give a box its uid
  } finally {
    closeSync(door);
  }
}

/**
 * A thread may enter a tree of version 1 by itself, at once; a process with all its threads waits
 * until every processor has looked (an RCU grace period, ten milliseconds).
 */
const entranceOf = ({ version }: Nursery, folder: string): string =>
  join(folder, version === 1 ? 'tasks' : 'cgroup.procs');

/** A group that bounds a box; null, and nothing left, when the kernel refuses. */
function make(nursery: Nursery, bounds: Bounds): string | null {
  const folder = join(nursery.folder, `${ownPrefix()}${made}`);
  try {
    mkdirSync(folder);
  } catch {
    return null; // such as EAGAIN: as many groups as may be are there
  }
  try {
    for (const { file, value, isOptional } of settingsOf(nursery, bounds))
      if (isOptional !== true || existsSync(join(folder, file))) writeFileSync(join(folder, file), value);
    return folder;
  } catch {
    rmdirSync(folder);
    return null;
  }
}

async function removeWhenEmpty(folder: string): Promise<void> {
  for (let round = 0; round < REMOVE_ROUNDS; round += 1) {
    try {
      rmdirSync(folder);
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) return;
    }
    await delay(REMOVE_AGAIN_MS);
  }
}
