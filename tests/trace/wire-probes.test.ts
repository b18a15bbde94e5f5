/** Probes that read the frames, as they were sent and as a router passed them on. */
import { describe, expect, test } from 'vitest';
import { ask } from './ask.ts';
import { frame, move, network, traceOf } from './events.ts';
import { etherFrame, tcpFrame, udpFrame } from './frames.ts';
import { readRecording } from './recordings.ts';

const SYN = 0x02;
const ACK = 0x10;
const FIN_ACK = 0x11;

const trace = traceOf(
  frame('sent', 1, { bytes: tcpFrame({ flags: SYN, seq: 99 }) }),
  frame('sent', 2, { bytes: tcpFrame({ flags: SYN | ACK, seq: 500, ack: 100 }), from: 'server' }),
  move('connected'),
  frame('sent', 3, { bytes: tcpFrame({ flags: ACK, seq: 100 }, '\x00\x00\x00\x03abc') }),
  frame('sent', 4, { bytes: tcpFrame({ flags: ACK, seq: 100 }, '\x00\x00\x00\x03abc'), copyOf: 3 }),
  frame('sent', 5, { bytes: tcpFrame({ flags: FIN_ACK, seq: 107 }) }),
);

describe('wire', () => {
  const count = (given: object) => ask({ name: 'wire', ...given }, trace);

  test('counts the frames that match, without copies', () => {
    expect(count({})).toBe(4);
    expect(count({ text: 'SYN' })).toBe(1);
    expect(count({ contains: 'SYN' })).toBe(2);
    expect(count({ contains: 'SYN', from: 'server' })).toBe(1);
    expect(count({ link: 'left' })).toBe(0);
    expect(count({ since: 'connected' })).toBe(2);
    expect(count({ since: 'never' })).toBe(0);
  });

  test('tells how much they carry, and how much TCP counts them for', () => {
    expect(count({ of: 'bytes' })).toBe(7);
    expect(count({ of: 'sequence', text: 'SYN' })).toBe(1);
    expect(count({ of: 'sequence', from: 'client' })).toBe(9);
  });
});

test('field: as the details show it, a number where it is one', () => {
  const field = (name: string, given: object = {}) => ask({ name: 'field', field: name, ...given }, trace);
  expect(field('ip.ttl')).toBe(64);
  expect(field('eth.dst')).toBe('02:00:00:00:00:02');
  expect(field('tcp.hdr_len')).toBe(20);
  expect(field('tcp.flags', { text: 'SYN' })).toBe('SYN');
  expect(field('frame.len', { text: 'SYN' })).toBe(54);
  expect(field('udp.length')).toBeNull();
  expect(field('ip.ttl', { text: 'RST' })).toBeNull();
  const data = traceOf(
    frame('sent', 1, { bytes: tcpFrame({ flags: SYN, seq: 99 }) }),
    frame('sent', 2, { bytes: tcpFrame({ flags: ACK, seq: 105 }, 'hello') }),
  );
  expect(ask({ name: 'field', field: 'tcp.seq' }, data), 'counted from the first').toBe(6);
});

test('payload: the first bytes that a frame carries', () => {
  expect(ask({ name: 'payload', contains: '7 bytes', bytes: 4 }, trace)).toBe('00 00 00 03');
  expect(ask({ name: 'payload', contains: '7 bytes', bytes: 20 }, trace)).toBe('00 00 00 03 61 62 63');
  expect(ask({ name: 'payload', text: 'SYN', bytes: 4 }, trace)).toBe('none');
});

test('begins: where a header, or the payload, of a frame begins', () => {
  const begins = (layer: string, given: object) => ask({ name: 'begins', layer, ...given }, trace);
  const data = { contains: '7 bytes' };
  expect(['eth', 'ip', 'tcp', 'payload'].map(layer => begins(layer, data))).toEqual([0, 14, 34, 54]);
  expect(begins('payload', { text: 'SYN' })).toBeNull();
  expect(begins('tcp', { text: 'RST' })).toBeNull();
});

