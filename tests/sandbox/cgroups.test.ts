/**
 * Where groups can be made, told from a machine's tables. The trees of other machines are folders
 * here, in which the kernel's files are plain ones, so nobody is root and nothing refuses a write.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { settingsOf } from '../../sandbox/driver/box-bounds.ts';
import { findNurseries } from '../../sandbox/driver/cgroups.ts';

const machine = mkdtempSync(join(tmpdir(), 'sockscope-cgroups-'));
afterAll(() => rmSync(machine, { recursive: true }));

let trees = 0;

/** A tree of version 2: of each group the controllers that it has, and those that it gives on. */
function tree(groups: Record<string, { has: string; gives: string }>): string {
  trees += 1;
  const top = join(machine, `${trees}`);
  for (const [path, { has, gives }] of Object.entries(groups)) {
    const folder = join(top, path);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'cgroup.controllers'), has);
    writeFileSync(join(folder, 'cgroup.subtree_control'), gives);
    writeFileSync(join(folder, 'cgroup.procs'), '');
  }
  return top;
}

const mounted = (point: string, type: string, options: string, root = '/'): string =>
  `31 24 0:27 ${root} ${point} rw,nosuid shared:9 - ${type} ${type} rw,${options}`;

const ALL = 'cpuset cpu io memory pids';
const THREE = ['memory', 'cpu', 'pids'];

describe('in a tree of version 2', () => {
  test('a group of ours lies beside our own, where that is not the top', () => {
    // systemd's: a session's own group has nothing to give on, for it has processes.
    const top = tree({
      '': { has: ALL, gives: ALL },
      'user.slice': { has: ALL, gives: 'cpu memory pids' },
      'user.slice/user-0.slice': { has: 'cpu memory pids', gives: 'memory pids cpu' },
      'user.slice/user-0.slice/session-3.scope': { has: '', gives: '' },
    });
    const groups = '0::/user.slice/user-0.slice/session-3.scope\n';
    expect(findNurseries({ mounts: mounted(top, 'cgroup2', 'nsdelegate'), groups })).toEqual([
      { version: 2, folder: join(top, 'user.slice/user-0.slice'), controllers: THREE },
    ]);
  });

  test('what a group has and does not give on is asked for', () => {
    const top = tree({ '': { has: ALL, gives: 'memory' } });
    const [nursery] = findNurseries({ mounts: mounted(top, 'cgroup2', ''), groups: '0::/\n' });
    expect(nursery?.controllers).toEqual(THREE);
    expect(readFileSync(join(top, 'cgroup.subtree_control'), 'utf8')).toBe('+pids');
  });

  test('a group that bounds memory is preferred to a nearer one that does not', () => {
    const top = tree({
      'app.slice': { has: 'memory pids', gives: 'memory pids' },
      'app.slice/a.scope': { has: 'pids', gives: 'pids' },
    });
    const groups = '0::/app.slice/a.scope\n';
    expect(findNurseries({ mounts: mounted(top, 'cgroup2', ''), groups })).toMatchObject([
      { folder: join(top, 'app.slice'), controllers: ['memory', 'pids'] },
    ]);
  });

  test('of a container that sees its own group as the top, paths begin there', () => {
    const top = tree({ '': { has: 'memory', gives: 'memory' }, inner: { has: '', gives: '' } });
    for (const own of ['/docker/4f2a', '/docker/4f2a/inner', '/elsewhere']) {
      const mounts = mounted(top, 'cgroup2', '', '/docker/4f2a');
      expect(findNurseries({ mounts, groups: `0::${own}\n` })).toMatchObject([{ folder: top }]);
    }
  });

  test('without controllers there is nothing', () => {
    const top = tree({ '': { has: '', gives: '' } });
    expect(findNurseries({ mounts: mounted(top, 'cgroup2', ''), groups: '0::/\n' })).toEqual([]);
  });

  test('where our processes cannot be moved none is made', () => {
    const top = tree({ '': { has: ALL, gives: ALL } });
    rmSync(join(top, 'cgroup.procs')); // root may write to a file whatever its mode is
    expect(findNurseries({ mounts: mounted(top, 'cgroup2', ''), groups: '0::/\n' })).toEqual([]);
  });
});

test('in trees of version 1 there is a group for each controller, at the top', () => {
  const tops = ['memory', 'cpu,cpuacct', 'pids'].map(options => ({
    options,
    top: tree({ '': { has: '', gives: '' } }),
  }));
  const mounts = tops.map(({ options, top }) => mounted(top, 'cgroup', options));
  const unified = mounted(tree({ '': { has: '', gives: '' } }), 'cgroup2', '');
  const groups = '4:memory:/mine/deeper\n1:cpu,cpuacct:/\n8:pids:/\n0::/\n';
  expect(findNurseries({ mounts: [unified, ...mounts].join('\n'), groups })).toEqual(
    THREE.map((controller, nth) => ({ version: 1, folder: tops[nth]?.top, controllers: [controller] })),
  );
});

test('without any such tree, or on another system, there is nothing', () => {
  expect(findNurseries({ mounts: mounted('/', 'ext4', 'noatime'), groups: '' })).toEqual([]);
  expect(findNurseries({ mounts: '', groups: '' })).toEqual([]);
});

test('both versions are told the same bounds, each in its own files', () => {
  const bounds = { memoryMb: 400, filesMb: 20, processes: 64, hosts: 2, cores: 2 };
  const controllers = ['memory', 'cpu', 'pids'] as const;
  const told = (version: 1 | 2): Record<string, string> =>
    Object.fromEntries(
      settingsOf({ version, folder: '/', controllers }, bounds).map(({ file, value }) => [file, value]),
    );
  expect(told(1)).toEqual({
    'memory.limit_in_bytes': `${420 << 20}`,
    'memory.memsw.limit_in_bytes': `${420 << 20}`,
    'cpu.shares': '768',
    'cpu.cfs_period_us': '100000',
    'cpu.cfs_quota_us': '100000',
    'pids.max': '128',
  });
  expect(told(2)).toEqual({
    'memory.max': `${420 << 20}`,
    'memory.swap.max': '0',
    'cpu.weight': '75',
    'cpu.max': '100000 100000',
    'pids.max': '128',
  });
});
