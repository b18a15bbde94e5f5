import { expect, test } from 'vitest';
import { programNow } from '../../sandbox/driver/program-now.ts';
import { blocked, exited, line, on, resumed, returned, taskStarted, traceOf } from '../trace/events.ts';

test('the end of a sleep that is told after the line to which it led changes nothing', () => {
  // The supervisor sees the sleeper from outside: under load its word came behind the stepper's, and a
  // move that was done waited for a program that stood still.
  const late = traceOf(
    blocked(on.server, 'accept4', 3),
    returned(on.server, 'accept', 1, '(…)'),
    line(on.server, 16),
    blocked(on.server, null),
  );
  expect(programNow(late, 'server')).toMatchObject({ status: 'paused', line: 16 });
});

test('who has woken and told nothing yet runs', () => {
  const woken = traceOf(
    line(on.server, 15),
    resumed(on.server),
    blocked(on.server, 'accept4', 3),
    blocked(on.server, null),
  );
  expect(programNow(woken, 'server')).toMatchObject({ status: 'running' });
  expect(programNow(woken.slice(0, 3), 'server')).toMatchObject({ status: 'blocked', syscall: 'accept4' });
});

test('a thread is somewhere else than the main thread, and ends with its program at the latest', () => {
  const talk = { ...on.server, task: 'thread-2' };
  const trace = traceOf(
    line(on.server, 15),
    taskStarted(talk, 'Thread-1 (talk)'),
    line(talk, 9),
    blocked(on.server, 'accept4', 3),
    exited(on.server, 0),
  );
  expect(programNow(trace.slice(0, 1), 'server', 'thread-2')).toMatchObject({ status: 'ready' });
  expect(programNow(trace.slice(0, 4), 'server', 'thread-2')).toMatchObject({ status: 'paused', line: 9 });
  expect(programNow(trace.slice(0, 4), 'server')).toMatchObject({ status: 'blocked' });
  expect(programNow(trace, 'server', 'thread-2')).toMatchObject({ status: 'exited' });
});
