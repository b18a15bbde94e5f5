/**
 * A box's control group: what is in it, what it bounds, and that nothing of it is left, whoever is
 * killed. Where this machine lets nobody make one, the watchdog alone bounds (whole-box.test.ts).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { boundControllers } from '#driver/box-group';
import { openBox } from '#driver/open';
import { bytesOf } from '../../sandbox/driver/box-bounds.ts';
import { leaveNothing } from './leave-nothing.ts';
import { descendants, groupsOf, isAlive } from './leftovers.ts';
import { sceneOfSources } from './scene.ts';
import { exit, printed, text } from './seen.ts';
import { shellOn } from './shell.ts';

const bound = boundControllers();
const without = (controller: 'memory' | 'cpu' | 'pids'): boolean => !bound.includes(controller);
const skipped = bound.length === 0 ? ': no control group can be written here' : '';
const LIMIT_MB = 64;
const KILLED_WAIT = { timeout: 10_000 };

/** The file of a box's group that is there under one of these names; the box is our only one. */
function file(...names: string[]): string {
  const paths = groupsOf(process.pid).flatMap(folder => names.map(name => join(folder, name)));
  const found = paths.find(path => existsSync(path));
  if (found === undefined) throw new Error(`no group has ${names.join(' or ')}`);
  return found;
}
const read = (...names: string[]): string => readFileSync(file(...names), 'utf8').trim();
const members = (): number[] => read('cgroup.procs').split('\n').filter(Boolean).map(Number);
const commands = (wanted: RegExp): number[] =>
  descendants()
    .filter(({ command }) => wanted.test(command))
    .map(({ pid }) => pid);

/** As many bytes as it is let, in eight processes, as fast as the machine can. */
/** Its first process takes nothing: were that killed before anybody has seen it, whose are its orphans? */
const TAKES = `import os, time
for _ in range(7):
    if os.fork() == 0:
        held = bytearray(200 << 20)
        time.sleep(99)
time.sleep(99)
`;
const WAITS = `input()\n`;

describe.skipIf(skipped !== '')(`the control group of a box${skipped}`, () => {
  leaveNothing();

  test('holds the programs and all that they start, and nothing of ours', async () => {
    await using box = await openBox(sceneOfSources('pair', { 'waits@server': WAITS }));
    expect(members()).toEqual([]);
    await box.start('waits', { mode: 'run' });
    const shell = await shellOn(box, 'client');
    shell.type('setsid sleep 98 & (sleep 97 &); python3 -c "input()"');
    await vi.waitFor(() => {
      const programs = commands(/^python3 (waits\.py|-c)|^bash |^sleep 9[78]/);
      expect(programs).toHaveLength(5);
      expect(members().toSorted()).toEqual(programs.toSorted());
    }, KILLED_WAIT);
    expect(commands(/supervisor|bwrap|join\.py|^cat /).filter(pid => members().includes(pid))).toEqual([]);
  });

  test('is not seen from inside, and cannot be left', async () => {
    const source = `import os
print(sorted({line.rstrip().split(':')[2] for line in open('/proc/self/cgroup')}))
print(os.path.exists('/sys/fs/cgroup'), 'cgroup' in open('/proc/mounts').read())
print(open('/proc/filesystems').read().count('cgroup') > 0)
`;
    await using box = await openBox(sceneOfSources('solo', { 'looks@pc': source }));
    await box.start('looks', { mode: 'plain' });
    await box.waitFor(exit('looks'));
    expect(text(box, 'looks').replaceAll('\r', '').split('\n')).toEqual(["['/']", 'False False', 'True', '']);
    const shell = await shellOn(box, 'pc');
    const mounted = await shell.run('mkdir g; mount -t cgroup2 none g || mount -t tmpfs none g; ls g');
    expect(mounted).not.toMatch(/cgroup\.procs/);
    expect(mounted).toMatch(/superuser|not permitted|not found/);
  });

  test.skipIf(without('memory'))('is never over its memory, and the kernel’s victim is named', async () => {
    const limits = { memoryMb: LIMIT_MB, filesMb: 1 };
    await using box = await openBox(sceneOfSources('solo', { 'takes@pc': TAKES }, limits));
    const most = bytesOf(limits);
    const [supervisor] = commands(/supervisor\/main\.py/);
    // So that the watchdog cannot come first.
    process.kill(supervisor ?? Number.NaN, 'SIGSTOP');
    void box.start('takes', { mode: 'plain' }).catch(() => undefined);
    const killed = (): number =>
      Number(/^oom_kill (\d+)$/m.exec(read('memory.oom_control', 'memory.events'))?.[1]);
    await vi.waitFor(() => expect(killed()).toBeGreaterThan(0), KILLED_WAIT);
    process.kill(supervisor ?? Number.NaN, 'SIGCONT');
    const fault = await box.waitFor(event => event.type === 'fault');
    expect(fault).toMatchObject({ code: 'memory-limit', detail: 'takes' });
    // Whom it kills, an older kernel lets have a few pages more.
    expect(Number(read('memory.max_usage_in_bytes', 'memory.peak'))).toBeLessThan(most + (1 << 20));
    await box.stop('takes');
  });

  test.skipIf(without('memory'))('counts what the kernel keeps for its programs in files', async () => {
    const source = `held = [open(f'/tmp/{n}', 'wb') for n in range(8)]
for each in held: each.write(bytes(1 << 20)); each.flush()
print('kept', flush=True)
input()
`;
    await using box = await openBox(sceneOfSources('solo', { 'keeps@pc': source }));
    await box.start('keeps', { mode: 'plain' });
    await printed(box, 'keeps', 'kept');
    expect(Number(read('memory.usage_in_bytes', 'memory.current'))).toBeGreaterThan(8 << 20);
  });

  test.skipIf(without('pids'))('bounds the tasks of all hosts together', async () => {
    const source = `import os, time
born = 0
try:
    while True:
        if os.fork() == 0: time.sleep(99)
        born += 1
except BlockingIOError: print('born', born, flush=True)
time.sleep(99)
`;
    const sources = { 'one@client': source, 'two@server': source };
    await using box = await openBox(sceneOfSources('pair', sources, { processes: 32 }));
    expect(read('pids.max')).toBe('64');
    writeFileSync(file('pids.max'), '20'); // fewer than one host may have
    await box.start('one', { mode: 'plain' });
    await printed(box, 'one', 'born 19');
    await box.start('two', { mode: 'plain' });
    await printed(box, 'two', 'born 0'); // the kernel lets who enters in, but nobody fork
    expect(Number(read('pids.current'))).toBe(21);
  });

  test.skipIf(without('cpu'))('leaves a core to others, where there are two', async () => {
    await using box = await openBox(sceneOfSources('solo', { 'burns@pc': 'while True: pass\n' }));
    const [quota] = read('cpu.cfs_quota_us', 'cpu.max').split(' ');
    expect(Number(quota)).toBe(Math.max(1, availableParallelism() - 1) * 100_000);
    // Beside other work it would not come to that; a hundredth of a core it does.
    writeFileSync(file('cpu.cfs_quota_us', 'cpu.max'), '1000');
    await box.start('burns', { mode: 'plain' });
    const throttled = (): number => Number(/^nr_throttled (\d+)$/m.exec(read('cpu.stat'))?.[1]);
    await vi.waitFor(() => expect(throttled()).toBeGreaterThan(0), KILLED_WAIT);
  });

  test('is gone with the last of a hundred boxes', async () => {
    const scene = sceneOfSources('solo', {});
    const open = async (): Promise<void> => {
      await using _box = await openBox(scene);
    };
    for (let nth = 0; nth < 100; nth += 4) await Promise.all([open(), open(), open(), open()]);
    expect(groupsOf(process.pid)).toEqual([]);
  });

  test('is gone with a box whose supervisor was killed', async () => {
    await using box = await openBox(sceneOfSources('solo', { 'waits@pc': WAITS }));
    await box.start('waits', { mode: 'plain' });
    process.kill(commands(/supervisor\/main\.py/)[0] ?? Number.NaN, 'SIGKILL');
    await box.closed;
    await vi.waitFor(() => expect(groupsOf(process.pid)).toEqual([]), KILLED_WAIT);
  });
});

