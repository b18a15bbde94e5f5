/**
 * One socket of the kernel over time: from the call or the table row that first tells of it. Two
 * witnesses tell of it, and neither sees all: calls know descriptors at once but not the port that the
 * kernel chose; tables know everything, some milliseconds later, unless the socket is gone by then.
 */
import type { SocketRow } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import type { Datagram } from './datagrams.ts';
import { mayBeSame, plainEndpoint, type Typed } from './endpoints.ts';
import type { Flow } from './tcp-flows.ts';

export type SocketLife = {
  readonly host: string;
  /** "tcp", "udp", …; null while nobody has said */
  protocol: string | null;
  inode: number | null;
  local: string | null;
  peer: string | null;
  /** bind() has said which port; else the kernel chooses one for each connection */
  isBound: boolean;
  /** `local` was read off a frame that may have been another socket's */
  isGuess: boolean;
  /** whom it is being connected to, while no frame and no row has shown from which port */
  target: (Typed & { index: number }) | null;
  /** where in the trace it began to listen */
  listensFrom: number | null;
  /** accept() has given it out */
  isAccepted: boolean;
  /** a call was made on a descriptor that nobody had told of */
  isUnnamed: boolean;
  state: SocketRow['state'];
  /** places in the trace: first told of; in no table any more */
  from: number;
  until: number | null;
  /** descriptors known to hold it */
  holders: number;
  readonly rows: { index: number; seq: number; row: SocketRow }[];
  readonly calls: CallFact[];
  /** connections, one after the other where a socket was connected again */
  readonly flows: Flow[];
  readonly sent: Datagram[];
  readonly received: { datagram: Datagram; index: number }[];
  /** found to be that one */
  into: SocketLife | null;
};

export const freshLife = (host: string, from: number, given: Partial<SocketLife> = {}): SocketLife => ({
  host,
  protocol: null,
  inode: null,
  local: null,
  peer: null,
  isBound: false,
  isGuess: false,
  target: null,
  listensFrom: null,
  isAccepted: false,
  isUnnamed: false,
  state: null,
  from,
  until: null,
  holders: 0,
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

/** States in which a connection is that nobody holds any more: the program has closed it. */
const CLOSING: readonly SocketRow['state'][] = [
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSING',
  'LAST-ACK',
  'TIME-WAIT',
  'CLOSED',
];

/** Whether nothing known of a life speaks against its being this row's. */
export function agrees(life: SocketLife, row: SocketRow): boolean {
  if (life.inode !== null && row.inode !== 0 && life.inode !== row.inode) return false;
  if (life.protocol !== null && life.protocol !== row.protocol) return false;
  if (life.listensFrom !== null && row.state !== 'LISTEN' && row.state !== 'CLOSED') return false;
  return (life.isGuess || endsAgree(life.local, row.local)) && endsAgree(life.peer, row.peer);
}

const endsAgree = (known: string | null, told: string | null): boolean =>
  known === null || told === null || mayBeSame(known, plainEndpoint(told));

/** How much of what is known of a life the row says too. */
export const likeness = ({ local, peer }: SocketLife, row: SocketRow): number =>
  [
    [local, row.local],
    [peer, row.peer],
  ].filter(([known, told]) => known != null && told != null && known === plainEndpoint(told)).length;

/**
 * Whether a row with the life's two ends and without a number of its own is still this socket: what a
 * program has held comes back without number only while it closes, and TIME-WAIT is the end.
 */
export function goesOn(life: SocketLife, row: SocketRow): boolean {
  if (life.until !== null || (life.state === 'TIME-WAIT' && row.state !== 'TIME-WAIT')) return false;
  const wasHeld = life.inode !== null || life.isAccepted || life.calls.length > 0;
  return row.inode !== 0 || !wasHeld || CLOSING.includes(row.state);
}

/** Makes `other` part of `life`: they were two witnesses' views of one socket. */
export function merge(life: SocketLife, other: SocketLife): void {
  other.into = life;
  life.from = Math.min(life.from, other.from);
  life.holders += other.holders;
  life.isAccepted ||= other.isAccepted;
  life.isBound ||= other.isBound;
  life.protocol ??= other.protocol;
  life.local ??= other.local;
  life.peer ??= other.peer;
  for (const call of other.calls) {
    if (call.life === other) call.life = life;
    if (call.made === other) call.made = life;
  }
  take(life.calls, other.calls, ({ index }) => index);
  take(life.rows, other.rows, ({ index }) => index);
  take(life.flows, other.flows, ({ from }) => from);
  take(life.sent, other.sent, ({ index }) => index);
  take(life.received, other.received, ({ index }) => index);
}

function take<Item>(list: Item[], more: readonly Item[], place: (item: Item) => number): void {
  list.push(...more.filter(item => !list.includes(item)));
  list.sort((a, b) => place(a) - place(b));
}
