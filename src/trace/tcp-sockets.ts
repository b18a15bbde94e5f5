/** The TCP sockets of a lab in the order in which they came, and which of them is worth looking at. */
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { Belonging } from './belongs.ts';
import type { CallFact } from './call-facts.ts';
import { joinOf } from './join-of.ts';
import { flowEnds, rowsOf, socketAt, socketOfRow } from './joined.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';

export type TcpSocket = {
  /** names it for as long as the trace grows */
  life: SocketLife;
  host: string;
  /** place in the trace at which it is first told of */
  from: number;
  /** the newest row that shows it; null: no table has */
  row: SocketRow | null;
  /** where it last changed its looks */
  changedAt: number;
  local: string | null;
  peer: string | null;
};

/** Those that were told of by then: by a call, by a segment, or by the newest table of their host. */
export function tcpSockets(trace: readonly TraceEvent[], moment: number): readonly TcpSocket[] {
  const join = joinOf(trace);
  const lives = new Set<SocketLife>();
  for (const call of join.calls.all) for (const life of socketsOf(call)) lives.add(life);
  for (const flow of join.flows.all) {
    for (const side of [0, 1] as const) {
      const life = socketAt(join, flow, side);
      if (life !== null) lives.add(life);
    }
  }
  for (const { host, row } of rowsAt(trace, moment)) {
    const life = row.protocol === 'tcp' ? socketOfRow(join, host, row) : undefined;
    if (life !== undefined) lives.add(life);
  }
  const all = [...lives].filter(({ protocol, flows }) => protocol === 'tcp' || flows.length > 0);
  const told = all.map(life => toldOf(trace, life, moment)).filter(({ from }) => from < moment);
  return told.sort((one, other) => one.from - other.from);
}

/** The newest table of each host. */
function rowsAt(trace: readonly TraceEvent[], moment: number): { host: string; row: SocketRow }[] {
  const seen = new Set<string>();
  const rows: { host: string; row: SocketRow }[] = [];
  for (let index = Math.min(moment, trace.length) - 1; index >= 0; index -= 1) {
    const event = trace[index];
    if (event?.type !== 'sockets' || seen.has(event.host)) continue;
    seen.add(event.host);
    for (const row of event.sockets) rows.push({ host: event.host, row });
  }
  return rows;
}

const socketsOf = ({ life, made }: CallFact): SocketLife[] =>
  [life, made].filter(each => each !== null).map(lifeOf);

function toldOf(trace: readonly TraceEvent[], life: SocketLife, moment: number): TcpSocket {
  const join = joinOf(trace);
  const rows = rowsOf(join, life);
  const past = rows.filter(({ index }) => index < moment);
  const row = past.at(-1)?.row ?? null;
  // A refused or reset one forgets whom it was connected to.
  const isConnected = (life.flows[0]?.from ?? moment) < moment;
  const [local, peer] = isConnected ? flowEnds(join, life) : [row?.local ?? null, row?.peer ?? null];
  const changed = past.findLast(({ row: each }, at) => isChanged(past[at - 1]?.row, each));
  const from = firstTold(life, rows[0]?.index);
  return { life, host: life.host, from, row, changedAt: changed?.index ?? from, local, peer };
}

/** What makes a socket tells of it when it comes back: accept() may have waited long before there was one. */
function firstTold(life: SocketLife, shown: number | undefined): number {
  const called = life.calls.map(({ made, index, end }) =>
    made !== null && lifeOf(made) === life ? (end ?? index) : index,
  );
  return Math.min(...called, ...[shown, life.flows[0]?.from].filter(each => each !== undefined));
}

const isChanged = (before: SocketRow | undefined, row: SocketRow): boolean =>
  before === undefined ||
  before.state !== row.state ||
  before.recvQ !== row.recvQ ||
  before.sendQ !== row.sendQ ||
  before.owners.length !== row.owners.length;

/**
 * Which of the sockets a pick means. Of several (both ends of a frame's connection) the one that is looked at
 * already, else one of the machine where the call was made.
 */
export function socketOfPick(
  sockets: readonly TcpSocket[],
  trace: readonly TraceEvent[],
  belonging: Belonging,
  shown: TcpSocket | undefined,
): TcpSocket | undefined {
  const join = joinOf(trace);
  const lives = belonging.sockets.flatMap(({ host, rows }) =>
    rows.slice(0, 1).flatMap(({ row }) => socketOfRow(join, host, row) ?? []),
  );
  const meant = sockets.filter(({ life }) => lives.includes(life));
  if (shown !== undefined && meant.some(({ life }) => life === shown.life)) return shown;
  const [call] = belonging.calls;
  const near = meant.filter(({ host }) => host === call?.host);
  return liveliest(near.length > 0 ? near : meant);
}

/** What a reader most likely wants to see: the connection that changed last, before any that only listens. */
export const liveliest = (sockets: readonly TcpSocket[]): TcpSocket | undefined =>
  sockets.toSorted((one, other) => rankOf(other) - rankOf(one) || other.changedAt - one.changedAt)[0];

const rankOf = ({ row, life }: TcpSocket): number => {
  if (row?.state === 'LISTEN') return 0;
  return life.flows.length > 0 || row?.peer != null ? 2 : 1;
};
