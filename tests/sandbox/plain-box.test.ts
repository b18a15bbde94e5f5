import { describe, expect, test } from 'vitest';
import { openPlainBox } from '#driver/open';
import { loadScene } from '#driver/scenes';
import { boxConformance } from './box.conformance.ts';
import { leaveNothing } from './leave-nothing.ts';

boxConformance('plain', openPlainBox);

describe('a lab about loopback in a plain box', () => {
  leaveNothing();

  test('is stepped, and shows what the kernel has', async () => {
    await using box = await openPlainBox(loadScene('create-a-socket', null));
    await box.start('app', { mode: 'paused' });
    await box.waitFor(event => event.type === 'line');
    await box.step('app', 'call');
    await box.waitFor(event => event.type === 'return' && event.call === 'socket');
    const rows = (await box.sockets()).get('pc');
    expect(rows).toMatchObject([{ protocol: 'tcp', state: 'CLOSED', owners: [{ program: 'app', fd: 3 }] }]);
  });
});
