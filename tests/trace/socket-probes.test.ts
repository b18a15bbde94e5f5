/** Probes that read the socket tables: small tables, and what a real run shows. */
import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { counters, on, row, sockets, started, traceOf } from './events.ts';
import { readRecording } from './recordings.ts';

const owner = (program: string, fd: number, pid = 2) => ({ program, pid, fd });
const listening = row({
  state: 'LISTEN',
  local: '0.0.0.0:3333',
  recvQ: 3,
  sendQ: 2,
  owners: [owner('server', 3)],
});
const accepted = row({
  inode: 101,
  local: '10.0.0.2:3333',
  peer: '10.0.0.1:40112',
  recvQ: 6,
  sendQ: 5,
  owners: [owner('server', 4), owner('server', 4, 9)],
});
const ended = { ...accepted, inode: 102, peer: '10.0.0.1:40114', recvQ: 0, state: 'CLOSE-WAIT' as const };
const quiet = row({
  inode: 103,
  protocol: 'udp',
  local: '0.0.0.0:3333',
  state: null,
  owners: [owner('server', 10)],
});
const trace = traceOf(
  started(on.server),
  sockets('server', listening, accepted, { ...ended, owners: [owner('server', 5)] }, quiet),
  counters('server', { TcpExtListenOverflows: 4 }),
);
const host = 'server';

test('fds: descriptors of a program’s sockets, each once, in order of their numbers', () => {
  expect(ask({ name: 'fds', program: 'server' }, trace)).toBe('3 4 5 10');
  expect(ask({ name: 'fds', program: 'client' }, trace)).toBe('none');
  expect(ask({ name: 'fds', program: 'server' }, trace, 1)).toBe('none');
});

test('ready: a waiting connection, bytes, and a peer that has closed', () => {
  expect(ask({ name: 'ready', program: 'server' }, trace)).toBe('3 4 5');
});

test('sockets: how many match', () => {
  const count = (given: object) => ask({ name: 'sockets', host, ...given }, trace);
  expect(count({ local: ':3333' })).toBe(4);
  expect(count({ local: ':3333', protocol: 'tcp' })).toBe(3);
  expect(count({ state: 'ESTABLISHED' })).toBe(1);
  expect(count({ program: 'server', peer: 'any' })).toBe(2);
  expect(count({ program: 'client' })).toBe(0);
});

test('queue: who waits to be accepted at a port', () => {
  expect(ask({ name: 'queue', host, port: 3333 }, trace)).toBe(3);
  expect(ask({ name: 'queue', host, port: 3334 }, trace)).toBeNull();
});

test('rq, sq, port and tcp are those of the one socket that matches', () => {
  const of = (name: string, given: object) => ask({ name, host, ...given }, trace);
  expect(of('rq', { peer: ':40112' })).toBe(6);
  expect(of('sq', { peer: ':40112' })).toBe(5);
  expect(of('rq', { local: ':3333', protocol: 'tcp', peer: 'none' })).toBe(3);
  expect(of('rq', { local: ':3333' })).toBeNull();
  expect(of('port', { peer: ':40112' })).toBe(3333);
  expect(of('tcp', { peer: ':40112', of: 'cwnd' })).toBeNull();
});

test('counter: 0 while the kernel has not counted any', () => {
  const counter = (name: string) => ask({ name: 'counter', host, counter: name }, trace);
  expect(counter('TcpExtListenOverflows')).toBe(4);
  expect(counter('UdpRcvbufErrors')).toBe(0);
});

test('both: several answers in order', () => {
  const state = (peer: string) => ({ name: 'state', host, peer });
  expect(ask({ name: 'both', of: [state(':40112'), state(':40114'), state(':9')] }, trace)).toBe(
    'ESTABLISHED / CLOSE-WAIT / none',
  );
});

describe('in a run with a lost segment', () => {
  const run = readRecording(new URL('./runs/lost-segment.jsonl', import.meta.url).pathname);

  test('the kernel has counted what it sent again', () => {
    expect(ask({ name: 'counter', host: 'client', counter: 'TcpRetransSegs' }, run)).toBe(2);
  });

  test('the first socket is 3, and none is left when both programs have ended', () => {
    const afterFirst = run.findIndex(event => event.type === 'sockets' && event.sockets.length > 0) + 1;
    expect(ask({ name: 'fds', program: 'server' }, run, afterFirst)).toBe('3');
    expect(ask({ name: 'fds', program: 'server' }, run)).toBe('none');
  });
});
