/** A live lab across lost connections, other servers and fresh boxes, as the page's end of the socket sees it. */
import { effect } from '@preact/signals';
import { expect, test } from 'vitest';
import { TAKEN_OVER } from '#protocol/channels';
import type { ServerMessage } from '#protocol/messages';
import type { BoxLife } from '../../src/lab/box-life.ts';
import { Connection } from '../../src/lab/connection.ts';
import { liveSource } from '../../src/lab/live-source.ts';
import type { Source } from '../../src/lab/source.ts';
import { move, opened, openedLab, scene } from './opened-lab.ts';
import { Screen } from './screen.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const lifeOf = (source: Source): BoxLife => {
  if (!source.life) throw new Error('a live source has a box');
  return source.life;
};
const keys = (text: string) => new TextEncoder().encode(text);
const typedInto = (server: LabServer): string =>
  server.typed.map(({ bytes }) => new TextDecoder().decode(bytes)).join('');
const seqs = (source: Source) => source.trace.value.map(({ seq }) => seq);

/** A lab whose connection is lost, with a server that does not answer for now. */
async function lostLab(server: LabServer, delays = [1, 1, 1, 1, 600_000]): Promise<Source> {
  const source = liveSource(new Connection(server.url, delays), scene);
  await server.take('open');
  server.send(opened);
  server.send({ type: 'trace', events: [move(0), move(1)] });
  await until(source.trace, trace => trace.length === 2);
  await server.stop();
  await until(source.status, ({ kind }) => kind === 'reconnecting');
  return source;
}

async function takenUp(server: LabServer, source: Source, message: Partial<typeof opened> = {}) {
  await server.listen();
  source.retry();
  await server.take('resume');
  server.send({ ...opened, ...message } as ServerMessage);
  await until(source.status, ({ kind }) => kind === 'ready');
}

test('keys typed while the connection is lost are shown, kept and sent in order when it is back', async () => {
  await using server = await LabServer.start();
  const source = await lostLab(server);
  source.type('client', keys('hel'));
  source.type('client', keys('lo\r'));
  expect(lifeOf(source).unsent.value).toEqual({ client: { why: 'waiting', text: 'hello⏎' } });
  await takenUp(server, source);
  source.type('client', keys('again'));
  await server.until(() => typedInto(server).length >= 11);
  expect(typedInto(server)).toBe('hello\ragain');
  expect(lifeOf(source).unsent.value).toEqual({});
  source.close();
});

test('of keys that were on their way when it broke only those are sent again that did not arrive', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.type('client', keys('abcdef'));
  await server.until(() => server.typed.length === 1);
  server.drop();
  await server.take('resume');
  server.send({ ...opened, taken: { keys: { client: 4 }, commands: 0 } });
  await server.until(() => server.typed.length === 2);
  expect(typedInto(server)).toBe('abcdefef');
  source.close();
});

test('more than 4 kB are not kept, which is said, and what is kept is still sent', async () => {
  await using server = await LabServer.start();
  const source = await lostLab(server);
  const line = 'x'.repeat(4000);
  source.type('client', keys(line));
  source.type('client', keys('y'.repeat(100)));
  expect(lifeOf(source).unsent.value).toEqual({ client: { why: 'full', text: line } });
  await takenUp(server, source);
  await server.until(() => server.typed.length > 0);
  expect(typedInto(server)).toBe(line);
  source.close();
});

test('a long paste leaves in parts that the server takes', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const pasted = 'p'.repeat(200_000);
  source.type('client', keys(pasted));
  await server.until(() => typedInto(server).length === pasted.length);
  expect(Math.max(...server.typed.map(({ bytes }) => bytes.length))).toBeLessThan(128 * 1024);
  source.close();
});

test('a command given while the connection is lost is answered, and not sent later', async () => {
  await using server = await LabServer.start();
  const source = await lostLab(server);
  const life = lifeOf(source);
  expect(life.missed.value).toBe(false);
  source.step('server', 'call');
  expect(life.missed.value).toBe(true);
  source.reset();
  expect(source.status.value.kind).toBe('reconnecting');
  await takenUp(server, source);
  expect(life.missed.value).toBe(false);
  await expectNothingElse(server, source);
  source.close();
});

