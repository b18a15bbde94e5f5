/** What stands beside Next before it is pressed. */
import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { Move } from '#protocol/lab';
import { labAt } from '#trace/fold';
import en from '../../content/ui/en.json' with { type: 'json' };
import { aimOf } from '../../src/lab/aim.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { sceneOfSources } from '../sandbox/scene.ts';
import { on, started, taskStarted, traceOf } from '../trace/events.ts';

const words = wordsFrom('en', en);
const talk = { ...on.server, task: 'thread-2' };
const trace = traceOf(started(on.server), taskStarted(talk, 'Thread-1 (talk)'));

function aimAt(move: Move): string {
  const scene = { ...sceneOfSources('pair', { 'server@server': '' }), walk: [move] };
  const source = { live: true, trace: signal(trace), all: signal(trace) };
  return aimOf(scene, source, labAt(trace, trace.length), words).text;
}

test('a move of a program names the program, one of a thread names the thread too', () => {
  const move: Move = { id: 'wait', program: 'server', until: { returned: 'recv' } };
  expect(aimAt(move)).toBe('server goes on until recv() has returned.');
  expect(aimAt({ ...move, task: 'thread-2' })).toBe(
    'server, thread Thread-1 (talk) goes on until recv() has returned.',
  );
});
