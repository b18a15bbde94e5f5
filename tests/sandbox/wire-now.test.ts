/** What the driver knows of the wire from a trace alone. */
import { expect, test } from 'vitest';
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import { Impairment } from '#protocol/wire';
import { connectionIn, connectionOf } from '../../sandbox/driver/connection-in.ts';
import { followWire } from '../../sandbox/driver/wire-now.ts';

const ETHERNET = '020000000002020000000001';
const IPV4 = `${ETHERNET}0800450000280001000040060000`;
const SYN4 = `${IPV4}0a0000010a0000029c400d05${'00'.repeat(16)}`;
const ANSWER4 = `${IPV4}0a0000020a0000010d059c40${'00'.repeat(16)}`;
const UDP4 = SYN4.replace('40060000', '40110000');
const LATER_FRAGMENT = SYN4.replace('00010000', '000100b9');
const SYN6 = `${ETHERNET}86dd6000000000140640fd00${'00'.repeat(13)}01fd00${'00'.repeat(13)}029c400d05${'00'.repeat(16)}`;
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex');

test('the two directions of a connection are one, and the kernel’s table names the same', () => {
  expect(connectionIn(bytes(SYN4))).toBe(connectionIn(bytes(ANSWER4)));
  expect(connectionIn(bytes(SYN4))).toBe(connectionOf('10.0.0.1:40000', '10.0.0.2:3333'));
  expect(connectionIn(bytes(SYN4))).toBe(connectionOf('[::ffff:10.0.0.2]:3333', '[::ffff:10.0.0.1]:40000'));
  expect(connectionIn(bytes(SYN6))).toBe(connectionOf('[fd00::2]:3333', '[fd00::1]:40000'));
  expect(connectionIn(bytes(SYN4))).not.toBe(connectionOf('10.0.0.1:40001', '10.0.0.2:3333'));
});

test('what is not TCP, or is cut short anywhere, belongs to no connection', () => {
  for (const hex of [UDP4, LATER_FRAGMENT]) expect(connectionIn(bytes(hex))).toBeNull();
  for (const hex of [SYN4, SYN6]) {
    const header = hex === SYN4 ? 34 : 54;
    for (let length = 0; length < header + 4; length += 1)
      expect(connectionIn(bytes(hex).subarray(0, length))).toBeNull();
  }
  expect(connectionIn(bytes(SYN4.replace('080045', '08004f')))).toBeNull();
});

type Given = Partial<FrameEvent> & Pick<FrameEvent, 'verb' | 'id'>;
const frame = ({ verb, id, at = 0, ...more }: Given): TraceEvent => {
  const content = verb === 'sent' ? bytes(SYN4).toString('base64') : null;
  return {
    type: 'frame',
    seq: 0,
    at,
    verb,
    id,
    link: 'lan',
    from: 'client',
    to: null,
    bytes: content,
    ...more,
  };
};

test('frames wait from being held until something is done with them; copies never do', () => {
  const trace = [
    frame({ verb: 'sent', id: 1 }),
    frame({ verb: 'held', id: 1 }),
    frame({ verb: 'sent', id: 2 }),
    frame({ verb: 'held', id: 2 }),
    frame({ verb: 'sent', id: 3, copyOf: 1 }),
  ];
  const wire = followWire(trace);
  expect([...wire.read().waiting.keys()]).toEqual([1, 2]);
  trace.push(frame({ verb: 'released', id: 1 }), frame({ verb: 'dropped', id: 3, why: 'copy' }));
  expect([...wire.read().waiting.keys()]).toEqual([2]);
  expect(wire.read().lostAt).toBe(Number.NEGATIVE_INFINITY);
  trace.push(frame({ verb: 'dropped', id: 2, at: 7 }));
  expect(wire.read()).toMatchObject({ waiting: new Map(), lostAt: 7 });
  expect(trace.map(wire.isOfCopy)).toEqual([false, false, false, false, true, false, true, false]);
});

test('a slow link is busy until its last frame has arrived', () => {
  const slow = Impairment.parse({ link: 'lan', delayMs: 100, jitterMs: 20, rateKbit: 1000, queue: 1 });
  const carrying = 2 * 1514 * 8 * 1000; // ns: one in the queue, one on its way
  const trace: TraceEvent[] = [{ type: 'wire', seq: 0, at: 0, ...OPEN_WIRE, impairments: [slow] }];
  const wire = followWire(trace);
  trace.push(frame({ verb: 'sent', id: 1, at: 5 }), frame({ verb: 'sent', id: 2, at: 6, link: 'other' }));
  expect(wire.read().busyUntil).toBe(5 + 120e6 + carrying);
  trace.push(frame({ verb: 'delivered', id: 1, at: 9 }), frame({ verb: 'delivered', id: 2, at: 9 }));
  expect(wire.read().busyUntil).toBe(Number.NEGATIVE_INFINITY);
});
