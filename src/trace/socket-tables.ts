/**
 * Brings the kernel's tables together with what calls have told. A row and a call with the same number
 * are about the same socket; where a call gives no number, its descriptor tells who holds what.
 */
import type { SocketRow } from '#protocol/events';
import type { Descriptors } from './descriptors.ts';
import { plainEndpoint } from './endpoints.ts';
import type { FlowLinks } from './flow-links.ts';
import { agrees, lifeOf, likeness, type SeenRow, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';
import { type Flows, sideOf } from './tcp-flows.ts';
import type { Time } from './times.ts';
import type { UnnumberedRows } from './unnumbered-rows.ts';

type Table = { host: string; seq: number; sockets: readonly SocketRow[] };

/** Who holds a socket, in the words of descriptors.ts. */
type Holder = { process: string; fd: number };

export type SocketTables = {
  add(table: Table, index: number, time: Time, holdersOf: (row: SocketRow) => readonly Holder[]): void;
};

export function openSocketTables(
  lives: SocketLives,
  descriptors: Descriptors,
  links: FlowLinks,
  flows: Flows,
  unnumbered: UnnumberedRows,
): SocketTables {
  /** Among the sockets that its descriptors have meant and whose number nobody has told, the one most like the row. */
  function byHolders(row: SocketRow, holders: readonly Holder[]): SocketLife | undefined {
    const known = holders.flatMap(({ process, fd }) => descriptors.past(process, fd));
    const fitting = known.filter(life => life.inode === null && agrees(life, row));
    if (fitting.length > 1) links.settle();
    const best = Math.max(...fitting.map(life => likeness(life, row)));
    return fitting.find(life => likeness(life, row) === best);
  }

  /** Who was given the connection may have handed it on to a child of whom nobody has told yet. */
  function byEnds(host: string, row: SocketRow): SocketLife | undefined {
    if (row.local === null || row.peer === null) return undefined;
    links.settle();
    const local = plainEndpoint(row.local);
    return (
      flows
        .between(local, plainEndpoint(row.peer), host)
        .map(flow => flow.lives[sideOf(flow, local)])
        .map(life => (life === null ? null : lifeOf(life)))
        .findLast(life => life?.inode === null && agrees(life, row)) ?? undefined
    );
  }

  function numbered(host: string, row: SocketRow, index: number, holders: readonly Holder[]): SocketLife {
    if (lives.hasNameless(host) && lives.withInode(host, row.inode) === undefined) {
      const nameless = byHolders(row, holders) ?? byEnds(host, row);
      if (nameless !== undefined) lives.setInode(nameless, row.inode);
    }
    return lives.numbered(host, row.inode, index);
  }

  /** What the table says of a descriptor, unless it is old news. */
  function hold(life: SocketLife, { process, fd }: Holder, seen: SeenRow): void {
    const past = descriptors.past(process, fd);
    const open = descriptors.find(process, fd);
    const now = past[0];
    if (open !== undefined && now !== undefined && now !== life) {
      if (now.isUnnamed && now.inode === null) {
        lives.unite(life, now);
        links.shows(life, seen);
        return;
      }
      if (open.isInherited) move(now, life, process, fd);
    }
    if (!past.includes(life)) descriptors.bind(process, fd, life, seen.index);
  }

  return {
    add({ host, seq, sockets }, index, time, holdersOf) {
      for (const row of sockets) {
        const seen: SeenRow = { index, seq, time, row };
        if (row.inode === 0) {
          unnumbered.add(host, seen);
          continue;
        }
        const holders = holdersOf(row);
        const life = numbered(host, row, index, holders);
        if (lives.setRow(life, seen)) links.shows(life, seen);
        for (const holder of holders) hold(life, holder, seen);
      }
    },
  };
}

/** A child's calls were put onto a socket of its parent that it had closed by then. */
function move(from: SocketLife, to: SocketLife, process: string, fd: number): void {
  for (const call of from.calls.filter(each => each.process === process && each.fd === fd)) {
    if (call.socket !== null) continue;
    call.life = to;
    to.calls.push(call);
    from.calls.splice(from.calls.indexOf(call), 1);
  }
}
