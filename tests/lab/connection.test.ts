import { expect, test } from 'vitest';
import { TAKEN_OVER } from '#protocol/channels';
import { Connection, type ConnectionUser } from '../../src/lab/connection.ts';
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

test('a connection that another tab has taken over does not fight for it', async () => {
  await using server = await LabServer.start();
  const connection = new Connection(server.url, QUICK);
  const leave = connection.join(user());
  await until(connection.status, status => status === 'open');
  server.drop(TAKEN_OVER);
  await until(connection.status, status => status === 'down');
  expect(server.connections).toBe(1);
  leave();
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
