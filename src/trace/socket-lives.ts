/**
 * All sockets of a lab over time, found again by what names them: the kernel's inode, the two ends of
 * a connection, the port of a host.
 */
import type { SocketRow } from '#protocol/events';
import { plainEndpoint, portIn } from './endpoints.ts';
import { freshLife, lifeOf, merge, type SocketLife } from './socket-life.ts';

type Ends = { local?: string | null; peer?: string | null };

export type SocketLives = {
  create(host: string, from: number, given?: Partial<SocketLife>): SocketLife;
  ofHost(host: string): readonly SocketLife[];
  withInode(host: string, inode: number): SocketLife | undefined;
  /** Those with these two ends, newest first. */
  withEnds(local: string, peer: string): readonly SocketLife[];
  /** Those of a host whose own port is this, newest first. */
  atPort(host: string, port: number): readonly SocketLife[];
  setInode(life: SocketLife, inode: number): void;
  /** What is null or left out stays as it is. */
  setEnds(life: SocketLife, ends: Ends): void;
  unite(life: SocketLife, other: SocketLife): void;
  /** Notes that a row of a table is this socket's. */
  setRow(life: SocketLife, row: SocketRow, index: number, seq: number): void;
  /** The socket of a row, which must be one of the trace's own objects. */
  ofRow(row: SocketRow): SocketLife | undefined;
};

export function openSocketLives(): SocketLives {
  const hosts = new Map<string, SocketLife[]>();
  const inodes = new Map<string, SocketLife>();
  const ends = new Map<string, SocketLife[]>();
  const ports = new Map<string, SocketLife[]>();
  const rows = new WeakMap<SocketRow, SocketLife>();

  function put(index: Map<string, SocketLife[]>, key: string, life: SocketLife): void {
    const known = index.get(key);
    if (known === undefined) index.set(key, [life]);
    else if (!known.includes(life)) known.push(life);
  }

  const newest = (index: Map<string, SocketLife[]>, key: string): readonly SocketLife[] => [
    ...new Set(index.get(key)?.map(lifeOf).toReversed()),
  ];

  function enter(life: SocketLife): void {
    const { host, local, peer } = life;
    if (local !== null) put(ports, `${host} ${portIn(local)}`, life);
    if (local !== null && peer !== null) put(ends, `${local} ${peer}`, life);
  }

  return {
    create(host, from, given) {
      const life = freshLife(host, from, given);
      put(hosts, host, life);
      enter(life);
      return life;
    },
    ofHost: host => newest(hosts, host),
    withInode(host, inode) {
      const life = inode === 0 ? undefined : inodes.get(`${host} ${inode}`);
      return life === undefined ? undefined : lifeOf(life);
    },
    withEnds: (local, peer) =>
      newest(ends, `${local} ${peer}`).filter(life => life.local === local && life.peer === peer),
    atPort: (host, port) =>
      newest(ports, `${host} ${port}`).filter(({ local }) => local !== null && portIn(local) === port),
    setInode(life, inode) {
      life.inode = inode;
      inodes.set(`${life.host} ${inode}`, life);
    },
    setEnds(life, { local, peer }) {
      if (local != null) life.local = plainEndpoint(local);
      if (peer != null) life.peer = plainEndpoint(peer);
      enter(life);
    },
    unite(life, other) {
      merge(life, other);
      if (life.inode === null && other.inode !== null) this.setInode(life, other.inode);
      enter(life);
    },
    setRow(life, row, index, seq) {
      life.rows.push({ index, seq, row });
      life.state = row.state;
      life.until = null;
      rows.set(row, life);
    },
    ofRow(row) {
      const life = rows.get(row);
      return life === undefined ? undefined : lifeOf(life);
    },
  };
}
