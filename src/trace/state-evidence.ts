/**
 * What a trace tells of the state of one TCP socket, in order: segments that left it or came to it, rows of
 * its host's tables, calls. A segment tells at once and for certain; a table tells late, and only what lasted
 * until somebody looked.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type CallFact, errnoIn, isConnect } from './call-facts.ts';
import type { Join } from './join.ts';
import { goneFrom, rowsOf, socketAt } from './joined.ts';
import { type Journey, journeysOf } from './journeys.ts';
import type { SocketLife } from './socket-life.ts';
import { type Flow, otherSide, type Side } from './tcp-flows.ts';
import { happenedAt } from './times.ts';

/** One connection of a socket, with what its whole run tells. */
export type Connection = {
  flow: Flow;
  side: Side;
  journeys: readonly Journey[];
  /** segments that left this socket */
  own: readonly Journey[];
  /** sequence number behind each side's FIN; null: none was seen */
  ownFin: number | null;
  peerFin: number | null;
};

/** Place in the trace, and the time in ns: what the driver has read late stands behind its effects. */
type At = { index: number; time: number };
export type Segment = At & { kind: 'left' | 'arrived'; journey: Journey; connection: Connection };
export type Seen = At & { kind: 'row'; row: SocketRow };
export type Evidence =
  | Segment
  | Seen
  | (At & { kind: 'listens' | 'fails'; call: CallFact })
  | (At & { kind: 'gone' });

/** ENETUNREACH, ECONNRESET, ETIMEDOUT, ECONNREFUSED, EHOSTUNREACH; a program's own timeout has no number. */
const GIVEN_UP: readonly (number | null)[] = [101, 104, 110, 111, 113];

export function evidenceOf(trace: readonly TraceEvent[], join: Join, life: SocketLife): Evidence[] {
  const connections = life.flows.map(flow => connectionOf(trace, join, flow, life));
  const gone = goneFrom(join, life);
  const all: Evidence[] = [
    ...connections.flatMap(connection => segmentsOf(trace, connection)),
    ...rowsOf(join, life).map(({ index, row }): Evidence => ({ kind: 'row', ...placed(trace, index), row })),
    ...life.calls.flatMap(call => toldBy(trace, call)),
    ...(gone === null ? [] : [{ kind: 'gone', ...placed(trace, gone) } as const]),
  ];
  return all.sort((one, other) => one.time - other.time || one.index - other.index);
}

const placed = (trace: readonly TraceEvent[], index: number): At => ({
  index,
  time: happenedAt(trace, index),
});

function toldBy(trace: readonly TraceEvent[], call: CallFact): Evidence[] {
  if (call.end === null) return [];
  const at = placed(trace, call.end);
  if (call.call === 'listen' && !call.failed) return [{ kind: 'listens', ...at, call }];
  return isConnect(call) && GIVEN_UP.includes(errnoIn(call)) ? [{ kind: 'fails', ...at, call }] : [];
}

function connectionOf(trace: readonly TraceEvent[], join: Join, flow: Flow, life: SocketLife): Connection {
  const side = socketAt(join, flow, 1) === life ? 1 : 0;
  const journeys = journeysOf(trace, join, flow);
  const finOf = (of: Side): number | null => journeys.find(each => each.side === of && each.fin)?.end ?? null;
  const own = journeys.filter(each => each.side === side);
  return { flow, side, journeys, own, ownFin: finOf(side), peerFin: finOf(otherSide(side)) };
}

const segmentsOf = (trace: readonly TraceEvent[], connection: Connection): Segment[] =>
  connection.journeys.flatMap((journey): Segment[] => {
    const about = { journey, connection };
    if (journey.side === connection.side)
      return [{ kind: 'left', ...placed(trace, journey.index), ...about }];
    return journey.passages
      .filter(({ verb }) => verb === 'arrived')
      .map(({ index }) => ({
        kind: 'arrived',
        index,
        time: Math.max(happenedAt(trace, index), heardAfter(trace, journey, index, connection)),
        ...about,
      }));
  });

/**
 * A FIN that was handed over while the own one was on its way out counts as come after it: the own one would
 * acknowledge it otherwise.
 */
function heardAfter(
  trace: readonly TraceEvent[],
  { fin, end }: Journey,
  arrived: number,
  { own }: Connection,
): number {
  const ownFin = fin ? own.find(each => each.fin) : undefined;
  const isUnaware = ownFin !== undefined && ownFin.index > arrived && (ownFin.ack ?? 0) < end;
  return isUnaware ? happenedAt(trace, ownFin.index) + 1 : 0;
}
