/** How long Check takes with the solution of echo-once, over the same socket that the page uses. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { WebSocket } from 'ws';
import type { ServerMessage } from '#protocol/messages';
import { type Figure, median } from './figure.ts';
import { bareStarts } from './floors.ts';

const EXERCISE = 'echo-once';
const TIMES = 7;
/** The checks of the exercise each start the learner's program once. */
const PROGRAMS = 6;
const solution = new URL('../sandbox/exercises/echo-once/solution/echo_once.py', import.meta.url);

export async function measureCheck(address: string, python: string): Promise<Figure[]> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}lab`);
  await once(socket, 'open');
  try {
    const { hash } = await ask(socket, { type: 'file-read', exercise: EXERCISE }, 'file');
    const text = readFileSync(solution, 'utf8');
    await ask(socket, { type: 'file-save', exercise: EXERCISE, text, base: hash }, 'file-saved');
    const took: number[] = [];
    const bare: number[] = [];
    for (let nth = 0; nth < TIMES; nth += 1) {
      bare.push(bareStarts(python, PROGRAMS).reduce((sum, ms) => sum + ms, 0));
      const began = performance.now();
      const { status } = await ask(socket, { type: 'check', exercise: EXERCISE }, 'check-finished');
      if (status !== 'pass') throw new Error(`the solution of ${EXERCISE} ended with ${status}`);
      took.push(performance.now() - began);
    }
    const floor = { name: `python3 -c pass ×${PROGRAMS}`, value: median(bare) };
    const [first = Number.NaN, ...later] = took;
    const common = { unit: 'ms', aim: 1500, floor } as const;
    return [
      { name: 'Check of echo_once', value: median(later), ...common, method: `median of ${later.length}` },
      { name: '… the first one', value: first, ...common, method: 'starts the grader as well' },
    ];
  } finally {
    socket.close();
  }
}

/** Sends a message and resolves with the answer of this type; a refusal rejects. */
async function ask<Type extends ServerMessage['type']>(
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
