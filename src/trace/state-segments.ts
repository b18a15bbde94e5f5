/**
 * Which state a segment takes a TCP socket to (RFC 9293, sections 3.10.4 to 3.10.7): one that has left it
 * shows what its kernel had decided, one that has come is taken in at once.
 */
import type { TcpState, TraceEvent } from '#protocol/events';
import { type Range, reachOf, withRange } from './byte-ranges.ts';
import { arrivalOf, type Journey } from './journeys.ts';
import type { Connection, Seen, Segment } from './state-evidence.ts';
import type { SocketKind } from './tcp-diagram.ts';
import { happenedAt } from './times.ts';

/** What a socket has heard of a connection so far, and what its later run tells. */
export type Hearing = {
  /** of the other side's sequence numbers */
  heard: readonly Range[];
  /** the other side's FIN was taken in, sooner or later */
  isFinTaken: boolean;
  /** place of the segment that completed the handshake of an accepted socket; null: none has */
  establishedBy: number | null;
};

const AFTER_FIN: readonly (TcpState | null)[] = ['CLOSE-WAIT', 'LAST-ACK', 'CLOSING', 'TIME-WAIT'];
const BEFORE: readonly (TcpState | null)[] = [null, 'CLOSED', 'LISTEN', 'SYN-RECEIVED'];

/** @param accepted place in the trace at which accept() gave it out */
export function hearingOf(
  trace: readonly TraceEvent[],
  connection: Connection,
  rows: readonly Seen[],
  accepted: number | null,
): Hearing {
  const { flow, own, peerFin } = connection;
  const isAcknowledged = peerFin !== null && own.some(({ ack }) => (ack ?? 0) >= peerFin);
  const isSynSeen = flow.isn[connection.side === 0 ? 1 : 0] !== null && flow.hasSyn;
  return {
    heard: isSynSeen ? [] : [{ start: 0, end: 1 }],
    isFinTaken: isAcknowledged || rows.some(({ row }) => AFTER_FIN.includes(row.state)),
    establishedBy: establishedBy(trace, connection, rows, accepted),
  };
}

/**
 * An ACK that comes while the accept queue is full is not taken (tcp_v4_syn_recv_sock): only what the socket
 * did later tells that one was, and the SYN, ACK that is sent again tells that one was not.
 */
function establishedBy(
  trace: readonly TraceEvent[],
  { own, journeys, side }: Connection,
  rows: readonly Seen[],
  accepted: number | null,
): number | null {
  const speaks = own.find(
    ({ syn, rst, fin, start, end, ack }) => !syn && !rst && (fin || end > start || (ack ?? 0) > 1),
  );
  const shown = rows.find(({ row }) => !BEFORE.includes(row.state));
  const proofs = [speaks?.index, shown?.index, accepted].filter(index => index != null);
  if (proofs.length === 0) return null;
  const time = (index: number): number => happenedAt(trace, index);
  const proof = Math.min(...proofs.map(time));
  const arrivals = journeys
    .filter(each => each.side !== side && !each.rst && (each.ack ?? 0) >= 1)
    .flatMap(journey => arrivalOf(journey) ?? [])
    .filter(index => time(index) <= proof)
    .sort((one, other) => time(one) - time(other));
  const asked = own.findLast(({ syn, index }) => syn && time(index) < proof)?.index;
  return arrivals.find(index => asked === undefined || time(index) > time(asked)) ?? arrivals.at(-1) ?? null;
}

/** The state after a segment has left; null: the same. */
export function afterLeaving(state: TcpState, { syn, fin, rst, ack }: Journey): TcpState | null {
  if (state === 'CLOSED') return syn && ack === null ? 'SYN-SENT' : null;
  if (state === 'LISTEN') return syn && ack !== null ? 'SYN-RECEIVED' : null;
  if (rst) return state === 'SYN-SENT' || state === 'TIME-WAIT' ? null : 'CLOSED';
  if (!fin) return null;
  if (state === 'ESTABLISHED' || state === 'SYN-RECEIVED') return 'FIN-WAIT-1';
  return state === 'CLOSE-WAIT' ? 'LAST-ACK' : null;
}

/** Takes a segment in: what is heard by now, and the states that it leads through. */
export function afterHearing(
  state: TcpState,
  segment: Segment,
  hearing: Hearing,
  kind: SocketKind,
): { heard: readonly Range[]; states: TcpState[] } {
  const { journey, index } = segment;
  const before = reachOf(hearing.heard, 0);
  const heard = withRange(hearing.heard, journey);
  const { peerFin, ownFin } = segment.connection;
  const isWhole = peerFin !== null && reachOf(heard, 0) >= peerFin;
  const said: Said = {
    journey,
    isReset: journey.rst && journey.start === before,
    isEstablished: kind === 'accepted' ? index === hearing.establishedBy : (journey.ack ?? 0) >= 1,
    isFinHeard: isWhole && hearing.isFinTaken,
    isFinOpen: isWhole && !hearing.isFinTaken,
    isFinAcked: ownFin !== null && (journey.ack ?? 0) >= ownFin,
  };
  const states: TcpState[] = [];
  for (let next = nextState(state, said); next !== null; next = nextState(states.at(-1) ?? state, said))
    states.push(next);
  return { heard, states };
}

type Said = {
  journey: Journey;
  isReset: boolean;
  isEstablished: boolean;
  isFinHeard: boolean;
  /** It has come, and nothing tells yet that it was taken in. */
  isFinOpen: boolean;
  isFinAcked: boolean;
};

function nextState(state: TcpState, said: Said): TcpState | null {
  const { syn, ack, rst } = said.journey;
  if (state === 'SYN-SENT') {
    if (rst) return ack === 1 ? 'CLOSED' : null;
    if (!syn) return null;
    return ack === null ? 'SYN-RECEIVED' : 'ESTABLISHED';
  }
  if (state === 'CLOSED' || state === 'LISTEN') return null;
  if (said.isReset) return 'CLOSED';
  switch (state) {
    case 'SYN-RECEIVED':
      return said.isEstablished ? 'ESTABLISHED' : null;
    case 'ESTABLISHED':
      return said.isFinHeard ? 'CLOSE-WAIT' : null;
    case 'FIN-WAIT-1':
      if (said.isFinOpen) return null;
      if (said.isFinAcked) return said.isFinHeard ? 'TIME-WAIT' : 'FIN-WAIT-2';
      return said.isFinHeard ? 'CLOSING' : null;
    case 'FIN-WAIT-2':
      return said.isFinHeard ? 'TIME-WAIT' : null;
    case 'CLOSING':
      return said.isFinAcked ? 'TIME-WAIT' : null;
    case 'LAST-ACK':
      return said.isFinAcked ? 'CLOSED' : null;
    case 'CLOSE-WAIT':
    case 'TIME-WAIT':
      return null;
    default:
      return state satisfies never;
  }
}