test('inside: the innermost header that holds the bytes, by whole bytes', () => {
  const inside = (bytes: string, given: object = {}) => ask({ name: 'inside', bytes, ...given }, trace);
  const data = { contains: '7 bytes' };
  expect(inside('0a 00 00 02', data)).toBe('ip');
  expect(inside('02 00 00 00 00 02', data)).toBe('eth');
  expect(inside('00 00 00 03 61', data)).toBe('payload');
  expect(inside('03 61 62 63 64', data)).toBe('none');
  const recorded = readRecording(
    new URL('../../sandbox/labs/layers-live/recorded.jsonl', import.meta.url).pathname,
  );
  const port = { name: 'inside', text: 'SYN', bytes: '0d 05' };
  expect(ask(port, recorded), 'port 3333').toBe('tcp');
});

test('heard: every host that a frame came to, in order', () => {
  const broadcast = traceOf(
    frame('sent', 1, { bytes: udpFrame('WHO?') }),
    ...['c', 'b', 'b'].map(to => frame('delivered', 1, { to })),
  );
  expect(ask({ name: 'heard', contains: 'UDP' }, broadcast)).toBe('c+b');
  expect(ask({ name: 'heard', contains: 'ARP' }, broadcast)).toBe('none');
});

test('rewritten: what a router changes on the way', () => {
  const came = tcpFrame({ flags: SYN });
  const left = Uint8Array.from(came);
  left.set([2, 0, 0, 0, 0, 9, 2, 0, 0, 0, 0, 8], 0);
  left[22] = 63;
  left[24] = 1;
  const routed = traceOf(
    frame('sent', 1, { bytes: came, link: 'left' }),
    frame('sent', 2, { bytes: tcpFrame({ flags: SYN, seq: 2 }), link: 'right', from: 'r' }),
    frame('sent', 3, { bytes: left, link: 'right', from: 'r' }),
  );
  expect(ask({ name: 'rewritten', link: 'left' }, routed)).toBe('eth.dst eth.src ip.checksum ip.ttl');
  expect(ask({ name: 'rewritten', link: 'left' }, routed, 2)).toBe('none');
  expect(ask({ name: 'rewritten' }, traceOf(frame('sent', 1, { bytes: etherFrame(0x0806, []) })))).toBe(
    'none',
  );
});

test('route: the destination of the route that decides', () => {
  const via = (to: string, next: string) => ({ to, via: next, interface: 'eth0', source: null });
  const host = traceOf(
    network('r1', { routes: [via('10.1.0.0/16', '10.9.0.1'), via('10.0.0.0/8', '10.9.0.2')] }),
  );
  const prefix = (to: string) => ask({ name: 'route', host: 'r1', to, of: 'prefix' }, host);
  expect(['10.1.2.3', '10.2.2.3', '11.1.1.1'].map(prefix)).toEqual(['10.1.0.0/16', '10.0.0.0/8', 'none']);
});

describe('in real runs', () => {
  const run = (name: string) => readRecording(new URL(`./runs/${name}.jsonl`, import.meta.url).pathname);

  test('a datagram of 3,600 bytes is three frames; one to a closed port is answered by ICMP', () => {
    const datagrams = run('datagrams');
    const fragments = { name: 'wire', contains: 'fragment', from: 'client' };
    expect(ask(fragments, datagrams)).toBe(3);
    expect(ask({ name: 'wire', contains: 'ICMP port unreachable' }, datagrams)).toBe(1);
  });

  test('a lost segment is sent again, and each takes as many numbers as bytes', () => {
    const lost = run('lost-segment');
    expect(ask({ name: 'wire', from: 'client', of: 'bytes' }, lost)).toBe(11_000);
    expect(ask({ name: 'field', field: 'tcp.options.mss', text: 'SYN' }, lost)).toBe(1460);
  });
});
