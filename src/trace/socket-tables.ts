/**
 * Brings the kernel's tables together with what calls have told. A table is stamped after it was read:
 * all that it shows had happened, but what the trace has just before it may be missing.
 */
import type { SocketRow } from '#protocol/events';
import type { Descriptors } from './descriptors.ts';
import { plainEndpoint } from './endpoints.ts';
import type { FlowLinks } from './flow-links.ts';
import { agrees, goesOn, likeness, type SocketLife } from './socket-life.ts';
import type { SocketLives } from './socket-lives.ts';

type Table = { host: string; seq: number; sockets: readonly SocketRow[] };

/** Who holds a socket, in the words of descriptors.ts. */
type Holder = { process: string; fd: number };

export type SocketTables = {
  add(table: Table, index: number, holdersOf: (row: SocketRow) => readonly Holder[]): void;
};

export function openSocketTables(
  lives: SocketLives,
  descriptors: Descriptors,
  links: FlowLinks,
): SocketTables {
  const present = new Map<string, ReadonlySet<SocketLife>>();

  /** Among the sockets that its descriptors have meant, the one most like the row. */
  function byHolders(row: SocketRow, holders: readonly Holder[]): SocketLife | undefined {
    const known = holders.flatMap(({ process, fd }) => descriptors.past(process, fd));
    const fitting = known.filter(life => life.inode === null && agrees(life, row));
    const best = Math.max(...fitting.map(life => likeness(life, row)));
    return fitting.find(life => likeness(life, row) === best);
  }

  function byEnds(row: SocketRow): SocketLife | undefined {
    if (row.local === null || row.peer === null) return undefined;
    return lives
      .withEnds(plainEndpoint(row.local), plainEndpoint(row.peer))
      .find(life => agrees(life, row) && goesOn(life, row));
  }

  function lifeOf(host: string, row: SocketRow, index: number, holders: readonly Holder[]): SocketLife {
    const known = lives.withInode(host, row.inode);
    const held = known === undefined ? byHolders(row, holders) : undefined;
    // In the accept queue it had no number and no holder: both witnesses may have told of it by now.
    const queued = known === undefined && row.state !== 'LISTEN' ? byEndsOn(host, row) : undefined;
    if (held !== undefined && queued !== undefined && held !== queued && queued.calls.length === 0) {
      lives.unite(held, queued);
    }
    return known ?? held ?? queued ?? lives.create(host, index);
  }

  const byEndsOn = (host: string, row: SocketRow): SocketLife | undefined => {
    const life = byEnds(row);
    return life?.host === host ? life : undefined;
  };

  function teach(life: SocketLife, row: SocketRow): void {
    life.protocol = row.protocol;
    if (row.inode !== 0 && life.inode === null) lives.setInode(life, row.inode);
    const local = row.local === null ? null : plainEndpoint(row.local);
    if (life.isGuess && local !== null) {
      if (local === life.local) life.isGuess = false;
      else links.corrects(life, local);
    }
    lives.setEnds(life, row);
    if (row.protocol === 'tcp') links.hasEnds(life);
  }

  /** What the table says of a descriptor, unless it is old news. */
  function hold(life: SocketLife, { process, fd }: Holder, index: number): void {
    const past = descriptors.past(process, fd);
    const open = descriptors.find(process, fd);
    const now = past[0];
    if (open !== undefined && now !== undefined && now !== life) {
      if (now.isUnnamed && now.inode === null) {
        lives.unite(life, now);
        return;
      }
      if (open.isInherited) {
        for (const call of now.calls.filter(each => each.process === process && each.fd === fd)) {
          call.life = life;
          life.calls.push(call);
          now.calls.splice(now.calls.indexOf(call), 1);
        }
      }
    }
    if (!past.includes(life)) descriptors.bind(process, fd, life, index);
  }

  return {
    add({ host, seq, sockets }, index, holdersOf) {
      const seen = new Set<SocketLife>();
      for (const row of sockets) {
        const holders = holdersOf(row);
        const life = lifeOf(host, row, index, holders);
        teach(life, row);
        if (row.state === 'LISTEN') life.listensFrom ??= index;
        lives.setRow(life, row, index, seq);
        for (const holder of holders) hold(life, holder, index);
        seen.add(life);
      }
      for (const life of present.get(host) ?? []) if (!seen.has(life)) life.until ??= index;
      present.set(host, seen);
    },
  };
}
