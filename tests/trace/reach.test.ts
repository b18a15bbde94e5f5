/** Whether a connect arrived, and who was asked on its way: read from a real run of binary-octets. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { labFolder } from '#driver/scenes';
import { momentOfMove } from '#trace/probes';
import { reachOf } from '#trace/reach';
import { readRecording } from './recordings.ts';

const trace = readRecording(join(labFolder('binary-octets'), 'recorded.jsonl'));
const after = (move: string) => reachOf(trace, momentOfMove(trace, move) ?? 0, 'client');
const server = trace.flatMap(event =>
  event.type === 'network' && event.host === 'server' ? event.interfaces.map(({ mac }) => mac) : [],
);

test('nothing is known before the first call, nor of a program that never calls', () => {
  expect(after('ask')).toMatchObject({ state: 'untried', address: null, isOld: false });
  expect(reachOf(trace, trace.length, 'server')).toMatchObject({ state: 'untried' });
});

test('a call on its way is neither reached nor failed', () => {
  const called = trace.findIndex(event => event.type === 'call' && event.call === 'connect');
  expect(reachOf(trace, called + 1, 'client')).toMatchObject({ state: 'trying', took: null, error: null });
});

test('the first call asks by ARP, and the machine that has the address answers', () => {
  const { state, address, asked, isOld } = after('reach');
  expect({ state, address, isOld }).toEqual({ state: 'reached', address: '10.0.0.2', isOld: false });
  expect(asked).toEqual([{ host: 'client', target: '10.0.0.2', times: 1, answeredBy: expect.any(String) }]);
  expect(server).toContain(asked[0]?.answeredBy);
});

test('an answer grows old when an address changes, and not because a neighbour was found', () => {
  expect(after('again').isOld).toBe(false);
  const changed = trace.findIndex(
    event => event.type === 'network' && event.interfaces.some(on => on.addresses.includes('10.0.0.66/24')),
  );
  expect(reachOf(trace, changed + 1, 'client')).toMatchObject({ address: '10.0.0.2', isOld: true });
  expect(after('flip')).toMatchObject({ state: 'reached', address: '10.0.0.66', isOld: false });
});

test('without a route nobody is asked, and the error has its name', () => {
  expect(after('third')).toMatchObject({ state: 'failed', error: 'ENETUNREACH', asked: [] });
});

test('an event that was read late counts for when it happened', () => {
  const read = trace.map(event =>
    event.type === 'return' ? { ...event, at: event.at + 9000, late: 9000 } : event,
  );
  expect(reachOf(read, momentOfMove(read, 'reach') ?? 0, 'client').took).toBe(after('reach').took);
});
