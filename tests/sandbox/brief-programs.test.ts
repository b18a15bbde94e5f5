/**
 * A busy machine let programs run from their first line to their last before the supervisor was given a
 * turn: then nobody had seen whose connection their stepper's was, and all their calls were lost.
 */
import { expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';

import type { ProgramTerminal } from '../../sandbox/driver/program-terminal.ts';
import { leaveNothing } from './leave-nothing.ts';
import { descendants } from './leftovers.ts';
import { sceneOfSources } from './scene.ts';
import { exit } from './seen.ts';

leaveNothing();

const scene = sceneOfSources('pair', {
  'brief@client': "import socket\nsocket.socket().close()\nprint('over')\n",
});

const supervisor = (): number =>
  descendants().find(({ command }) => command.includes('supervisor/main.py'))?.pid ?? Number.NaN;

const called = ({ trace }: Box): string[] =>
  trace.flatMap(event => (event.type === 'call' || event.type === 'return' ? [event.call] : []));

const ended = (box: Box) => (box.terminal('brief') as ProgramTerminal).exited;

/** Its end comes last, whatever the pipes did. */
const expectWhole = (box: Box): void => {
  expect(called(box)).toEqual(['socket', 'socket', 'close', 'close']);
  const last = box.trace.findLastIndex(({ type }) => type === 'return');
  expect(box.trace.findIndex(exit('brief'))).toBeGreaterThan(last);
};

test('a program that is over before its supervisor has looked has told what it called', async () => {
  await using box = await openBox(scene);
  await box.start('brief', { mode: 'run' });
  process.kill(supervisor(), 'SIGSTOP');
  await ended(box);
  process.kill(supervisor(), 'SIGCONT');
  await box.waitFor(exit('brief'));
  expectWhole(box);
});

test('and so has one that is over before its supervisor has heard of it', async () => {
  await using box = await openBox(scene);
  process.kill(supervisor(), 'SIGSTOP');
  const started = box.start('brief', { mode: 'run' });
  await box.waitFor(({ type }) => type === 'program-started');
  await ended(box);
  process.kill(supervisor(), 'SIGCONT');
  await started;
  await box.waitFor(exit('brief'));
  expectWhole(box);
});
