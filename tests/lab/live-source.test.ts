import { expect, test } from 'vitest';
import { CREDIT_PORTION } from '#protocol/channels';
import { Connection } from '../../src/lab/connection.ts';
import { liveSource } from '../../src/lab/live-source.ts';
import { move, opened, openedLab, scene } from './opened-lab.ts';
import { Screen } from './screen.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

test('events are shown as they come; a command moves the mark behind those it follows', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.send({ type: 'trace', events: [move(0), move(1)] });
  await until(source.trace, trace => trace.length === 2);
  source.next();
  expect(source.moving.value).toBe(true);
  await server.take('next');
  server.send({ type: 'trace', events: [move(2)] });
  server.send({ type: 'next-done', move: 'm2' });
  await until(source.moving, moving => !moving);
  expect(source.mark.value).toBe(2);
  expect(source.trace.value.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  source.close();
});

test('after a broken connection it resumes behind the last event and byte it has', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const screen = new Screen();
  source.attach('server', screen);
  server.print(0, 'waiting');
  server.send({ type: 'trace', events: [move(0), move(1)] });
  await until(source.trace, trace => trace.length === 2);
  server.drop();
  const resume = await server.take('resume');
  expect(resume).toMatchObject({ session: 's1', after: 1, received: { server: 7, client: 0 } });
  server.send(opened);
  server.send({ type: 'trace', events: [move(1), move(2)] });
  await until(source.trace, trace => trace.length > 2);
  expect(source.trace.value.map(({ seq }) => seq)).toEqual([0, 1, 2]);
  expect(screen.text).toBe('waiting');
  source.close();
});

test('a box that is gone when the page comes back is said to be closed, and can be opened anew', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.drop();
  await server.take('resume');
  server.send({ type: 'refused', request: 'resume', code: 'unknown-session', detail: '' });
  await until(source.status, ({ kind }) => kind === 'closed');
  expect(source.status.value).toEqual({ kind: 'closed', why: 'away' });
  source.reset();
  await server.take('open');
  source.close();
});

test('credit is given back for what was drawn, not for what came', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const screen = new Screen();
  source.attach('server', screen);
  const portion = 'x'.repeat(CREDIT_PORTION);
  server.print(0, portion);
  server.send({ type: 'trace', events: [move(0)] });
  await until(source.trace, trace => trace.length === 1);
  source.resize('server', 80, 24);
  await server.take('resize');
  expect(server.received).toEqual([]);
  screen.draw();
  expect(await server.take('credit')).toEqual({
    type: 'credit',
    program: 'server',
    bytes: CREDIT_PORTION,
  });
  source.close();
});

test('output that comes before its terminal is loaded is not lost', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.print(1, 'msg: ');
  server.send({ type: 'trace', events: [move(0)] });
  await until(source.trace, trace => trace.length === 1);
  const screen = new Screen();
  source.attach('client', screen);
  expect(screen.text).toBe('msg: ');
  source.close();
});

test('Reset shows nothing of the box before, even what was still on its way', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const screen = new Screen();
  source.attach('server', screen);
  server.print(0, 'old');
  server.send({ type: 'trace', events: [move(0)] });
  await until(source.trace, trace => trace.length === 1);
  source.reset();
  await server.take('open');
  server.print(0, 'still old');
  server.send({ type: 'trace', events: [move(1)] });
  server.send(opened);
  server.send({ type: 'trace', events: [move(0)] });
  await until(source.status, ({ kind }) => kind === 'ready');
  await until(source.trace, trace => trace.length === 1);
  expect(source.trace.value.map(({ seq }) => seq)).toEqual([0]);
  expect(screen.text).toBe('');
  source.close();
});

test('a refused move ends the waiting and says why', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.next();
  await server.take('next');
  server.send({ type: 'refused', request: 'next', code: 'move-stuck', detail: '' });
  await until(source.moving, moving => !moving);
  expect(source.refused.value).toBe('move-stuck');
  expect(source.status.value.kind).toBe('ready');
  source.close();
});

test('a terminal that was measured before its box opened tells its size to each box', async () => {
  await using server = await LabServer.start();
  const source = liveSource(new Connection(server.url, [1, 1, 1]), scene);
  source.resize('server', 61, 6);
  await server.take('open');
  server.send(opened);
  const size = { type: 'resize', program: 'server', cols: 61, rows: 6 };
  expect(await server.take('resize')).toEqual(size);
  source.reset();
  await server.take('open');
  server.send({ ...opened, session: 's2' });
  expect(await server.take('resize')).toEqual(size);
  source.close();
});
