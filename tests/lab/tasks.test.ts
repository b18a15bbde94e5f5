/** A program with threads and children: each is looked at by itself. */
import { expect, test } from 'vitest';
import { labAt } from '#trace/fold';
import en from '../../content/ui/en.json' with { type: 'json' };
import { doingText } from '../../src/lab/doing.ts';
import { lineNow } from '../../src/lab/line-now.ts';
import { flowNow, isWaitingForYou, shownTasks } from '../../src/lab/task-choice.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import {
  blocked,
  call,
  line,
  on,
  resumed,
  started,
  taskEnded,
  taskStarted,
  traceOf,
} from '../trace/events.ts';

const words = wordsFrom('en', en);
const talk = { ...on.server, task: 'thread-2' };
const child = { ...on.server, task: 'child-57' };

const trace = traceOf(
  started(on.server),
  line(on.server, 4),
  resumed(on.server),
  taskStarted(talk, 'Thread-1 (talk)'),
  line(talk, 12, { conn: '<socket fd=4>' }),
  taskStarted(child, '', 57),
  line(child, 20),
  blocked(child, 'read', 0),
  call(on.server, 'accept', 1, 3),
  blocked(on.server, 'accept4', 3),
);
const now = labAt(trace, trace.length);

test('each flow stands at its own line', () => {
  expect(lineNow(trace, 'server')).toBe(7);
  expect(lineNow(trace, 'server', 'thread-2')).toBe(12);
  expect(lineNow(trace, 'server', 'child-57')).toBe(20);
  expect(lineNow(trace, 'server', 'thread-9')).toBeUndefined();
});

test('each flow does something of its own, and is woken by somebody of its own', () => {
  expect(doingText(now, 'server', words)).toContain('in accept()');
  expect(doingText(now, 'server', words, 'thread-2')).toBe('before line 12.');
  expect(isWaitingForYou(now, 'server', 'child-57')).toBe(true);
  expect(isWaitingForYou(now, 'server', undefined)).toBe(false);
  expect(flowNow(now.programs.server, 'thread-2')).toMatchObject({
    status: 'paused',
    locals: { conn: '<socket fd=4>' },
  });
});

test('a flow that has ended is shown only while it is the chosen one', () => {
  const ended = traceOf(
    started(on.server),
    taskStarted(talk, 'Thread-1 (talk)'),
    line(talk, 12),
    taskEnded(talk),
    taskStarted(child, '', 57),
  );
  const state = labAt(ended, ended.length).programs.server;
  if (state === undefined) throw new Error('the server is not there');
  expect(shownTasks(state, undefined)).toEqual(['child-57']);
  expect(shownTasks(state, 'thread-2')).toEqual(['thread-2', 'child-57']);
  expect(flowNow(state, 'thread-2').status).toBe('exited');
  expect(doingText(labAt(ended, ended.length), 'server', words, 'thread-2')).toBe('It has come to its end.');
});
