import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { openBox } from '#driver/open';
import { boxConformance, hostsConformance } from './box.conformance.ts';
import { descendants, isAlive, leftovers } from './leftovers.ts';
import { sceneOfSources } from './scene.ts';
import { wireConformance } from './wire.conformance.ts';

boxConformance('Linux', openBox);
hostsConformance('Linux', openBox);
wireConformance('Linux', openBox);

describe('the life of a Linux box', () => {
  test('an aborted opening leaves nothing behind', async () => {
    const before = leftovers();
    const abort = new AbortController();
    const opening = openBox(sceneOfSources('pair', {}), { signal: abort.signal });
    abort.abort(new Error('changed my mind'));
    await expect(opening).rejects.toThrow('changed my mind');
    expect(leftovers()).toEqual(before);
  });

  test('killing the server with SIGKILL takes every process of its boxes along', async () => {
    const script = fileURLToPath(new URL('./hold-a-box.ts', import.meta.url));
    const server = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(server.stdout.setEncoding('utf8'), 'data')) as [string];
    const pids = JSON.parse(line) as number[];
    expect(pids.length).toBeGreaterThan(4); // supervisor, wire, bwrap and init per host, join helper, program
    expect(pids.every(isAlive)).toBe(true);
    server.kill('SIGKILL');
    await once(server, 'exit');
    await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), { timeout: 5000 });
  });

  test('the box says so when its supervisor dies', async () => {
    await using box = await openBox(sceneOfSources('solo', { 'waits@pc': 'input()\n' }));
    await box.start('waits', { mode: 'paused' });
    const line = await box.waitFor(event => event.type === 'line');
    expect(line).toMatchObject({ line: 1 });
    const supervisor = descendants().find(({ command }) => command.includes('supervisor/main.py'));
    process.kill(supervisor?.pid ?? Number.NaN, 'SIGKILL');
    expect(await box.closed).toBe('died');
    expect(box.trace.at(-1)).toMatchObject({ type: 'fault', code: 'box-died' });
  });
});