type Server = { process: ChildProcess; pid: number; pids: number[] };

/** A process with an open box, in which a program runs. */
async function server(): Promise<Server> {
  const script = fileURLToPath(new URL('./hold-a-box.ts', import.meta.url));
  const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout.setEncoding('utf8'), 'data')) as [string];
  return { process: child, pid: child.pid ?? 0, pids: JSON.parse(line) as number[] };
}
const sweeperOf = ({ pid }: Server): number | undefined =>
  descendants(pid).find(({ pid: each, command }) => command.includes('sweep.py') && isAlive(each))?.pid;
const kill = (pid: number | undefined): void => void process.kill(pid ?? Number.NaN, 'SIGKILL');
const isGone = ({ pid, pids }: Server): Promise<void> =>
  vi.waitFor(() => {
    expect(groupsOf(pid)).toEqual([]);
    expect(pids.filter(isAlive)).toEqual([]);
  }, KILLED_WAIT);

describe.skipIf(skipped !== '')(`what is left of control groups${skipped}`, () => {
  test('nothing, when the server is killed; another server’s stay', async () => {
    const [first, second] = await Promise.all([server(), server()]);
    expect(groupsOf(first.pid)).toHaveLength(groupsOf(second.pid).length);
    const theirs = groupsOf(second.pid);
    expect(theirs).not.toEqual([]);
    kill(first.pid);
    await isGone(first);
    expect(groupsOf(second.pid)).toEqual(theirs);
    kill(second.pid);
    await isGone(second);
  });

  test('nothing, when its sweeper was killed before: there is a new one', async () => {
    const killed = await server();
    const first = sweeperOf(killed);
    kill(first);
    await vi.waitFor(() => expect(sweeperOf(killed) ?? first).not.toBe(first), KILLED_WAIT);
    kill(killed.pid);
    await isGone(killed);
  });

  test('when both were killed at once, nothing once the next server makes a group', async () => {
    const killed = await server();
    killed.process.kill('SIGSTOP'); // so that it cannot have a new one
    kill(sweeperOf(killed));
    kill(killed.pid);
    await once(killed.process, 'exit');
    const next = await server();
    await isGone(killed);
    kill(next.pid);
    await isGone(next);
  });
});
