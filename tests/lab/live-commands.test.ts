/** What a reader does to the wire and the hosts, on its way to the server. */
import { expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import type { WireSetting } from '#protocol/wire';
import { move, opened, openedLab } from './opened-lab.ts';
import { Screen } from './screen.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const STEP: WireSetting = { ...OPEN_WIRE, mode: 'step' };
const rule = (id: string): WireSetting['rules'][number] => ({
  id,
  match: { protocol: 'tcp' },
  verb: 'hold',
  nth: 1,
  count: null,
  delayMs: 0,
});
const told = (seq: number, setting: WireSetting): TraceEvent => ({ type: 'wire', seq, at: seq, ...setting });

test('a change of the wire is sent as the whole setting: the scene’s, the trace’s, or that of the change before', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server, { ...OPEN_WIRE, rules: [rule('a')] });
  source.setWire({ mode: 'step' });
  expect((await server.take('wire-set')).setting).toEqual({ ...STEP, rules: [rule('a')] });
  source.setWire({ rules: [rule('b')] });
  expect((await server.take('wire-set')).setting).toEqual({ ...STEP, rules: [rule('b')] });
  server.send({ type: 'trace', events: [told(0, { ...STEP, rules: [rule('b')] }), told(1, OPEN_WIRE)] });
  await until(source.trace, trace => trace.length === 2);
  source.setWire({ rules: [rule('c')] });
  expect((await server.take('wire-set')).setting).toEqual({ ...OPEN_WIRE, rules: [rule('c')] });
  server.send({ type: 'refused', request: 'wire-set', code: 'malformed-message', detail: '' });
  await until(source.refused, code => code !== null);
  source.setWire({ mode: 'step' });
  expect((await server.take('wire-set')).setting).toEqual(STEP);
  source.close();
});

test('what is done to the wire and the hosts is a command: what comes after it is new', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const change = { what: 'forwarding-set', host: 'server', on: true } as const;
  const commands: [() => void, object][] = [
    [() => source.setWire({ mode: 'step' }), { type: 'wire-set', setting: STEP }],
    [() => source.handleFrame(7, 'drop'), { type: 'wire-frame', frame: 7, verb: 'drop' }],
    [() => source.changeNetwork(change), { type: 'network-change', change }],
    [
      () => source.step('server', 'line', 'thread-2'),
      { type: 'step', program: 'server', how: 'line', task: 'thread-2' },
    ],
    [() => source.pause('server'), { type: 'pause', program: 'server' }],
    [() => source.pause('server', 'child-7'), { type: 'pause', program: 'server', task: 'child-7' }],
    [
      () => source.setBreakpoints('server', [3, 7]),
      { type: 'breakpoints', program: 'server', lines: [3, 7] },
    ],
    [() => source.openShell('server'), { type: 'shell', host: 'server' }],
  ];
  for (const [at, [command, message]] of commands.entries()) {
    server.send({ type: 'trace', events: [move(at)] });
    await until(source.trace, trace => trace.length === at + 1);
    command();
    expect(source.mark.value).toBe(at + 1);
    expect(await server.take((message as { type: 'shell' }).type)).toEqual(message);
  }
  source.close();
});

test('a refused change of the network carries the kernel’s words until the next command', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.changeNetwork({ what: 'route-removed', host: 'client', to: 'default' });
  const refused = { type: 'refused', request: 'network-change', code: 'change-refused' } as const;
  server.send({ ...refused, detail: 'No such process' });
  await until(source.refused, code => code === 'change-refused');
  expect(source.refusedDetail.value).toBe('No such process');
  source.handleFrame(1, 'release');
  expect(source.refusedDetail.value).toBeNull();
  server.send({ type: 'refused', request: 'wire-frame', code: 'no-such-frame', detail: 'it has left' });
  await until(source.refused, code => code === 'no-such-frame');
  expect(source.refusedDetail.value).toBeNull();
  source.close();
});

test('a frame that is gone already does not end the move that is under way', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.next();
  source.handleFrame(1, 'release');
  server.send({ type: 'refused', request: 'wire-frame', code: 'no-such-frame', detail: '' });
  await until(source.refused, code => code === 'no-such-frame');
  expect(source.moving.value).toBe(true);
  source.close();
});

test('a shell that was announced can be read and typed into, and Reset takes it away', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const size = { type: 'resize', program: 'shell-server', cols: 70, rows: 9 };
  source.resize('shell-server', 70, 9);
  server.send({ type: 'terminal', program: 'shell-server', host: 'server', channel: 2 });
  expect(await server.take('resize')).toEqual(size);
  expect(source.shells.value).toEqual([{ program: 'shell-server', host: 'server' }]);
  const screen = new Screen();
  source.attach('shell-server', screen);
  server.print(2, 'learner@server:~$ ');
  server.send({ type: 'trace', events: [move(0)] });
  await until(source.trace, trace => trace.length === 1);
  expect(screen.text).toBe('learner@server:~$ ');
  source.type('shell-server', new Uint8Array([13]));
  await server.until(() => server.typed.length > 0);
  expect(server.typed).toEqual([{ channel: 2, bytes: new Uint8Array([13]) }]);
  source.reset();
  await server.take('open');
  server.send({ ...opened, session: 's2' });
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(source.shells.value).toEqual([]);
  expect(screen.text).toBe('');
  source.type('shell-server', new Uint8Array([13]));
  source.resize('shell-server', 71, 9);
  source.next();
  await server.take('next');
  expect(server.typed).toHaveLength(1);
  expect(server.received).toEqual([]);
  source.close();
});

test('a page that comes back knows its shells from the channels, in order of opening', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.drop();
  await server.take('resume');
  const channels = { ...opened.channels, 'shell-server': 3, 'shell-client': 2 };
  server.send({ ...opened, channels });
  await until(source.shells, shells => shells.length > 0);
  expect(source.shells.value.map(({ host }) => host)).toEqual(['client', 'server']);
  source.close();
});
