/**
 * A part of `npm run prove`: a thousand boxes, opened, used and closed, some at the same time. None
 * may fail, and at the end no process, namespace, mount or descriptor may be more than at the start.
 * node tests/sandbox/thousand-boxes.ts [boxes]
 */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { openBox } from '#driver/open';
import { loadScene } from '#driver/scenes';
import { leftovers } from './leftovers.ts';

const BOXES = Number(process.argv[2] ?? 1000);
const AT_ONCE = 4;
const scene = loadScene('echo-once', null);

async function useOne(): Promise<void> {
  await using box = await openBox(scene);
  await box.start('server', { mode: 'run' });
  await box.waitFor(event => event.type === 'return' && event.call === 'listen');
}

const traces = () => ({ ...leftovers(), descriptors: readdirSync('/proc/self/fd').length });

await useOne();
const before = traces();
let begun = 0;
let done = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (begun < BOXES) {
      begun += 1;
      await useOne();
      done += 1;
      if (done % 100 === 0) console.log(`${done} boxes`);
    }
  }),
);
assert.deepEqual(traces(), before);
