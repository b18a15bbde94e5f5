import { expect, test } from 'vitest';
import { labAt } from '#trace/fold';
import { type Ladder, ladderOf, openLadder, shotsOf } from '../../src/lab/ladder.ts';
import { type WireRow, wireRows } from '../../src/lab/wire-rows.ts';
import { golden } from './golden.ts';
import { ARP, ARP_REPLY, DATA, lanMarks, pairMarks, rowsOf, SYN } from './wire-fixture.ts';

const all = wireRows(labAt(golden, golden.length).frames);
const arrowOf = (ladder: Ladder, row: WireRow | undefined) => (row ? ladder.arrowOf(row) : expect.fail());

test('each arrow goes from the lane of its sender to the other, an ARP broadcast too', () => {
  const ladder = ladderOf(pairMarks, all);
  expect(ladder.lanes.map(({ label }) => label)).toEqual(['client', 'server']);
  for (const row of all) {
    const way = row.frame.from === 'client' ? { from: 0, to: [1] } : { from: 1, to: [0] };
    expect(arrowOf(ladder, row), row.summary.text).toEqual(way);
  }
});

test('on one machine the lanes are its ports, because sender and receiver are the same host', () => {
  const local = all.slice(2).map(row => ({ ...row, frame: { ...row.frame, link: 'lo', from: 'pc' } }));
  const ladder = ladderOf(pairMarks, local);
  expect(ladder.lanes.map(({ label }) => label)).toEqual([expect.stringMatching(/^:\d+$/), ':3333']);
  expect(local.slice(0, 2).map(row => arrowOf(ladder, row))).toEqual([
    { from: 0, to: [1] },
    { from: 1, to: [0] },
  ]);
});

test('a frame that a switch handed to several has an arrow to each, on both sides of its sender', () => {
  const rows = rowsOf([
    { id: 1, at: 0, frame: ARP },
    { id: 1, at: 1, to: 'a' },
    { id: 1, at: 1, to: 'server' },
    { id: 1, at: 1, to: 'd' },
  ]);
  const ladder = ladderOf(lanMarks, rows);
  const arrow = arrowOf(ladder, rows[0]);
  expect(arrow).toEqual({ from: 1, to: [0, 2, 3] });
  const [left, right] = shotsOf(arrow, ladder);
  expect(left).toMatchObject({ isLeft: true, left: 0, heads: [1] });
  expect(right).toMatchObject({ isLeft: false, heads: [0.5, 1] });
});

test('a frame that waits aims at the machine whose hardware address it bears, as a switch knows it', () => {
  const waiting = [
    { id: 1, at: 0, frame: ARP },
    { id: 1, at: 0, to: 'server' },
    { id: 2, at: 1, frame: ARP_REPLY },
    { id: 3, at: 2, frame: SYN },
    { id: 3, at: 2, verb: 'held' },
  ] as const;
  // The IP address is no machine's here, as behind a router.
  const marks = lanMarks.map(mark => ({ ...mark, address: '' }));
  const rows = rowsOf(waiting);
  expect(arrowOf(ladderOf(marks, rows), rows[2])).toEqual({ from: 1, to: [2] });
});

test('a frame for all that waits aims at everyone on its link, and at nobody else', () => {
  const rows = rowsOf([
    { id: 1, at: 0, frame: ARP },
    { id: 1, at: 0, verb: 'held' },
  ]);
  const marks = lanMarks.map(mark => (mark.name === 'd' ? { ...mark, links: ['other'] } : mark));
  expect(arrowOf(ladderOf(marks, rows), rows[0])).toEqual({ from: 1, to: [0, 2] });
});

test('what a machine of several sends to itself goes to nobody else', () => {
  const [row, other] = all.slice(2).map(one => ({ ...one, frame: { ...one.frame, link: 'lo' } }));
  const ladder = ladderOf(pairMarks, [...all.slice(0, 1), row ?? expect.fail()]);
  expect(arrowOf(ladder, row)).toEqual({ from: 0, to: [0] });
  expect(arrowOf(ladder, other)).toEqual({ from: 1, to: [1] });
  expect(shotsOf({ from: 0, to: [0] }, ladder)).toMatchObject([{ span: 0 }]);
  expect(DATA.from).toBe('client');
});

test('the ladder of a lab that goes on is the same until its lanes are others', () => {
  const local = all.slice(2).map(row => ({ ...row, frame: { ...row.frame, link: 'lo', from: 'pc' } }));
  const ladder = openLadder(pairMarks);
  const empty = ladder([]);
  expect(empty.lanes.map(({ label }) => label)).toEqual(['client', 'server']);
  const first = ladder(local.slice(0, 1));
  expect(first.lanes).toHaveLength(2);
  expect(ladder(local)).toBe(first);
  const onCable = ladder([...local, ...all.slice(0, 1)]);
  expect(onCable.lanes).toEqual(empty.lanes);
  expect(ladder([...local, ...all])).toBe(onCable);
  expect(ladder(local.slice(0, 2)), 'who looks back sees ports again').toMatchObject({ lanes: first.lanes });
  expect(ladder([]).lanes, 'a fresh box').toEqual(empty.lanes);
});
