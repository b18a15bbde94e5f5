/**
 * One socket of the kernel over time: from the call or the table row that first tells of it. Two
 * witnesses tell of it, and neither sees all: calls know descriptors at once but not the port that the
 * kernel chose; tables know everything, some milliseconds later, unless the socket is gone by then.
 */
import type { SocketRow } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import type { Arrival, Datagram } from './datagrams.ts';
import { mayBeSame, plainEndpoint } from './endpoints.ts';
import type { Flow, Side } from './tcp-flows.ts';
import type { Time } from './times.ts';

export type SeenRow = { index: number; seq: number; time: Time; row: SocketRow };

export type SocketLife = {
  readonly host: string;
  /** "tcp", "udp", …; null while nobody has said */
  protocol: string | null;
  inode: number | null;
  /** the address that bind() gave it, with its port */
  bound: string | null;
  /** the other end as accept() told it, or as connect() set it for datagrams */
  peer: string | null;
  /** the call that made it listen */
  listens: CallFact | null;
  /** the call that gave it out */
  accepted: CallFact | null;
  /** a call was made on a descriptor that nobody had told of */
  isUnnamed: boolean;
  /** place in the trace at which it is first told of */
  from: number;
  /** its rows that have its number; those without are told by unnumbered-rows.ts */
  readonly rows: SeenRow[];
  readonly calls: CallFact[];
  /** connections, one after the other where a socket was connected again; set by flow-links.ts */
  readonly flows: Flow[];
  /** set by datagram-ends.ts */
  sent: Datagram[];
  received: Arrival[];
  /** found to be that one */
  into: SocketLife | null;
};

export const freshLife = (host: string, from: number, given: Partial<SocketLife> = {}): SocketLife => ({
  host,
  protocol: null,
  inode: null,
  bound: null,
  peer: null,
  listens: null,
  accepted: null,
  isUnnamed: false,
  from,
  rows: [],
  calls: [],
  flows: [],
  sent: [],
  received: [],
  into: null,
  ...given,
});

/** The life that this one was found to be. */
export function lifeOf(life: SocketLife): SocketLife {
  let found = life;
  while (found.into !== null) found = found.into;
  return found;
}

/** Its own address, where a table or bind() tells it; the newest one. */
export function localOf({ rows, bound }: SocketLife): string | null {
  const told = rows.at(-1)?.row.local ?? null;
  return told === null ? bound : plainEndpoint(told);
}

/** The other end of a row, as frames name it. */
export const peerIn = ({ row }: SeenRow): string | null =>
  row.peer === null ? null : plainEndpoint(row.peer);
export const localIn = ({ row }: SeenRow): string | null =>
  row.local === null ? null : plainEndpoint(row.local);

/** The two ends of a connection as one of its sides names them: its own, the other. */
export const endsAt = ({ ends }: Flow, side: Side): readonly [string, string] =>
  side === 0 ? ends : [ends[1], ends[0]];

/** Whether nothing known of a life speaks against its being this row's. */
export function agrees(life: SocketLife, row: SocketRow): boolean {
  if (life.inode !== null && row.inode !== 0 && life.inode !== row.inode) return false;
  if (life.protocol !== null && life.protocol !== row.protocol) return false;
  if (life.listens !== null && row.state !== 'LISTEN' && row.state !== 'CLOSED') return false;
  // The port of a socket that was not bound is a guess: its connection may be another one's.
  return endsAgree(life.bound, row.local) && endsAgree(life.peer, row.peer);
}

const endsAgree = (known: string | null, told: string | null): boolean =>
  known === null || told === null || mayBeSame(known, plainEndpoint(told));

/** How well a row fits what is known of a socket that no table has shown yet, by the frames' word too. */
export function likeness(life: SocketLife, row: SocketRow): number {
  const flow = life.flows.at(-1);
  if (flow === undefined) return 0;
  const side = flow.lives[0] !== null && lifeOf(flow.lives[0]) === life ? 0 : 1;
  const told = [row.local, row.peer];
  return endsAt(flow, side).reduce((sum, known, place) => {
    const end = told[place];
    return end == null ? sum : sum + (known === plainEndpoint(end) ? 1 : -1);
  }, 0);
}

/** Makes `other` part of `life`: they were two witnesses' views of one socket. */
export function merge(life: SocketLife, other: SocketLife): void {
  other.into = life;
  life.from = Math.min(life.from, other.from);
  life.accepted ??= other.accepted;
  life.listens ??= other.listens;
  life.protocol ??= other.protocol;
  life.bound ??= other.bound;
  life.peer ??= other.peer;
  for (const call of other.calls) {
    if (call.life === other) call.life = life;
    if (call.made === other) call.made = life;
  }
  take(life.calls, other.calls);
  take(life.rows, other.rows);
}

function take<Item extends { index: number }>(list: Item[], more: readonly Item[]): void {
  list.push(...more.filter(item => !list.includes(item)));
  list.sort((a, b) => a.index - b.index);
}
