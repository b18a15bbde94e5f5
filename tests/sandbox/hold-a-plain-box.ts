/** Opens a plain box with a running program, prints the pids of everything it started, and waits to be killed. */
import { openPlainBox } from '#driver/open';
import { descendants } from './leftovers.ts';
import { sceneOnLoopback } from './scene.ts';

const box = await openPlainBox(sceneOnLoopback({ 'sleeper@pc': 'import time; time.sleep(1000)' }));
await box.start('sleeper', { mode: 'plain' });
await box.waitFor(event => event.type === 'blocked' && event.syscall === 'clock_nanosleep');
console.log(JSON.stringify(descendants().map(({ pid }) => pid)));
await box.closed;
