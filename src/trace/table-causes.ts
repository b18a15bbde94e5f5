/**
 * Why a host's tables are others than before: the newest call or frame, of the sockets that have
 * changed, since the table was read before. What changes by itself, as when a timer runs out, has no cause.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { type Linking, newestOf } from './cause-links.ts';
import type { SocketLife } from './socket-life.ts';

type Told = Extract<TraceEvent, { type: 'sockets' | 'network' | 'counters' }>;

export function linkTables(trace: readonly TraceEvent[], all: Linking): void {
  const rows = new Map<string, readonly SocketRow[]>();
  const before = new Map<string, number>();
  const eventsOf = openEvents(all);
  trace.forEach((event, index) => {
    if (event.type !== 'sockets' && event.type !== 'network' && event.type !== 'counters') return;
    const key = `${event.type} ${event.host}`;
    const since = before.get(key) ?? 0;
    const time = all.join.times[index];
    before.set(key, time?.latest ?? 0);
    const cause = newestOf(all.join, candidates(event), time ?? null);
    // What is older was in the table before.
    if ((all.join.times[cause ?? -1]?.latest ?? 0) > since) all.links.set(index, cause);
  });

  function candidates(event: Told): readonly number[] {
    if (event.type !== 'sockets') return eventsOf.network(event.host, event.type);
    const { host, sockets } = event;
    const lives = changed(rows.get(host) ?? [], sockets).flatMap(row => all.join.lifeOfRow(host, row) ?? []);
    rows.set(host, sockets);
    return [...new Set(lives)].flatMap(life => eventsOf.life(life));
  }
}

/** Rows that differ from before, and those that are there no more. */
function changed(was: readonly SocketRow[], is: readonly SocketRow[]): SocketRow[] {
  const texts = new Set(was.map(textOf));
  const left = new Set(is.map(textOf));
  return [...is.filter(row => !texts.has(textOf(row))), ...was.filter(row => !left.has(textOf(row)))];
}

/** What a reader sees of a row; figures of TCP and timers run on by themselves. */
const textOf = ({ inode, owners, state, local, peer, recvQ, sendQ }: SocketRow): string =>
  JSON.stringify([inode, owners, state, local, peer, recvQ, sendQ]);

/** Places of what happens to sockets and hosts, worked out once for each. */
function openEvents({ join, places }: Linking) {
  const lives = new Map<SocketLife, readonly number[]>();
  const hosts = new Map<string, readonly number[]>();

  function ofLife({ host, calls, flows, sent, received }: SocketLife): number[] {
    const called = calls.flatMap(({ index, end }) => (end === null ? [index] : [index, end]));
    const segments = flows.flatMap(flow => flow.frames);
    const datagrams = [...sent, ...received.map(({ datagram }) => datagram)];
    const frames = [...segments, ...datagrams.flatMap(each => [...each.frames, ...each.errors])];
    return [...called, ...frames.flatMap(({ id }) => places.delivered(id, host) ?? [])];
  }

  /** A neighbour is learned from questions and answers; what is counted comes or goes. */
  function ofHost(host: string, type: 'network' | 'counters'): number[] {
    if (type === 'network') {
      const frames = join.frames.questions.flatMap(question => question.frames);
      return frames.flatMap(({ id }) => places.delivered(id, host) ?? []);
    }
    const sent = places.ids.filter(id => join.frames.find(id)?.host === host);
    return [
      ...sent.flatMap(id => places.sent(id) ?? []),
      ...places.ids.flatMap(id => places.delivered(id, host) ?? []),
    ];
  }

  return {
    life(life: SocketLife): readonly number[] {
      const known = lives.get(life) ?? ofLife(life);
      lives.set(life, known);
      return known;
    },
    network(host: string, type: 'network' | 'counters'): readonly number[] {
      const key = `${type} ${host}`;
      const known = hosts.get(key) ?? ofHost(host, type);
      hosts.set(key, known);
      return known;
    },
  };
}
