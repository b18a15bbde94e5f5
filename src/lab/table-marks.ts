/**
 * What a command changed in a socket table: every row is compared with the row that it was before.
 */
import type { SocketRow } from '#protocol/events';

export type Cell = 'owner' | 'state' | 'local' | 'peer' | 'recvQ' | 'sendQ';
export type MarkedRow = { key: string; row: SocketRow; isNew: boolean; changed: readonly Cell[] };

/**
 * Rows in the kernel's order, each with the cells that differ from `before`. A socket keeps its inode;
 * a connection that nobody has accepted, or that is only remembered (TIME-WAIT), has none and is
 * known by its two addresses.
 */
export function markedRows(before: readonly SocketRow[], now: readonly SocketRow[]): MarkedRow[] {
  return now.map(row => {
    const old = before.find(other => isSame(other, row));
    return { key: keyOf(row), row, isNew: old === undefined, changed: old ? changedCells(old, row) : [] };
  });
}

const isSame = (a: SocketRow, b: SocketRow) =>
  a.protocol === b.protocol &&
  (a.inode !== 0 && b.inode !== 0 ? a.inode === b.inode : a.local === b.local && a.peer === b.peer);

const keyOf = (row: SocketRow) =>
  row.inode !== 0 ? `${row.inode}` : `${row.protocol} ${row.local} ${row.peer}`;

const ownersOf = (row: SocketRow) => row.owners.map(owner => `${owner.program} ${owner.fd}`).join();

function changedCells(old: SocketRow, row: SocketRow): Cell[] {
  const cells: Cell[] = [];
  if (ownersOf(old) !== ownersOf(row)) cells.push('owner');
  if (old.state !== row.state) cells.push('state');
  if (old.local !== row.local) cells.push('local');
  if (old.peer !== row.peer) cells.push('peer');
  if (old.recvQ !== row.recvQ) cells.push('recvQ');
  if (old.sendQ !== row.sendQ) cells.push('sendQ');
  return cells;
}
