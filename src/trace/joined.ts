/** What panes ask of a join about sockets and connections, in one place: the join's own parts may change. */
import type { SocketRow } from '#protocol/events';
import { type Matches, receives, sends } from './datagram-matches.ts';
import { isFor, plainEndpoint } from './endpoints.ts';
import type { Join } from './join.ts';
import { remembered } from './join-of.ts';
import type { SeenRow, SocketLife } from './socket-life.ts';
import { type Stretches, stretchesOf } from './stream-stretches.ts';
import type { Flow, Side } from './tcp-flows.ts';

/** The socket that a row of a table shows; the row must be one of the trace's own objects. */
export const socketOfRow = (join: Join, host: string, row: SocketRow): SocketLife | undefined =>
  join.lifeOfRow(host, row);

/** All rows of a socket, oldest first. */
export const rowsOf = (join: Join, life: SocketLife): readonly SeenRow[] => join.rowsOf(life);

/** The socket at an end of a connection, if any is known. */
export const socketAt = (join: Join, flow: Flow, side: Side): SocketLife | null => join.at(flow, side);

/** Which bytes each call on a connection is about. */
const stretches = remembered(
  (flow: Flow, join): Stretches => stretchesOf(flow, [join.at(flow, 0), join.at(flow, 1)]),
);
export const stretchesIn = (join: Join, flow: Flow): Stretches => stretches(join, flow);

/** The host that has the address of an endpoint, if anybody has said. */
export const hostOf = (join: Join, endpoint: string): string | undefined => join.addresses.hostOf(endpoint);

/** Place of the first table in which a socket stands no more; null while it does. */
export function goneFrom(join: Join, life: SocketLife): number | null {
  const last = rowsOf(join, life).at(-1);
  if (last === undefined) return null;
  return join.tables(life.host).find(({ index }) => index > last.index)?.index ?? null;
}

/** The address of the socket that listened where an accepted one was asked for; null: nobody knows. */
export function listenerFor(join: Join, life: SocketLife): string | null {
  const { host, flows } = life;
  const wanted = flows[0]?.ends[1] ?? rowsOf(join, life)[0]?.row.local ?? null;
  if (wanted === null) return null;
  const rows = join
    .tables(host)
    .flatMap(({ event }) => event.sockets.filter(({ state }) => state === 'LISTEN'));
  const locals = rows.flatMap(({ local }) => (local === null ? [] : [plainEndpoint(local)]));
  return locals.find(local => local === wanted) ?? locals.find(local => isFor(local, wanted)) ?? null;
}

/** The two ends of a socket's newest connection, its own first. */
export function flowEnds(join: Join, life: SocketLife): readonly [string | null, string | null] {
  const flow = life.flows.at(-1);
  if (flow === undefined) return [null, null];
  const [one, other] = flow.ends;
  return socketAt(join, flow, 1) === life ? [other, one] : [one, other];
}

/** Which call has sent, and which has taken, each datagram of a socket. */
export const datagramCalls = (_join: Join, life: SocketLife): { sent: Matches; taken: Matches } => ({
  sent: sends(life),
  taken: receives(life),
});
