/**
 * The states of a TCP connection and the ways between them (RFC 9293, figure 5 and its notes). Calls of the
 * sockets API stand for the RFC's user calls: listen() is a passive OPEN, connect() an active one.
 */
import type { TcpState } from '#protocol/events';

/** What takes a connection from one state to the next. */
export type Trigger =
  | 'listen'
  | 'connect'
  | 'close'
  | 'syn'
  | 'syn-ack'
  | 'ack'
  | 'fin'
  | 'fin-ack'
  | 'timeout';

/** The figure's way from LISTEN to SYN-SENT is left out: the sockets API has no call for it. */
export type Edge = {
  from: TcpState;
  to: TcpState;
  trigger: Trigger;
  /** what leaves with it */
  sends: 'SYN' | 'SYN, ACK' | 'ACK' | 'FIN' | null;
  /** who usually goes this way: who connects and closes first, or who listens and closes last */
  usual: 'client' | 'server' | null;
};

const edge = (
  from: TcpState,
  to: TcpState,
  trigger: Trigger,
  sends: Edge['sends'] = null,
  usual: Edge['usual'] = null,
): Edge => ({ from, to, trigger, sends, usual });

export const EDGES: readonly Edge[] = [
  edge('CLOSED', 'LISTEN', 'listen', null, 'server'),
  edge('CLOSED', 'SYN-SENT', 'connect', 'SYN', 'client'),
  edge('LISTEN', 'SYN-RECEIVED', 'syn', 'SYN, ACK', 'server'),
  edge('LISTEN', 'CLOSED', 'close'),
  edge('SYN-SENT', 'SYN-RECEIVED', 'syn', 'SYN, ACK'),
  edge('SYN-SENT', 'ESTABLISHED', 'syn-ack', 'ACK', 'client'),
  edge('SYN-SENT', 'CLOSED', 'close'),
  edge('SYN-RECEIVED', 'ESTABLISHED', 'ack', null, 'server'),
  edge('SYN-RECEIVED', 'FIN-WAIT-1', 'close', 'FIN'),
  edge('ESTABLISHED', 'FIN-WAIT-1', 'close', 'FIN', 'client'),
  edge('ESTABLISHED', 'CLOSE-WAIT', 'fin', 'ACK', 'server'),
  edge('FIN-WAIT-1', 'FIN-WAIT-2', 'ack', null, 'client'),
  edge('FIN-WAIT-1', 'CLOSING', 'fin', 'ACK'),
  edge('FIN-WAIT-1', 'TIME-WAIT', 'fin-ack', 'ACK'),
  edge('FIN-WAIT-2', 'TIME-WAIT', 'fin', 'ACK', 'client'),
  edge('CLOSING', 'TIME-WAIT', 'ack'),
  edge('CLOSE-WAIT', 'LAST-ACK', 'close', 'FIN', 'server'),
  edge('LAST-ACK', 'CLOSED', 'ack', null, 'server'),
  edge('TIME-WAIT', 'CLOSED', 'timeout', null, 'client'),
];

export const edgeBetween = (from: TcpState, to: TcpState): Edge | undefined =>
  EDGES.find(each => each.from === from && each.to === to);

/** `accepted`: born of a SYN that a listening socket has received; `own`: a program made it. */
export type SocketKind = 'own' | 'accepted';

/**
 * A listening socket stays one: what goes on from LISTEN is another socket. Nobody can close that before it
 * is established, because accept() has not given it out.
 */
function isWayOf(kind: SocketKind, { from, to }: Edge): boolean {
  return kind === 'own'
    ? from !== 'LISTEN' || to === 'CLOSED'
    : from !== 'SYN-RECEIVED' || to === 'ESTABLISHED';
}

/** All ways from one state to another, each without its beginning; CLOSED is where a way ends. */
function waysBetween(from: TcpState, to: TcpState, kind: SocketKind): TcpState[][] {
  const next = EDGES.filter(each => each.from === from && isWayOf(kind, each)).map(each => each.to);
  return next.flatMap(state => {
    if (state === to) return [[state]];
    return state === 'CLOSED' ? [] : waysBetween(state, to, kind).map(rest => [state, ...rest]);
  });
}

/** A state on the way; `isDirect`: nothing can lie between it and the one before. */
export type SureState = { state: TcpState; isDirect: boolean };

/** The states that lie on every way between two, with the last one; null: there is no way. */
export function surelyBetween(from: TcpState, to: TcpState, kind: SocketKind): SureState[] | null {
  const ways = waysBetween(from, to, kind);
  const [first, ...others] = ways;
  const sure = first?.filter(state => others.every(way => way.includes(state)));
  if (sure === undefined) return null;
  return sure.map((state, at) => {
    const before = sure[at - 1] ?? from;
    return { state, isDirect: ways.every(way => (way[way.indexOf(state) - 1] ?? from) === before) };
  });
}
