/**
 * How long Check takes with the solution of echo-once, over the same socket that the page uses: until the
 * first verdict and the last one, alone and with two others. `node bench/check.ts` measures this alone.
 */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { openBox } from '#driver/open';
import type { ServerMessage } from '#protocol/messages';
import { startServer } from '../tests/e2e/server.ts';
import { sceneOfSources } from '../tests/sandbox/scene.ts';
import { type Figure, median, table } from './figure.ts';

const EXERCISE = 'echo-once';
const TIMES = 11;
const AT_ONCE = 3;
/** The checks of the exercise each start the learner's program once. */
const PROGRAMS = 6;
/** A reader looks at the verdicts and changes a line before the next press. */
const PAUSE_MS = 2000;
const LAST_AIM_MS = 700;
const FIRST_AIM_MS = 250;
const COLD_AIM_MS = 1500;
const solution = new URL('../sandbox/exercises/echo-once/solution/echo_once.py', import.meta.url);

export async function measureCheck(address: string): Promise<Figure[]> {
  const pages = await Promise.all(Array.from({ length: AT_ONCE }, () => openPage(address)));
  try {
    const [page] = pages;
    if (page === undefined) throw new Error('no page');
    const { hash } = await page.ask({ type: 'file-read', exercise: EXERCISE }, 'file');
    const text = readFileSync(solution, 'utf8');
    await page.ask({ type: 'file-save', exercise: EXERCISE, text, base: hash }, 'file-saved');
    const cold = await page.check();
    const bare: number[] = [];
    const warm: Took[] = [];
    const together: number[] = [];
    for (let nth = 0; nth < TIMES; nth += 1) {
      bare.push(await startsInBox(PROGRAMS));
      await delay(PAUSE_MS);
      warm.push(await page.check());
      await delay(PAUSE_MS);
      const began = performance.now();
      await Promise.all(pages.map(each => each.check()));
      together.push(performance.now() - began);
    }
    const floor = { name: `python3 -c pass in a box ×${PROGRAMS}`, value: median(bare) };
    const one = { name: 'one of these', value: median(bare) / PROGRAMS };
    const method = `median of ${TIMES}, ${PAUSE_MS / 1000} s apart`;
    return [
      figure(
        'Check of echo_once, last verdict',
        median(warm.map(each => each.last)),
        LAST_AIM_MS,
        floor,
        method,
      ),
      figure('… the first verdict', median(warm.map(each => each.first)), FIRST_AIM_MS, one, method),
      figure('… the first press', cold.last, COLD_AIM_MS, floor, 'starts the grader as well'),
      figure(`… ${AT_ONCE} at once, the last of all`, median(together), null, floor, method),
    ];
  } finally {
    for (const { socket } of pages) socket.close();
  }
}

const figure = (
  name: string,
  value: number,
  aim: number | null,
  floor: NonNullable<Figure['floor']>,
  method: string,
): Figure => ({ name, value, unit: 'ms', aim, floor, method });

/** Milliseconds to start Python in an open box, do nothing and end, so many times one after another. */
async function startsInBox(times: number): Promise<number> {
  await using box = await openBox(sceneOfSources('pair', { 'server@server': 'pass' }));
  const began = performance.now();
  for (let nth = 0; nth < times; nth += 1) {
    const after = box.trace.length;
    await box.start('server', { mode: 'plain', argv: ['python3', '-c', 'pass'] });
    await box.waitFor(event => event.type === 'program-exited', { after });
  }
  return performance.now() - began;
}

/** Milliseconds from the press to the first and to the last verdict. */
type Took = { first: number; last: number };

async function openPage(address: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}lab`);
  await once(socket, 'open');
  const ask = <Type extends ServerMessage['type']>(message: object, answer: Type) =>
    askFor(socket, message, answer);
  const check = async (): Promise<Took> => {
    const began = performance.now();
    const verdict = arrival(socket, 'check-result');
    const { status } = await ask({ type: 'check', exercise: EXERCISE }, 'check-finished');
    if (status !== 'pass') throw new Error(`the solution of ${EXERCISE} ended with ${status}`);
    return { first: (await verdict) - began, last: performance.now() - began };
  };
  return { socket, ask, check };
}

/** When the next message of this type came. */
async function arrival(socket: WebSocket, type: ServerMessage['type']): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const listen = (data: Buffer): void => {
    if ((JSON.parse(data.toString()) as ServerMessage).type !== type) return;
    socket.off('message', listen);
    resolve(performance.now());
  };
  socket.on('message', listen);
  return await promise;
}

/** Sends a message and resolves with the answer of this type; a refusal rejects. */
async function askFor<Type extends ServerMessage['type']>(
  socket: WebSocket,
  message: object,
  answer: Type,
): Promise<Extract<ServerMessage, { type: Type }>> {
  const answered = new Promise<Extract<ServerMessage, { type: Type }>>((resolve, reject) => {
    const listen = (data: Buffer): void => {
      const message = JSON.parse(data.toString()) as ServerMessage;
      if (message.type !== answer && message.type !== 'refused') return;
      socket.off('message', listen);
      if (message.type === 'refused') reject(new Error(`${message.request}: ${message.detail}`));
      else resolve(message as Extract<ServerMessage, { type: Type }>);
    };
    socket.on('message', listen);
  });
  socket.send(JSON.stringify(message));
  return await answered;
}

if (import.meta.main) {
  await using server = await startServer();
  console.log(table(await measureCheck(server.address)));
}
