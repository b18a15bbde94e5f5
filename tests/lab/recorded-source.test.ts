import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { recordedSource } from '../../src/lab/recorded-source.ts';
import { golden, goldenMoves } from './golden.ts';
import { Screen } from './screen.ts';

const movesOf = (source: ReturnType<typeof recordedSource>) =>
  source.trace.value.flatMap(event => (event.type === 'move' ? [event.move] : []));

test('a recording opens before its first move, with every program standing before a line', () => {
  const source = recordedSource(golden);
  const trace = source.trace.value;
  expect(movesOf(source)).toEqual([]);
  const { programs } = labAt(trace, trace.length);
  expect(Object.keys(programs).toSorted()).toEqual(['client', 'server']);
  for (const program of Object.values(programs)) expect(program.status).toBe('paused');
});

test('Next reveals one move after the other, and at the end the whole recording is shown', () => {
  const source = recordedSource(golden);
  for (let count = 1; count <= goldenMoves.length; count += 1) {
    source.next();
    expect(movesOf(source)).toEqual(goldenMoves.slice(0, count));
  }
  expect(source.trace.value).toEqual(golden);
  source.next();
  expect(source.refused.value).toBe('nothing-left');
});

test('what a command revealed begins at its mark', () => {
  const source = recordedSource(golden);
  source.next();
  const first = source.trace.value.length;
  source.next();
  expect(source.mark.value).toBe(first);
  expect(source.trace.value.length).toBeGreaterThan(first);
});

test('going back shows less, in the terminals too', () => {
  const source = recordedSource(golden);
  const screen = new Screen();
  source.attach('server', screen);
  source.goto('recv');
  const then = screen.text;
  expect(then).toContain('waiting on port 3333');
  source.goto('end');
  expect(screen.text).toContain('received: hello');
  expect(screen.text.length).toBeGreaterThan(then.length);
  source.goto('recv');
  expect(screen.text).toBe(then);
  source.reset();
  expect(screen.text).toBe('');
});

test('a terminal that is attached late shows what was printed before', () => {
  const source = recordedSource(golden);
  source.goto('end');
  const screen = new Screen();
  source.attach('client', screen);
  expect(screen.text).toContain('echo: hello');
});

test('a recording takes no commands', () => {
  const source = recordedSource(golden);
  const before = source.trace.value;
  source.step('server', 'line');
  source.type('client', new Uint8Array([13]));
  source.setWire({ mode: 'step' });
  source.handleFrame(1, 'drop');
  source.changeNetwork({ what: 'forwarding-set', host: 'server', on: true });
  source.openShell('server');
  expect(source.live).toBe(false);
  expect(source.trace.value).toBe(before);
});

test('shells of a recording appear when they were opened, and are read like any terminal', () => {
  const inShell = { host: 'server', program: 'shell-server' };
  const events: TraceEvent[] = [
    { type: 'move', seq: 0, at: 0, move: 'first' },
    { type: 'program-started', seq: 1, at: 1, ...inShell, argv: ['bash'] },
    { type: 'output', seq: 2, at: 2, ...inShell, bytes: btoa('learner@server:~$ ') },
    { type: 'program-started', seq: 3, at: 3, ...inShell, argv: ['bash'] },
    { type: 'move', seq: 4, at: 4, move: 'second' },
  ];
  const source = recordedSource(events);
  expect(source.shells.value).toEqual([]);
  source.goto('second');
  expect(source.shells.value).toEqual([{ program: 'shell-server', host: 'server' }]);
  const screen = new Screen();
  source.attach('shell-server', screen);
  expect(screen.text).toBe('learner@server:~$ ');
  source.reset();
  expect(source.shells.value).toEqual([]);
});
