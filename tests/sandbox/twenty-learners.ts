/**
 * A part of `npm run prove`: twenty learners who all step at once, none of them pausing to think. No
 * step may fail, and of a hundred at most one may take longer than a reader waits unawares. They
 * begin when every program stands before its first line: how long a start takes is the bench's question.
 * node tests/sandbox/twenty-learners.ts [learners]
 */
import assert from 'node:assert/strict';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import { sceneOfSources } from './scene.ts';

const LEARNERS = Number(process.argv[2] ?? 20);
const STEPS = 100;
const MOST_MS = 100;

const SERVER = `import socket
listener = socket.create_server(('', 3333))
while True:
    count = 0
    sock = socket.socket()
    sock.close()
`;
const scene = sceneOfSources('pair', { 'server@server': SERVER });

/** Milliseconds of each of a learner's steps, from the command to the line where the program stands then. */
async function learn(box: Box): Promise<number[]> {
  const took: number[] = [];
  while (took.length < STEPS) {
    const after = box.trace.length;
    const began = performance.now();
    await box.step('server', 'line');
    await box.waitFor(event => event.type === 'line', { after });
    took.push(performance.now() - began);
  }
  return took;
}

await using boxes = new AsyncDisposableStack();
const desks = await Promise.all(
  Array.from({ length: LEARNERS }, async () => {
    const box = boxes.use(await openBox(scene));
    await box.start('server', { mode: 'paused' });
    await box.waitFor(event => event.type === 'line');
    return box;
  }),
);
const took = (await Promise.all(desks.map(learn))).flat().sort((one, two) => one - two);
const at = (share: number): number => took[Math.ceil(took.length * share) - 1] ?? Number.NaN;
console.log(
  `${LEARNERS} learners, ${took.length} steps: median ${at(0.5).toFixed(1)} ms, p99 ${at(0.99).toFixed(1)} ms`,
);
assert.equal(took.length, LEARNERS * STEPS);
assert.ok(at(0.99) <= MOST_MS, `p99 is more than ${MOST_MS} ms`);
