import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { Network } from '#protocol/network';
import { pcapngOf } from '#trace/pcapng';
import { frame, traceOf, type Unnumbered } from './events.ts';
import { tcpFrame, udpFrame } from './frames.ts';
import { type Block, blocksOf, option, texts, viewOf } from './pcapng-blocks.ts';

const host = (name: string, ...links: string[]) => ({ name, interfaces: links.map(link => ({ link })) });
const pair = Network.parse({ hosts: [host('client', 'lan'), host('server', 'lan')] });
const chain = Network.parse({ hosts: [host('a', 'left'), host('r', 'left', 'right'), host('b', 'right')] });

const [SECTION, INTERFACE, PACKET] = [0x0a0d0d0a, 1, 6];
const [COMMENT, IF_NAME, IF_TSRESOL, EPB_FLAGS, EPB_PACKETID, SHB_USERAPPL] = [1, 2, 9, 2, 5, 4];

const capture = (trace: readonly TraceEvent[], network = pair, start?: bigint): Block[] =>
  blocksOf(pcapngOf(trace, network, start === undefined ? {} : { start }));
const ofType = (blocks: readonly Block[], wanted: number) => blocks.filter(({ type }) => type === wanted);
const names = (blocks: readonly Block[]) => ofType(blocks, INTERFACE).flatMap(block => texts(block, IF_NAME));

/** A packet as its block has it. */
function packetIn(block: Block) {
  const view = viewOf(block.body);
  const length = view.getUint32(12, true);
  expect(view.getUint32(16, true), 'original length').toBe(length);
  return {
    interface: view.getUint32(0, true),
    time: (BigInt(view.getUint32(4, true)) << 32n) + BigInt(view.getUint32(8, true)),
    bytes: [...block.body.subarray(20, 20 + length)],
    flags: option(block, EPB_FLAGS).map(value => viewOf(value).getUint32(0, true)),
    ids: option(block, EPB_PACKETID).map(value => viewOf(value).getBigUint64(0, true)),
    comments: texts(block, COMMENT),
  };
}
const packets = (...events: Unnumbered[]) => ofType(capture(traceOf(...events)), PACKET).map(packetIn);
const comments = (...events: Unnumbered[]) => packets(...events).map(({ comments }) => comments);

const syn = tcpFrame({ flags: 0x02 });
const sent = frame('sent', 7, { bytes: syn });
const delivered = frame('delivered', 7, { to: 'server' });

test('the section says which program wrote it, and that it is of unknown length', () => {
  const [section, ...rest] = capture([]);
  const view = viewOf(section?.body ?? new Uint8Array());
  expect(section?.type).toBe(SECTION);
  expect(view.getUint32(0, true).toString(16)).toBe('1a2b3c4d');
  expect([view.getUint16(4, true), view.getUint16(6, true), view.getBigInt64(8, true)]).toEqual([1, 0, -1n]);
  expect(section && texts(section, SHB_USERAPPL)).toEqual(['Sockscope']);
  expect(rest.map(({ type }) => type)).toEqual([INTERFACE, INTERFACE]);
});

test('each end of a link is an Ethernet interface with whole packets and nanoseconds', () => {
  const blocks = capture([], chain);
  expect(names(blocks)).toEqual(['a eth0 on left', 'r eth0 on left', 'r eth1 on right', 'b eth0 on right']);
  for (const block of ofType(blocks, INTERFACE)) {
    const view = viewOf(block.body);
    expect([view.getUint16(0, true), view.getUint32(4, true)]).toEqual([1, 0]);
    expect(option(block, IF_TSRESOL).map(value => [...value])).toEqual([[9]]);
  }
});

test('a frame leaves at its sender’s end and arrives at its receiver’s, as one packet', () => {
  expect(packets(sent, delivered)).toEqual([
    { interface: 0, time: 1000n, bytes: [...syn], flags: [2], ids: [7n], comments: [] },
    { interface: 1, time: 2000n, bytes: [...syn], flags: [1], ids: [7n], comments: [] },
  ]);
});

test('a router’s frames are at the interface of their link', () => {
  const hop = (id: number, link: string, from: string, to: string) => [
    frame('sent', id, { link, from, bytes: syn }),
    frame('delivered', id, { link, from, to }),
  ];
  const blocks = capture(traceOf(...hop(1, 'left', 'a', 'r'), ...hop(2, 'right', 'r', 'b')), chain);
  expect(ofType(blocks, PACKET).map(block => packetIn(block).interface)).toEqual([0, 1, 2, 3]);
});

test('a broadcast arrives at every other end', () => {
  const trio = Network.parse({ hosts: [host('c1', 'lan'), host('c2', 'lan'), host('server', 'lan')] });
  const arrives = (to: string) => frame('delivered', 1, { from: 'c1', to });
  const trace = traceOf(frame('sent', 1, { from: 'c1', bytes: syn }), arrives('c2'), arrives('server'));
  expect(ofType(capture(trace, trio), PACKET).map(block => packetIn(block).interface)).toEqual([0, 1, 2]);
});

