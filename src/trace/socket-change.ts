/**
 * What changed in a host's socket table, in one message: tables come whole, a reader wants the one
 * difference that matters. A changed state says more than a changed queue.
 */
import type { SocketRow } from '#protocol/events';
import { type Descriptor, message } from './descriptor.ts';

type Pair = { was: SocketRow | undefined; is: SocketRow | undefined };

/** Finds the most telling difference; each returns null when it does not apply. */
const DIFFERENCES: readonly ((host: string, pair: Pair) => Descriptor | null)[] = [
  stateChanged,
  appeared,
  gone,
  addressed,
  owned,
  queued,
];

export type SocketChange = {
  message: Descriptor;
  /** as it is; of one that is gone as it was */
  row: SocketRow;
  isGone: boolean;
};

/** The most telling difference of each socket that has one. */
export function changesOf(
  host: string,
  before: readonly SocketRow[],
  after: readonly SocketRow[],
): SocketChange[] {
  return paired(before, after).flatMap(pair => {
    const row = pair.is ?? pair.was;
    for (const difference of DIFFERENCES) {
      const found = difference(host, pair);
      if (found !== null && row !== undefined)
        return [{ message: found, row, isGone: pair.is === undefined }];
    }
    return [];
  });
}

/** Null when no row tells of a difference. */
export function socketChange(
  host: string,
  before: readonly SocketRow[],
  after: readonly SocketRow[],
): Descriptor | null {
  const pairs = paired(before, after);
  for (const difference of DIFFERENCES) {
    for (const pair of pairs) {
      const found = difference(host, pair);
      if (found !== null) return found;
    }
  }
  return null;
}

/** "TCP 10.0.0.2:3333 ↔ 10.0.0.1:40112", "UDP 10.0.0.2:9999", "TCP" while unbound */
export function socketText({ protocol, local, peer }: SocketRow): string {
  const ends = [local, peer].filter(end => end !== null).join(' ↔ ');
  return `${protocol.toUpperCase()}${ends === '' ? '' : ` ${ends}`}`;
}

function paired(before: readonly SocketRow[], after: readonly SocketRow[]): Pair[] {
  const left = new Set(before);
  const pairs: Pair[] = after.map(is => {
    const was = [...left].find(row => sameSocket(row, is));
    if (was !== undefined) left.delete(was);
    return { was, is };
  });
  return [...pairs, ...[...left].map(was => ({ was, is: undefined }))];
}

/** The kernel numbers a socket only while somebody holds it; before and after, its ends name it. */
function sameSocket(one: SocketRow, other: SocketRow): boolean {
  if (one.inode !== 0 && other.inode !== 0) return one.inode === other.inode;
  return one.protocol === other.protocol && one.local === other.local && one.peer === other.peer;
}

function stateChanged(host: string, { was, is }: Pair): Descriptor | null {
  if (is?.state == null || is.state === was?.state || (was === undefined && is.state === 'CLOSED'))
    return null;
  return message('trace.socket-state', { host, socket: socketText(is), state: is.state });
}

function appeared(host: string, { was, is }: Pair): Descriptor | null {
  if (was !== undefined || is === undefined) return null;
  return message('trace.socket-new', { host, socket: socketText(is) });
}

function gone(host: string, { was, is }: Pair): Descriptor | null {
  return was !== undefined && is === undefined
    ? message('trace.socket-gone', { host, socket: socketText(was) })
    : null;
}

function addressed(host: string, { was, is }: Pair): Descriptor | null {
  if (was === undefined || is === undefined || (was.local === is.local && was.peer === is.peer)) return null;
  return message('trace.socket-address', { host, socket: socketText(is) });
}

function owned(host: string, { was, is }: Pair): Descriptor | null {
  const owner = is?.owners.find(
    ({ pid, fd }) => !was?.owners.some(known => known.pid === pid && known.fd === fd),
  );
  if (is === undefined || owner?.program == null) return null;
  const { program, fd } = owner;
  return message('trace.socket-owner', { host, socket: socketText(is), program, fd: String(fd) });
}

function queued(host: string, { was, is }: Pair): Descriptor | null {
  if (was === undefined || is === undefined || (was.recvQ === is.recvQ && was.sendQ === is.sendQ))
    return null;
  const queues = { recv: String(is.recvQ), send: String(is.sendQ) };
  return is.state === 'LISTEN'
    ? message('trace.socket-accept-queue', { host, socket: socketText(is), waiting: queues.recv })
    : message('trace.socket-queues', { host, socket: socketText(is), ...queues });
}
