import { expect, test } from 'vitest';
import { summaryOf } from '#trace/dissect';
import { fragments } from '#trace/fragments';
import { frameStates } from './frame-states.ts';
import { bytes, ip6Frame, ipFrame, udpFrame } from './frames.ts';
import { captured } from './pcap.ts';

/** A piece of a datagram: where it begins in units of eight bytes, and whether more come. */
const piece = (offset: number, more: boolean): Uint8Array =>
  ipFrame(
    { protocol: 17, fragment: offset + (more ? 0x2000 : 0) },
    bytes([40_000, 2], [9999, 2], [24, 2], [0, 2]),
  );
const piece6 = (offset: number, identification: number): Uint8Array =>
  ip6Frame(44, [17, 0, ...bytes([offset * 8 + 1, 2], [identification, 4]), 1, 2, 3, 4, 5, 6, 7, 8]);

const begunWith = (frames: readonly Uint8Array[], from?: readonly string[]) => {
  const next = fragments();
  return frameStates(frames).map(frame => next({ ...frame, from: from?.[frame.id] ?? 'client' }));
};

test('a later fragment tells with which frame its datagram began', () => {
  const frames = [udpFrame('whole'), piece(0, true), piece(2, true), udpFrame('between'), piece(4, false)];
  expect(begunWith(frames)).toEqual([null, null, 1, null, 1]);
});

test('pieces belong together by identification, in IPv6 too', () => {
  expect(begunWith([piece6(0, 7), piece6(0, 8), piece6(1, 7), piece6(2, 8), piece6(1, 9)])).toEqual([
    null,
    null,
    0,
    1,
    null,
  ]);
});

test('what a router passes on is joined on its own link', () => {
  const frames = [piece(0, true), piece(0, true), piece(2, false), piece(2, false)];
  expect(begunWith(frames, ['client', 'router', 'client', 'router'])).toEqual([null, null, 0, 1]);
});

test('without its beginning nobody knows of which datagram it is', () => {
  expect(begunWith([piece(2, false)])).toEqual([null]);
});

test('not to be fragmented is not a fragment', () => {
  expect(
    begunWith([ipFrame({ protocol: 17, fragment: 0x4000 }, bytes([1, 2], [2, 2], [8, 2], [0, 2]))]),
  ).toEqual([null]);
});

test('of a capture of real hosts, each later fragment has its first', () => {
  const frames = frameStates(captured('pair'));
  const next = fragments();
  const told = frames.flatMap(frame => {
    const begun = next(frame);
    return begun === null ? [] : [[frames[begun], frame].map(each => each && summaryOf(each).text)];
  });
  expect(told).toEqual([
    ['UDP 3000 bytes, first fragment', 'UDP fragment at 1480, 1480 bytes'],
    ['UDP 3000 bytes, first fragment', 'UDP fragment at 2960, 48 bytes'],
  ]);
});
