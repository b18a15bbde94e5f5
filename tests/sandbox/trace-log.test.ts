/** The one place where events get their order: what comes late, and what comes while Node is held up. */
import { once } from 'node:events';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { TraceLog, type UnnumberedEvent } from '../../sandbox/driver/trace-log.ts';

const openLog = () => new TraceLog(Number(process.hrtime.bigint()));
const moved = (move: string, at: number): UnnumberedEvent => ({ type: 'move', move, at });
const named = (move: string) => (event: { type: string; move?: string }) => event.move === move;

test('what comes behind newer events has their time, and says by how much it is late', async () => {
  const log = openLog();
  log.add(moved('second', 2000));
  await log.waitFor(named('second'));
  log.add(moved('first', 500));
  log.add(moved('third', 3000));
  await log.waitFor(named('third'));
  expect(log.events).toEqual([
    { type: 'move', move: 'second', at: 2000, seq: 0 },
    { type: 'move', move: 'first', at: 2000, late: 1500, seq: 1 },
    { type: 'move', move: 'third', at: 3000, seq: 2 },
  ]);
});

test('what waited in a pipe while the process was held up is not late', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const writer = createConnection((server.address() as AddressInfo).port, '127.0.0.1');
  const [reader] = (await once(server, 'connection')) as [Socket];
  const log = openLog();
  reader.on('data', () => log.add(moved('older', 1000)));
  log.add(moved('newer', 2000));
  writer.write('x');
  // Longer than an event waits for older ones: its timer runs out before the pipe can be read.
  for (const until = log.now() + 30_000_000; log.now() < until; );
  await log.waitFor(named('newer'));
  expect(log.events.map(event => (event.type === 'move' ? event.move : ''))).toEqual(['older', 'newer']);
  writer.destroy();
  server.close();
});
