import { expect, test } from 'vitest';
import { TAKEN_OVER } from '#protocol/channels';
import { onJump } from '../../src/lab/awake.ts';
import { Connection, type ConnectionUser, RECONNECT_DELAYS_MS } from '../../src/lab/connection.ts';
import { LabServer } from './server.ts';
import { until } from './until.ts';

const QUICK = [1, 1, 1];

function user(): ConnectionUser & { openings: number } {
  return {
    openings: 0,
    opened() {
      this.openings += 1;
    },
    message() {},
  };
}

test('a lost connection comes back, and its user is told to say again what it wants', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const reader = user();
  const leave = connection.join(reader);
  await until(connection.status, status => status === 'open');
  server.drop();
  await until(connection.status, status => status !== 'open');
  await until(connection.status, status => status === 'open');
  expect(reader.openings).toBe(2);
  expect(server.connections).toBe(2);
  leave();
});

test('where no server answers it gives up, and tries again when asked', async () => {
  await using server = await LabServer.start();
  await server.stop();
  const connection = new Connection(server.url, QUICK);
  const leave = connection.join(user());
  await until(connection.status, status => status === 'down');
  expect(connection.send({ type: 'next' })).toBe(false);
  await server.listen();
  connection.retry();
  await until(connection.status, status => status === 'open');
  leave();
});

test('who waits does not try; asked, or joined by a lab, it does', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const leave = connection.join(user(), { waits: true });
  expect(connection.status.value).toBe('down');
  const leaveLab = connection.join(user());
  await until(connection.status, status => status === 'open');
  expect(server.connections).toBe(1);
  leave();
  leaveLab();
});

test('who was taken over is told so, and the tab keeps a connection', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const told: string[] = [];
  const reader = user();
  const leave = connection.join({
    ...reader,
    opened: () => told.push('opened'),
    takenOver: () => told.push('taken over'),
  });
  await until(connection.status, status => status === 'open');
  server.drop(TAKEN_OVER);
  await until(connection.status, status => status !== 'open');
  await until(connection.status, status => status === 'open');
  expect(told).toEqual(['opened', 'taken over', 'opened']);
  leave();
});

test('a server that answers nothing any more is asked, then left for another connection', async () => {
  await using server = await LabServer.start();
  const pulse = { silenceMs: 300, patienceMs: 1000 };
  const connection = new Connection(server.url, QUICK, pulse);
  const leave = connection.join(user());
  await server.take('ping');
  server.send({ type: 'pong' });
  await server.take('ping');
  expect(server.connections).toBe(1);
  await until(connection.status, status => status !== 'open');
  await until(connection.status, status => status === 'open');
  expect(server.connections).toBe(2);
  leave();
});

test('woken, it tries at once instead of waiting, and asks whether what stands is alive', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, [600_000]);
  connection.wake();
  expect(connection.status.value).toBe('connecting');
  const leave = connection.join(user());
  await until(connection.status, status => status === 'open');
  connection.wake();
  await server.take('ping');
  server.drop();
  await until(connection.status, status => status === 'waiting');
  // A fifth more or less, so that not all tabs come back at once.
  const wait = (connection.nextTry.value ?? 0) - Date.now();
  expect(wait).toBeGreaterThan(400_000);
  expect(wait).toBeLessThanOrEqual(720_000);
  connection.wake();
  expect(connection.nextTry.value).toBeNull();
  await until(connection.status, status => status === 'open');
  expect(server.connections).toBe(2);
  leave();
});

test('the delays grow, and add up to more than the two minutes that a box is kept', () => {
  expect(RECONNECT_DELAYS_MS.toSorted((one, other) => one - other)).toEqual(RECONNECT_DELAYS_MS);
  expect(RECONNECT_DELAYS_MS[0]).toBeLessThan(1000);
  // Even when each is a fifth shorter.
  expect(RECONNECT_DELAYS_MS.reduce((sum, delay) => sum + delay * 0.8, 0)).toBeGreaterThan(2 * 60_000);
});

test('a machine that slept is noticed by the time that no timer has seen', async () => {
  const { promise: woken, resolve } = Promise.withResolvers<void>();
  let calls = 0;
  const stop = onJump(
    () => {
      calls += 1;
      resolve();
    },
    { everyMs: 20, jumpMs: 500 },
  );
  // Nothing of this process runs meanwhile, as when the lid is shut.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000);
  await woken;
  stop();
  expect(calls).toBe(1);
});

test('two users share one socket, which closes with the last', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const [first, second] = [user(), user()];
  const leaveFirst = connection.join(first);
  await until(connection.status, status => status === 'open');
  const leaveSecond = connection.join(second);
  expect(connection.send({ type: 'next' })).toBe(true);
  await server.take('next');
  expect([first.openings, second.openings, server.connections]).toEqual([1, 1, 1]);
  leaveFirst();
  expect(connection.send({ type: 'next' })).toBe(true);
  leaveSecond();
  expect(connection.send({ type: 'next' })).toBe(false);
});

test('a lab that takes the tab’s box evicts the one that had it', () => {
  const connection = new Connection('ws://127.0.0.1:1/lab', []);
  const evicted: string[] = [];
  connection.takeBox({ evicted: () => evicted.push('first') });
  const second = { evicted: () => evicted.push('second') };
  connection.takeBox(second);
  connection.takeBox(second);
  expect(evicted).toEqual(['first']);
});

test('warmed, it stands before its user joins, and stays for him when it is let go', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const letGo = connection.warm();
  await until(connection.status, status => status === 'open');
  const reader = user();
  const leave = connection.join(reader);
  letGo();
  await Promise.resolve();
  expect(reader.openings).toBe(1);
  expect(server.connections).toBe(1);
  leave();
  expect(connection.status.value).toBe('connecting');
});
