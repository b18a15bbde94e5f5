/**
 * What the programs of one box take together, with a control group around them and with the watchdog
 * alone: they are held, the one that did it is named, the box goes on, and other boxes answer.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Box } from '#driver/box';
import { nurseries } from '#driver/box-group';
import { openBox } from '#driver/open';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit, printed } from './seen.ts';
import { shellOn } from './shell.ts';

const FORKS = `import os
print('on', flush=True)
while True:
    try: os.fork()
    except OSError: pass
`;
const TAKES = `import os, time
for _ in range(3): os.fork()
held = bytearray(200 << 20)
time.sleep(99)
`;
/** All of it stays with the kernel: bytes that were sent and that nobody reads. */
const SENDS = `import os, socket, time
for _ in range(3): os.fork()
held = []
for _ in range(100):
    pair = socket.socketpair()
    held.append(pair)
    pair[0].setblocking(False)
    try:
        while True: pair[0].send(bytes(4096))
    except BlockingIOError: pass
time.sleep(99)
`;
const TWENTY_BURN = `import os
for _ in range(19):
    if os.fork() == 0: break
else: print('on', flush=True)
while True: pass
`;
const FINE = `print('fine', flush=True)\n`;
const KEYS = 20;

const none = nurseries().length === 0;
const modes = [
  { how: `with a control group${none ? ': none can be written here' : ''}`, groups: 'on', isThere: !none },
  { how: 'with the watchdog alone', groups: 'off', isThere: true },
];

describe.each(modes)('$how', ({ groups, isThere }) => {
  leaveNothing();
  beforeEach(() => vi.stubEnv('CGROUPS', groups));
  afterEach(() => vi.unstubAllEnvs());

  const goesOn = async (box: Box): Promise<void> => {
    await box.start('fine', { mode: 'plain' });
    await printed(box, 'fine', 'fine');
  };
  const endsForMemory = async (source: string): Promise<void> => {
    const sources = { 'takes@pc': source, 'fine@pc': FINE };
    await using box = await openBox(sceneOfSources('solo', sources, { memoryMb: 100 }));
    await box.start('takes', { mode: 'plain' });
    const fault = await box.waitFor(event => event.type === 'fault');
    expect(fault).toMatchObject({ code: 'memory-limit', detail: 'takes' });
    await box.stop('takes');
    await goesOn(box);
  };

  test.skipIf(!isThere)('processes that together take too much memory are ended and named', async () => {
    await endsForMemory(TAKES);
  });

  test.skipIf(!isThere)('so are those who have the kernel keep too much for them', async () => {
    await endsForMemory(SENDS);
  });

  test.skipIf(!isThere)('a fork bomb on every host is held, and can be stopped', async () => {
    const sources = { 'one@client': FORKS, 'two@server': FORKS, 'fine@server': FINE };
    await using box = await openBox(sceneOfSources('pair', sources, { processes: 32 }));
    for (const name of ['one', 'two']) {
      await box.start(name, { mode: 'plain' });
      await printed(box, name, 'on');
    }
    for (const name of ['one', 'two']) await box.stop(name);
    await goesOn(box);
  });

  test.skipIf(!isThere)(
    'beside twenty processes that burn the processor a key in another box echoes',
    async () => {
      await using burning = await openBox(sceneOfSources('solo', { 'burns@pc': TWENTY_BURN }));
      await using quiet = await openBox(sceneOfSources('solo', {}));
      const shell = await shellOn(quiet, 'pc');
      await burning.start('burns', { mode: 'plain' });
      await printed(burning, 'burns', 'on');
      const took: number[] = [];
      for (let nth = 0; nth < KEYS; nth += 1) {
        const began = performance.now();
        shell.type(`# key ${nth}`);
        await shell.shows(`# key ${nth}`);
        took.push(performance.now() - began);
        await shell.done();
      }
      expect(took.toSorted((a, b) => a - b)[KEYS / 2]).toBeLessThan(500);
    },
  );

  test.skipIf(!isThere)('who spends the box’s processor time is ended and named', async () => {
    const scene = sceneOfSources('solo', { 'burns@pc': TWENTY_BURN }, { cpuSeconds: 1 });
    await using box = await openBox(scene);
    await box.start('burns', { mode: 'plain' });
    const fault = await box.waitFor(event => event.type === 'fault');
    expect(fault).toMatchObject({ code: 'cpu-limit', detail: 'burns' });
    await box.waitFor(exit('burns'));
  });
});