test('a command that was lost on its way is told to be asked for again', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.step('server', 'call');
  source.next();
  await server.take('next');
  server.drop();
  await server.take('resume');
  server.send({ ...opened, taken: { keys: {}, commands: 1 } });
  await until(source.refused, code => code === 'not-heard');
  expect(source.moving.value).toBe(false);
  source.close();
});

test('a move that goes on while the page is away is still under way when it is back', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.next();
  await server.take('next');
  server.drop();
  await until(source.moving, moving => !moving);
  await server.take('resume');
  server.send({ ...opened, taken: { keys: {}, commands: 1 }, walk: { reached: null, moving: true } });
  await until(source.moving, moving => moving);
  server.send({ type: 'next-done', move: 'm0' });
  await until(source.moving, moving => !moving);
  expect(source.refused.value).toBeNull();
  source.close();
});

/** Nothing else was sent: a message that was would have come before this one. */
async function expectNothingElse(server: LabServer, source: Source): Promise<void> {
  source.stop('server');
  await server.take('stop');
  expect(server.received).toEqual([]);
}

/** A lab that has reached the move m1, on a server that has been started anew. */
async function restartedLab(server: LabServer): Promise<Source> {
  const source = await openedLab(server);
  server.send({ type: 'trace', events: [move(0), move(1)] });
  await until(source.trace, trace => trace.length === 2);
  server.drop();
  await server.take('resume');
  server.send({ type: 'refused', request: 'resume', code: 'server-restarted', detail: '' });
  await until(source.status, ({ kind }) => kind === 'closed');
  return source;
}
const fresh = { ...opened, session: 's2' };
const other = (seq: number) => ({ ...move(seq), at: 1000 + seq });

test('of a server that was restarted it is said so, and what was seen stays until a fresh box has come as far', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  const screen = new Screen();
  source.attach('server', screen);
  const before = source.trace.value;
  expect(source.status.value).toEqual({ kind: 'closed', why: 'restarted' });
  lifeOf(source).reopen();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  expect(source.status.value.kind).toBe('returning');
  expect(source.moving.value).toBe(true);
  server.send({ type: 'trace', events: [other(0)] });
  server.send({ type: 'next-done', move: 'm0' });
  await server.take('next');
  expect(source.trace.value).toBe(before);
  source.step('server', 'call');
  expect(lifeOf(source).missed.value).toBe(true);
  server.send({ type: 'next-done', move: 'm1' });
  server.send({ type: 'trace', events: [other(1)] });
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(source.trace.value).toEqual([other(0), other(1)]);
  expect(source.mark.value).toBe(1);
  expect(source.moving.value).toBe(false);
  await expectNothingElse(server, source);
  source.close();
});

test('who sees the trace of a fresh box can command it at once, as to set breakpoints again', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  const stop = effect(() => {
    if (source.trace.value[0]?.at === other(0).at) source.setBreakpoints('server', [4]);
  });
  lifeOf(source).reopen();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  server.send({ type: 'next-done', move: 'm1' });
  server.send({ type: 'trace', events: [other(0), other(1)] });
  expect((await server.take('breakpoints')).lines).toEqual([4]);
  expect(lifeOf(source).missed.value).toBe(false);
  stop();
  source.close();
});

test('a connection that breaks on the way to the move is taken up there, and no move is asked for twice', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  lifeOf(source).reopen();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  server.send({ type: 'trace', events: [other(0)] });
  await until(source.status, ({ kind }) => kind === 'returning');
  server.drop();
  // m0 was done meanwhile, and the answer was lost with the connection; nothing tells of its event yet.
  expect(await server.take('resume')).toMatchObject({ session: 's2' });
  server.send({ ...fresh, walk: { reached: 'm0', moving: false } });
  await server.take('next');
  server.drop();
  expect(await server.take('resume')).toMatchObject({ session: 's2', after: 0 });
  server.send({ ...fresh, walk: { reached: 'm0', moving: true } });
  server.send({ type: 'trace', events: [other(1)] });
  server.send({ type: 'next-done', move: 'm1' });
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(seqs(source)).toEqual([0, 1]);
  await expectNothingElse(server, source);
  source.close();
});

