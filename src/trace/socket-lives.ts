/**
 * All sockets of a lab over time, found again by what names them: the kernel's inode, the two ends of
 * a connection.
 */
import { freshLife, lifeOf, localIn, merge, peerIn, type SeenRow, type SocketLife } from './socket-life.ts';

export type SocketLives = {
  create(host: string, from: number, given?: Partial<SocketLife>): SocketLife;
  ofHost(host: string): readonly SocketLife[];
  /** The socket with this number, which is told of now if nobody has before. */
  numbered(host: string, inode: number, index: number): SocketLife;
  withInode(host: string, inode: number): SocketLife | undefined;
  /** Those that tables have shown with these two ends, in the order of their first such rows. */
  withEnds(local: string, peer: string): readonly { life: SocketLife; first: SeenRow }[];
  setInode(life: SocketLife, inode: number): void;
  /** Whether a host has sockets whose number nobody has told. */
  hasNameless(host: string): boolean;
  unite(life: SocketLife, other: SocketLife): void;
  /** Notes that a row of a table is this socket's; tells whether its ends are news. */
  setRow(life: SocketLife, seen: SeenRow): boolean;
};

export function openSocketLives(): SocketLives {
  const hosts = new Map<string, SocketLife[]>();
  const inodes = new Map<string, SocketLife>();
  const nameless = new Map<string, Set<SocketLife>>();
  const ends = new Map<string, { life: SocketLife; first: SeenRow }[]>();

  function create(host: string, from: number, given?: Partial<SocketLife>): SocketLife {
    const life = freshLife(host, from, given);
    const known = hosts.get(host);
    if (known === undefined) hosts.set(host, [life]);
    else known.push(life);
    if (life.inode === null) nameless.set(host, (nameless.get(host) ?? new Set()).add(life));
    return life;
  }

  function withInode(host: string, inode: number): SocketLife | undefined {
    const life = inodes.get(`${host} ${inode}`);
    return life === undefined ? undefined : lifeOf(life);
  }

  function setInode(life: SocketLife, inode: number): void {
    life.inode = inode;
    nameless.get(life.host)?.delete(life);
    inodes.set(`${life.host} ${inode}`, life);
  }

  function putEnds(life: SocketLife, first: SeenRow): void {
    const [local, peer] = [localIn(first), peerIn(first)];
    if (local === null || peer === null) return;
    const key = `${local} ${peer}`;
    const known = ends.get(key) ?? [];
    ends.set(key, known);
    if (!known.some(each => lifeOf(each.life) === life)) known.push({ life, first });
  }

  return {
    create,
    ofHost: host => [...new Set(hosts.get(host)?.map(lifeOf))],
    withInode,
    numbered(host, inode, index) {
      const known = withInode(host, inode);
      if (known !== undefined) return known;
      const life = create(host, index, { inode });
      setInode(life, inode);
      return life;
    },
    withEnds: (local, peer) =>
      (ends.get(`${local} ${peer}`) ?? []).map(({ life, first }) => ({ life: lifeOf(life), first })),
    setInode,
    hasNameless: host => (nameless.get(host)?.size ?? 0) > 0,
    unite(life, other) {
      merge(life, other);
      nameless.get(life.host)?.delete(other);
      if (life.inode === null && other.inode !== null) setInode(life, other.inode);
    },
    setRow(life, seen) {
      const before = life.rows.at(-1)?.row;
      life.rows.push(seen);
      life.protocol = seen.row.protocol;
      if (before !== undefined && before.local === seen.row.local && before.peer === seen.row.peer)
        return false;
      putEnds(life, seen);
      return true;
    },
  };
}
