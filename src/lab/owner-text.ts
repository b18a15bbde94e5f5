/** Who has a socket, in words. */
import type { SocketRow } from '#protocol/events';
import type { Words } from './words.ts';

/** "fd 3 · server", "fd 4 · pid 17"; a socket without a holder says why it is there. */
export function ownerText(row: SocketRow, words: Words): string {
  if (row.owners.length > 0)
    return row.owners.map(({ fd, program, pid }) => `fd ${fd} · ${program ?? `pid ${pid}`}`).join(', ');
  const isClosing = row.state !== 'ESTABLISHED' && row.state !== 'SYN-RECEIVED';
  return words.say(isClosing ? 'lab.sockets.kernel' : 'lab.sockets.unaccepted');
}

/** "TCP", "UDP", "UNIX dgram" */
export const protocolText = ({ protocol, kind }: SocketRow): string =>
  kind === undefined ? protocol.toUpperCase() : `${protocol.toUpperCase()} ${kind}`;

/**
 * The other end as a reader knows it. A pair of Unix sockets has no names: each is known by who holds it.
 *
 * @param rows the table that the row stands in
 */
export function peerText(row: SocketRow, rows: readonly SocketRow[], words: Words): string {
  if (row.peer !== null) return row.peer;
  const other = row.peerInode === undefined ? undefined : rows.find(each => each.inode === row.peerInode);
  return other === undefined ? '—' : ownerText(other, words);
}

/** Its own address; a Unix socket that is connected and has no name says so. */
export const localText = ({ local, protocol, peer, peerInode }: SocketRow, words: Words): string =>
  local ??
  (protocol === 'unix' && (peer !== null || peerInode !== undefined)
    ? words.say('lab.sockets.unnamed')
    : '—');