test('times begin where the box did, or with it in 1970', () => {
  const start = 1_763_700_000_123_456_789n;
  const trace = traceOf({ ...sent, at: 5_000_000_007 });
  const times = (blocks: readonly Block[]) => ofType(blocks, PACKET).map(block => packetIn(block).time);
  expect(times(capture(trace, pair, start))).toEqual([start + 5_000_000_007n]);
  expect(times(capture(trace))).toEqual([5_000_000_007n]);
  const remarks = (blocks: readonly Block[]) => texts(blocks[0] ?? expect.fail(), COMMENT).join(' ');
  expect(remarks(capture(trace))).toContain('from the opening of the lab’s box');
  expect(remarks(capture(trace, pair, start))).not.toContain('1970');
});

test('frames of a length that four does not divide are padded', () => {
  for (const length of [60, 61, 62, 63]) {
    const bytes = Uint8Array.from({ length }, (_, index) => index + 1);
    expect(packets(frame('sent', 1, { bytes })).map(packet => packet.bytes)).toEqual([[...bytes]]);
  }
});

test('loopback is an interface only where it was used, once per frame, and says what is odd about it', () => {
  const onLo = { link: 'lo', from: 'server', bytes: syn };
  const trace = traceOf(
    frame('sent', 1, onLo),
    frame('delivered', 1, { ...onLo, bytes: null, to: 'server' }),
    sent,
  );
  const blocks = capture(trace);
  expect(names(blocks)).toEqual(['client eth0 on lan', 'server eth0 on lan', 'server lo']);
  expect(ofType(blocks, INTERFACE).map(block => texts(block, COMMENT).length)).toEqual([0, 0, 1]);
  expect(ofType(blocks, PACKET).map(block => packetIn(block).interface)).toEqual([2, 0]);
  expect(packetIn(ofType(blocks, PACKET)[0] ?? expect.fail()).flags).toEqual([0]);
});

test('that the trace leaves frames out is said', () => {
  const cut: Unnumbered = { type: 'truncated', what: 'frames', program: null };
  expect(texts(capture(traceOf(cut))[0] ?? expect.fail(), COMMENT).join(' ')).toContain('too many frames');
});

describe('what the wire did to a frame stands in comments', () => {
  const later = (at: number, event: Unnumbered): Unnumbered => ({ ...event, at });

  test('that it waited, how long and why', () => {
    const held = frame('held', 7, { why: 'rule:hold-syn' });
    const waited = 'waited 3.2 s on the wire (rule hold-syn)';
    expect(
      comments(
        sent,
        later(1_000_000, held),
        later(3_201_000_000, frame('released', 7, { why: 'asked' })),
        later(3_202_000_000, delivered),
      ),
    ).toEqual([[waited], [waited]]);
    expect(comments(sent, held)).toEqual([['waits on the wire (rule hold-syn)']]);
    const short = [later(1_000_000, held), later(41_000_000, frame('dropped', 7, { why: 'asked' }))];
    expect(comments(sent, ...short)).toEqual([
      ['waited 40 ms on the wire (rule hold-syn)', 'dropped by the wire: as asked'],
    ]);
  });

  test.each([
    ['rule:drop-syn', 'dropped by the wire: rule drop-syn'],
    ['cut', 'dropped by the wire: the cable is cut'],
    ['loss', 'dropped by the wire: random loss'],
    ['queue', 'dropped by the wire: the queue is full'],
    ['something new', 'dropped by the wire: something new'],
    [undefined, 'dropped by the wire'],
  ])('that it was dropped because of %s', (why, words) => {
    expect(comments(sent, frame('dropped', 7, why === undefined ? {} : { why }))).toEqual([[words]]);
  });

  test('that it came twice', () => {
    expect(comments(sent, frame('duplicated', 7, { why: 'duplicate' }), delivered, delivered)).toEqual([
      ['duplicated on the wire'],
      [],
      ['delivery number 2 of the same packet'],
    ]);
  });

  test('that it repeats one that waits', () => {
    expect(
      comments(
        sent,
        frame('held', 7, { why: 'step' }),
        frame('sent', 8, { bytes: syn, copyOf: 7 }),
        frame('dropped', 8, { why: 'copy' }),
      ),
    ).toEqual([
      ['waits on the wire (every frame waits)'],
      [
        'sent again while packet 7 waited on the wire',
        'dropped by the wire: the packet that it repeats waits no more',
      ],
    ]);
  });

  test('that it was corrupted: it leaves as it was sent and arrives as it was delivered', () => {
    const [good, bad] = [udpFrame('hello'), udpFrame('hellO')];
    const words = 'corrupted on the wire: one bit was flipped';
    const all = packets(
      frame('sent', 7, { bytes: good }),
      frame('corrupted', 7, { bytes: bad, why: 'corrupt' }),
      delivered,
    );
    expect(all.map(({ bytes, comments }) => ({ bytes, comments }))).toEqual([
      { bytes: [...good], comments: [words] },
      { bytes: [...bad], comments: [words] },
    ]);
  });
});