test('a fresh box that gets stuck on the way is shown where it stands', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  lifeOf(source).reopen();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  server.send({ type: 'trace', events: [other(0)] });
  server.send({ type: 'refused', request: 'next', code: 'move-stuck', detail: '' });
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(source.trace.value).toEqual([other(0)]);
  expect(source.refused.value).toBe('move-stuck');
  source.close();
});

test('when no fresh box can be had, what was seen stays, and it can be tried again', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  for (const code of ['too-many-boxes', 'box-did-not-open'] as const) {
    lifeOf(source).reopen();
    await server.take('open');
    server.send({ type: 'refused', request: 'open', code, detail: '' });
    await until(source.refused, refused => refused === code);
    expect(source.status.value.kind).toBe('closed');
    expect(seqs(source)).toEqual([0, 1]);
  }
  lifeOf(source).reopen();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  source.close();
});

test('a connection that breaks before the fresh box is there asks for it again', async () => {
  await using server = await LabServer.start();
  const source = await restartedLab(server);
  lifeOf(source).reopen();
  await server.take('open');
  server.drop();
  await server.take('open');
  server.send(fresh);
  await server.take('next');
  expect(source.status.value.kind).toBe('returning');
  source.close();
});

test('keys that waited for a box that is gone are still shown, and no other box gets them', async () => {
  await using server = await LabServer.start();
  const source = await lostLab(server);
  source.type('client', keys('half a li'));
  await server.listen();
  source.retry();
  await server.take('resume');
  server.send({ type: 'refused', request: 'resume', code: 'server-restarted', detail: '' });
  const { unsent } = lifeOf(source);
  await until(unsent, ({ client }) => client?.why === 'gone');
  expect(unsent.value).toEqual({ client: { why: 'gone', text: 'half a li' } });
  source.reset();
  await server.take('open');
  server.send(fresh);
  await until(source.status, ({ kind }) => kind === 'ready');
  expect(unsent.value).toEqual({ client: { why: 'gone', text: 'half a li' } });
  source.type('client', keys('x'));
  await server.until(() => server.typed.length > 0);
  expect(typedInto(server)).toBe('x');
  expect(unsent.value).toEqual({});
  source.close();
});

test('a server that tells of its end is told apart from the one that answers next', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.send({ type: 'closed', why: 'ended' });
  await until(source.status, ({ kind }) => kind === 'closed');
  expect(source.status.value).toEqual({ kind: 'closed', why: 'ended' });
  server.drop();
  await until(source.status, status => status.kind === 'closed' && status.why === 'restarted');
  source.close();
});

test('a command that meets a box in the moment of its end does not hide why it ended', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  source.pause('server');
  await server.take('pause');
  server.send({ type: 'refused', request: 'pause', code: 'no-box', detail: '' });
  await until(source.status, ({ kind }) => kind === 'closed');
  server.send({ type: 'closed', why: 'fault' });
  await until(source.status, status => status.kind === 'closed' && status.why === 'fault');
  expect(source.refused.value).toBeNull();
  source.close();
});

test('of a box that is about to close the time is known until it is used, or the page comes back', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  const { closesAt, stay } = lifeOf(source);
  const before = Date.now();
  server.send({ type: 'idle', leftMs: 300_000 });
  await until(closesAt, at => at !== null);
  expect(closesAt.value).toBeGreaterThanOrEqual(before + 300_000);
  stay();
  await server.take('stay');
  server.send({ type: 'idle', leftMs: null });
  await until(closesAt, at => at === null);
  server.send({ type: 'idle', leftMs: 1000 });
  server.send({ type: 'closed', why: 'idle' });
  await until(source.status, ({ kind }) => kind === 'closed');
  expect(closesAt.value).toBeNull();
  source.close();
});

test('a box that another page has taken over is not fought for, and can be taken back', async () => {
  await using server = await LabServer.start();
  const source = await openedLab(server);
  server.drop(TAKEN_OVER);
  await until(source.status, ({ kind }) => kind === 'closed');
  const connection = lifeOf(source).connection;
  await until(connection, status => status === 'open');
  expect(source.status.value).toEqual({ kind: 'closed', why: 'other-tab' });
  lifeOf(source).takeBack();
  expect(await server.take('resume')).toMatchObject({ session: 's1' });
  server.send(opened);
  await until(source.status, ({ kind }) => kind === 'ready');
  // It had resumed once, when it was asked to.
  await expectNothingElse(server, source);
  source.close();
});
