/** What a golden trace pins down of the wire and the hosts, and what it leaves to chance. */
import { expect, test } from 'vitest';
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import { digest } from './digest.ts';

/** An Ethernet frame of nothing that anybody knows. */
const BYTES = Buffer.from(`${'02'.repeat(12)}88b5`, 'hex').toString('base64');
const ARP = Buffer.from(
  `ffffffffffff020000000001080600010800060400010200000000010a0000010000000000000a000002`,
  'hex',
).toString('base64');

type Given = Partial<FrameEvent> & Pick<FrameEvent, 'verb' | 'id'>;
const frame = (given: Given): TraceEvent => ({
  type: 'frame',
  seq: 0,
  at: 0,
  link: 'lan',
  from: 'client',
  to: null,
  bytes: given.verb === 'sent' ? BYTES : null,
  ...given,
});
const end: TraceEvent = { type: 'move', seq: 0, at: 0, move: 'end' };
const held = [frame({ verb: 'sent', id: 1 }), frame({ verb: 'held', id: 1, why: 'step' })];
const copy = [frame({ verb: 'sent', id: 2, copyOf: 1 }), frame({ verb: 'dropped', id: 2, why: 'copy' })];

test('what was held, released and lost counts; how often it was sent again meanwhile does not', () => {
  const released = [frame({ verb: 'released', id: 1 }), end];
  const once = digest([...held, ...copy, ...released]);
  expect(once).toEqual(digest([...held, ...released]));
  expect(once).not.toEqual(digest([...held, end]));
  expect(once).not.toEqual(digest([...held, frame({ verb: 'dropped', id: 1 }), end]));
  expect(Object.values(once.moves[0]?.frames ?? {})).toEqual([1, 1, 1]);
});

test('ARP is left out, whatever happens to it', () => {
  const arp = [frame({ verb: 'sent', id: 3, bytes: ARP }), frame({ verb: 'dropped', id: 3, why: 'cut' })];
  expect(digest([...arp, end])).toEqual(digest([end]));
});

test('the wire’s settings count in their order', () => {
  const wire = (mode: 'pass' | 'step'): TraceEvent => ({ type: 'wire', seq: 0, at: 0, ...OPEN_WIRE, mode });
  expect(digest([wire('step'), wire('pass')])).not.toEqual(digest([wire('pass'), wire('step')]));
});

test('addresses and routes count, neighbours do not', () => {
  const network = (address: string, state: 'REACHABLE' | 'FAILED'): TraceEvent => ({
    type: 'network',
    seq: 0,
    at: 0,
    host: 'client',
    interfaces: [{ name: 'eth0', link: 'lan', mac: null, up: true, mtu: 1500, addresses: [address] }],
    routes: [],
    neighbours: [{ address: '10.0.0.2', mac: null, interface: 'eth0', state }],
    forwards: false,
  });
  const before = digest([network('10.0.0.1/24', 'REACHABLE'), end]);
  expect(before).toEqual(digest([network('10.0.0.1/24', 'FAILED'), end]));
  expect(before).not.toEqual(digest([network('10.0.0.1/16', 'REACHABLE'), end]));
});
