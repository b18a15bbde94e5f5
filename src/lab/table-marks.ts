/**
 * A host's socket table in a reader's order, and what a command changed in it: every row is compared with the row
 * that it was before.
 */
import type { SocketRow } from '#protocol/events';

export type Cell = 'owner' | 'state' | 'local' | 'peer' | 'recvQ' | 'sendQ';
export type MarkedRow = { key: string; row: SocketRow; isNew: boolean; changed: readonly Cell[] };

/**
 * Rows by program and descriptor, those that nobody holds last; each with the cells that differ from `before`. A socket keeps its inode;
 * a connection that nobody has accepted, or that is only remembered (TIME-WAIT), has none and is
 * known by its two addresses.
 */
export function markedRows(before: readonly SocketRow[], now: readonly SocketRow[]): MarkedRow[] {
  return now.toSorted(byOwner).map(row => {
    const old = before.find(other => isSame(other, row));
    return { key: keyOf(row), row, isNew: old === undefined, changed: old ? changedCells(old, row) : [] };
  });
}

/** The kernel's order is that of its hash table, and says nothing. */
function byOwner(one: SocketRow, other: SocketRow): number {
  const [a, b] = [firstOwner(one), firstOwner(other)];
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a.program === null || b.program === null)
    return Number(a.program === null) - Number(b.program === null) || a.pid - b.pid || a.fd - b.fd;
  return a.program.localeCompare(b.program, 'en', { numeric: true }) || a.pid - b.pid || a.fd - b.fd;
}

const firstOwner = ({ owners }: SocketRow) =>
  owners.toSorted((one, other) => one.pid - other.pid || one.fd - other.fd)[0];

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
