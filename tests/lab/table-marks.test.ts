import { expect, test } from 'vitest';
import type { SocketRow } from '#protocol/events';
import { labAt } from '#trace/fold';
import { markedRows } from '../../src/lab/table-marks.ts';
import { row } from '../trace/events.ts';
import { goldenUpTo } from './golden.ts';

const rowsAfter = (move: string, host: string): readonly SocketRow[] => {
  const trace = goldenUpTo(move);
  return labAt(trace, trace.length).sockets[host] ?? [];
};

test('listen() changes the state of the socket that bind() named, and makes no new one', () => {
  const rows = markedRows(rowsAfter('bind', 'server'), rowsAfter('listen', 'server'));
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ isNew: false });
  expect(rows[0]?.changed).toContain('state');
});

test('accept() gives the waiting connection an owner: the row stays the same connection', () => {
  const listening = rowsAfter('listen', 'server')[0];
  const accepted = rowsAfter('accepted', 'server').find(row => row.state === 'ESTABLISHED');
  if (!listening || !accepted) throw new Error('the recording has other sockets than expected');
  const waiting = { ...accepted, inode: 0, owners: [] };
  const rows = markedRows([listening, waiting], [listening, accepted]);
  expect(rows.map(({ isNew, changed }) => ({ isNew, changed }))).toEqual([
    { isNew: false, changed: [] },
    { isNew: false, changed: ['owner'] },
  ]);
});

test('a socket that was not there is new, and every row has a key of its own', () => {
  const rows = markedRows(rowsAfter('listen', 'server'), rowsAfter('accepted', 'server'));
  expect(rows.filter(({ isNew }) => isNew)).toHaveLength(1);
  expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
});

test('a table is in the order of its programs and their descriptors; what nobody holds comes last', () => {
  const held = (inode: number, program: string | null, fd: number): SocketRow =>
    row({ inode, owners: [{ program, pid: 7, fd }] });
  const shuffled = [
    row({ inode: 0, local: '10.0.0.1:1' }),
    held(5, null, 3),
    held(4, 'worker-10', 3),
    held(2, 'server', 12),
    held(3, 'worker-9', 3),
    held(1, 'server', 4),
  ];
  const inOrder = markedRows([], shuffled).map(({ row: { inode } }) => inode);
  expect(inOrder).toEqual([1, 2, 3, 4, 5, 0]);
});
