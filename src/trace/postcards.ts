/**
 * UDP between two ends, one datagram after the other: one send, one datagram, one receive or none. There is
 * no stream, so nothing joins them.
 */
import type { TraceEvent } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import type { Datagram } from './datagrams.ts';
import { frameEvents } from './frame-events.ts';
import type { Join } from './join.ts';
import { joinOf } from './join-of.ts';
import { datagramCalls, hostOf } from './joined.ts';
import { type Passage, passagesOf } from './journeys.ts';
import { lifeOf, type SocketLife } from './socket-life.ts';

export type Postcard = {
  datagram: Datagram;
  /** id of its first frame */
  frame: number;
  /** place in the trace at which it left */
  index: number;
  send: CallFact | null;
  /** several where it is for many */
  receives: readonly CallFact[];
  passages: readonly Passage[];
};

/** @param datagrams of one direction, in their order */
export function postcardsOf(trace: readonly TraceEvent[], datagrams: readonly Datagram[]): Postcard[] {
  const join = joinOf(trace);
  const known = new Map<SocketLife, ReturnType<typeof datagramCalls>>();
  // Once for each socket: a talk may be long.
  const callsOf = (life: SocketLife) => {
    const calls = known.get(life) ?? datagramCalls(join, life);
    known.set(life, calls);
    return calls;
  };
  return datagrams.flatMap((datagram): Postcard[] => {
    const [first] = datagram.frames;
    if (first === undefined) return [];
    const { sender, takers } = datagram;
    const sent = sender === null ? [] : callsOf(lifeOf(sender)).sent;
    const taken = takers.flatMap(taker => callsOf(lifeOf(taker)).taken);
    return [
      {
        datagram,
        frame: first.id,
        index: first.index,
        send: sent.find(([, each]) => each === datagram)?.[0] ?? null,
        receives: taken.filter(([, each]) => each === datagram).map(([call]) => call),
        passages: wayOf(trace, join, datagram),
      },
    ];
  });
}

/** What happened to its frames; it has come when the last of its fragments has. */
function wayOf(
  trace: readonly TraceEvent[],
  join: Join,
  { frames, destination, scope }: Datagram,
): Passage[] {
  const goal = scope === '' ? hostOf(join, destination) : scope;
  const all = frames.map(({ id }) => passagesOf(frameEvents(trace, id), goal));
  const passages = all.flat().sort((one, other) => one.index - other.index);
  const links = new Set(frames.map(({ link }) => link));
  const wanted = frames.length / links.size;
  let came = 0;
  return passages.filter(({ verb }) => {
    if (verb !== 'arrived') return true;
    came += 1;
    return came >= wanted;
  });
}

export type PostcardFate = 'underway' | 'waits' | 'lost' | 'arrived';

export function postcardFate({ passages }: Postcard, moment: number): PostcardFate {
  const past = passages.filter(({ index }) => index < moment);
  if (past.some(({ verb }) => verb === 'arrived')) return 'arrived';
  const last = past.at(-1)?.verb;
  return last === undefined || last === 'released' ? 'underway' : last === 'held' ? 'waits' : last;
}
