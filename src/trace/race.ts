/**
 * Messages that go one way, each from the call that sent it to the call that took it: over UDP every one by
 * itself, over TCP on a stream, where what has come waits for what is missing in front of it.
 */
import type { TraceEvent } from '#protocol/events';
import { isConnect } from './call-facts.ts';
import { joinOf } from './join-of.ts';
import { stretchesIn } from './joined.ts';
import { postcardsOf } from './postcards.ts';
import { type Carried, readsBy } from './race-message.ts';
import { streamMessages } from './race-stream.ts';
import { type Talk, talksOf } from './talks.ts';
import { happenedAt } from './times.ts';

type Trace = readonly TraceEvent[];

export type Message = Carried & {
  /** 1 for the first that was sent */
  nth: number;
  fate: 'underway' | 'lost' | 'unread' | 'read';
  /** the message that was missing in front of it when it had come */
  behind: number | null;
  /** a later one was read before it */
  isBackwards: boolean;
};

export type Strip = {
  key: string;
  kind: Talk['kind'];
  ends: readonly [string, string];
  /** the host that sends */
  host: string | null;
  /** when its program first asked for it: connect() or the first send */
  beganAt: number;
  messages: readonly Message[];
};

/** What had happened by a moment, TCP first. */
export function raceOf(trace: Trace, moment: number): readonly Strip[] {
  const strips = talksOf(trace, moment).map(talk => {
    const ways = ([0, 1] as const).map(side => carriedBy(trace, talk, side, moment));
    const side = (ways[1]?.length ?? 0) > (ways[0]?.length ?? 0) ? 1 : 0;
    const carried = ways[side] ?? [];
    const { key, kind, ends, hosts } = talk;
    const beganAt = Math.min(askedAt(trace, talk), carried[0]?.sentAt ?? Number.POSITIVE_INFINITY);
    return { key, kind, ends, host: hosts[side], beganAt, messages: compared(kind, carried) };
  });
  const isShown = ({ kind, messages }: Strip): boolean => kind === 'tcp' || messages.length > 0;
  return strips.filter(isShown).toSorted((one, other) => one.kind.localeCompare(other.kind));
}

function askedAt(trace: Trace, talk: Talk): number {
  if (talk.kind === 'udp') return happenedAt(trace, talk.from);
  const calls = [...stretchesIn(joinOf(trace), talk.flow).keys()];
  return happenedAt(trace, calls.find(isConnect)?.index ?? talk.from);
}

function carriedBy(trace: Trace, talk: Talk, side: 0 | 1, moment: number): readonly Carried[] {
  return talk.kind === 'tcp'
    ? streamMessages(trace, talk.flow, side, moment)
    : postcards(trace, talk, side, moment);
}

function postcards(
  trace: Trace,
  { datagrams, ends }: Extract<Talk, { kind: 'udp' }>,
  side: 0 | 1,
  moment: number,
): Carried[] {
  const own = datagrams.filter(({ source }) => source === ends[side]);
  return postcardsOf(trace, own).flatMap(({ send, index, passages, receives }): Carried[] => {
    if (send === null || send.index >= moment) return [];
    const past = passages.filter(each => each.index < moment);
    const came = past.find(({ verb }) => verb === 'arrived');
    const arrivedAt = came === undefined ? null : happenedAt(trace, came.index);
    const isLost = came === undefined && past.at(-1)?.verb === 'lost';
    const tries = index < moment ? [{ at: happenedAt(trace, index), arrivedAt, isLost }] : [];
    const sentAt = happenedAt(trace, send.index);
    return [{ send, sentAt, tries, arrivedAt, readsAt: readsBy(trace, receives, moment) }];
  });
}

function compared(kind: Talk['kind'], carried: readonly Carried[]): Message[] {
  const inOrderOfRead = carried
    .map((each, index) => ({ nth: index + 1, at: each.readsAt[0] ?? Number.POSITIVE_INFINITY }))
    .toSorted((one, other) => one.at - other.at || one.nth - other.nth);
  const backwards = new Set<number>();
  let newest = 0;
  for (const { nth, at } of inOrderOfRead) {
    if (nth < newest && at !== Number.POSITIVE_INFINITY) backwards.add(nth);
    newest = Math.max(newest, nth);
  }
  return carried.map((each, index) => ({
    ...each,
    nth: index + 1,
    fate: fateOf(kind, each),
    behind: kind === 'tcp' ? missingBefore(carried, index) : null,
    isBackwards: backwards.has(index + 1),
  }));
}

function fateOf(kind: Talk['kind'], { readsAt, arrivedAt, tries }: Carried): Message['fate'] {
  if (readsAt.length > 0) return 'read';
  if (arrivedAt !== null) return 'unread';
  // TCP sends again what was lost.
  return kind === 'udp' && tries.some(({ isLost }) => isLost) ? 'lost' : 'underway';
}

/** The first message that had not come yet when this one had. */
function missingBefore(carried: readonly Carried[], index: number): number | null {
  const arrivedAt = carried[index]?.arrivedAt ?? null;
  if (arrivedAt === null) return null;
  const missing = carried.findIndex(
    (each, at) => at < index && (each.arrivedAt === null || each.arrivedAt > arrivedAt),
  );
  return missing === -1 ? null : missing + 1;
}
