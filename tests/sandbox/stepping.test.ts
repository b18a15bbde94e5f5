/** Breakpoints, and threads and children stepped by themselves, through the driver and the fold. */
import { expect, test } from 'vitest';
import type { Box } from '#driver/box';
import { openBox } from '#driver/open';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { leaveNothing } from './leave-nothing.ts';
import { sceneOfSources } from './scene.ts';
import { exit, text } from './seen.ts';

leaveNothing();

const CREW = `import os
import socket
import threading

def work(sock):
    word = sock.recv(5)
    sock.sendall(word.upper())

near, far = socket.socketpair()
threading.Thread(target=work, args=(far,), name='worker').start()
near.sendall(b'hello')
print(near.recv(5))
if os.fork() == 0:
    print('child')
    os._exit(0)
os.wait()
`;

const crew = (): Promise<Box> => openBox(sceneOfSources('solo', { 'crew@pc': CREW }));
const programIn = (box: Box, name = 'crew') => labAt(box.trace, box.trace.length).programs[name];
const stands =
  (line: number, task?: string) =>
  (event: TraceEvent): boolean =>
    event.type === 'line' && event.line === line && event.task === task;

test('a thread and a child stand, step and are held by the fold while main goes its own way', async () => {
  await using box = await crew();
  await box.start('crew', { mode: 'paused' });
  await box.waitFor(stands(1));
  await box.setBreakpoints('crew', [11]);
  await box.waitFor(event => event.type === 'breakpoints');
  await box.step('crew', 'run');
  await box.waitFor(stands(11));
  await box.setBreakpoints('crew', [7, 13, 14]);
  await box.waitFor(event => event.type === 'breakpoints' && event.lines.length === 3);
  await box.step('crew', 'run');
  await box.waitFor(stands(7, 'thread-2'));
  await box.waitFor(event => event.type === 'blocked' && event.syscall === 'recvfrom' && !event.task);
  expect(programIn(box)).toMatchObject({
    breakpoints: [7, 13, 14],
    status: 'blocked',
    tasks: { 'thread-2': { name: 'worker', status: 'paused', line: 7, locals: { word: "b'hello'" } } },
  });
  await box.step('crew', 'call', 'thread-2');
  await box.waitFor(event => event.type === 'task-ended');
  await box.waitFor(stands(13));
  expect(programIn(box)).toMatchObject({
    status: 'paused',
    line: 13,
    tasks: { 'thread-2': { status: 'ended' } },
  });
  await box.step('crew', 'line');
  const child = await box.waitFor(event => event.type === 'line' && event.task?.startsWith('child') === true);
  const task = 'task' in child ? (child.task ?? '') : '';
  await box.step('crew', 'line', task);
  await box.waitFor(stands(15, task), { after: child.seq });
  await expect(box.step('crew', 'line', 'child-1')).rejects.toMatchObject({ code: 'not-paused' });
  await box.step('crew', 'run', task);
  await box.waitFor(stands(16));
  await box.step('crew', 'run');
  await box.waitFor(exit('crew'));
  expect(text(box, 'crew')).toBe("b'HELLO'\r\nchild\r\n");
});

test('breakpoints set before the start stop a program that is started to run', async () => {
  await using box = await crew();
  await box.setBreakpoints('crew', [4, 99]);
  expect(await box.waitFor(event => event.type === 'breakpoints')).toMatchObject({
    lines: [4, 99],
    nowhere: [],
  });
  await box.start('crew', { mode: 'run' });
  await box.waitFor(stands(5));
  await box.waitFor(event => event.type === 'breakpoints' && event.nowhere.length > 0);
  expect(programIn(box)).toMatchObject({ status: 'paused', line: 5, breakpoints: [5], nowhere: [99] });
});

test('a thread that computes is paused alone', async () => {
  const loops = `import threading
def loop():
    while True: turns = 1
threading.Thread(target=loop).start()
input()
`;
  await using box = await openBox(sceneOfSources('solo', { 'loops@pc': loops }));
  await box.start('loops', { mode: 'run' });
  await box.waitFor(event => event.type === 'blocked' && event.fd === 0);
  await box.pause('loops', 'thread-2');
  await box.waitFor(stands(3, 'thread-2'));
  // Main wakes to look who is meant, and sleeps again.
  await box.waitFor(() => programIn(box, 'loops')?.status === 'blocked');
  expect(programIn(box, 'loops')?.tasks).toMatchObject({
    'thread-2': { status: 'paused', function: 'loop' },
  });
  await expect(box.pause('loops', 'thread-3')).rejects.toMatchObject({ code: 'no-stepper' });
});

test('what is no program of the lab takes no breakpoints', async () => {
  await using box = await crew();
  await box.openShell('pc');
  for (const name of ['shell-pc', 'nobody'])
    await expect(box.setBreakpoints(name, [1])).rejects.toMatchObject({ code: 'no-stepper' });
});
