/**
 * What a box may take of the machine as a whole, in the words of each version's files (Linux:
 * Documentation/admin-guide/cgroup-v1 and cgroup-v2.rst).
 */
import type { Limits } from '#protocol/lab';
import type { Controller, Nursery } from './cgroups.ts';

/** `isOptional`: not every kernel has the file. */
export type Setting = { file: string; value: string; isOptional?: boolean };

export type Bounds = Pick<Limits, 'memoryMb' | 'filesMb' | 'processes'> & { hosts: number; cores: number };

/**
 * A whole box weighs three quarters of one process of the server's. At a third, which is what nice 5
 * gives, a program began 20 ms later on a machine with other work.
 */
const WEIGHT = 0.75;
const USUAL = { shares: 1024, weight: 100 };
const PERIOD_US = 100_000;

/** What a group must be told to bound a box, in the order in which the kernel takes it. */
export function settingsOf({ version, controllers }: Nursery, bounds: Bounds): Setting[] {
  return controllers.flatMap(controller => SETTINGS[controller][version - 1]?.(bounds) ?? []);
}

/** Its files lie in memory too, and the kernel counts them for who writes them. */
export const bytesOf = ({ memoryMb, filesMb }: Pick<Bounds, 'memoryMb' | 'filesMb'>): number =>
  (memoryMb + filesMb) * 1024 * 1024;

/** All cores but one, so that those who share the machine with it have one in any case. */
const quotaOf = ({ cores }: Bounds): number => Math.max(1, cores - 1) * PERIOD_US;

const tasksOf = ({ processes, hosts }: Bounds): number => processes * hosts;

const SETTINGS: Readonly<Record<Controller, ((bounds: Bounds) => Setting[])[]>> = {
  memory: [
    bounds => [
      { file: 'memory.limit_in_bytes', value: `${bytesOf(bounds)}` },
      { file: 'memory.memsw.limit_in_bytes', value: `${bytesOf(bounds)}`, isOptional: true },
    ],
    bounds => [
      { file: 'memory.max', value: `${bytesOf(bounds)}` },
      { file: 'memory.swap.max', value: '0', isOptional: true },
    ],
  ],
  cpu: [
    bounds => [
      { file: 'cpu.shares', value: `${USUAL.shares * WEIGHT}` },
      { file: 'cpu.cfs_period_us', value: `${PERIOD_US}`, isOptional: true },
      { file: 'cpu.cfs_quota_us', value: `${quotaOf(bounds)}`, isOptional: true },
    ],
    bounds => [
      { file: 'cpu.weight', value: `${USUAL.weight * WEIGHT}` },
      { file: 'cpu.max', value: `${quotaOf(bounds)} ${PERIOD_US}`, isOptional: true },
    ],
  ],
  pids: [
    bounds => [{ file: 'pids.max', value: `${tasksOf(bounds)}` }],
    bounds => [{ file: 'pids.max', value: `${tasksOf(bounds)}` }],
  ],
};
