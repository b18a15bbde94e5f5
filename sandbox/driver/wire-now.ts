/**
 * What is on the wire at the end of a trace: the frames that wait for somebody, and those that are
 * only slow. A copy, which the kernel sends again while its segment waits, is neither: it tells
 * nothing new, however often it comes.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { OPEN_WIRE } from '#protocol/scene';
import type { WireSetting } from '#protocol/wire';
import { connectionIn } from './connection-in.ts';

export type WireNow = {
  /** The connection of each frame that waits, by id, longest waiting first; null for what is not TCP. */
  waiting: ReadonlyMap<number, string | null>;
  /** Time at which the last frame that is under way will have arrived; in the past when none is. */
  busyUntil: number;
  /** Time at which a segment of TCP was lost last: its sender's kernel will send it again. */
  lostAt: number;
};

export interface WireFollower {
  /** Reads what is new in the trace. */
  read(): WireNow;
  /** Whether an event tells of a mere copy. */
  isOfCopy(event: TraceEvent): boolean;
}

const LONG_AGO = Number.NEGATIVE_INFINITY;

/** Follows a trace that grows. */
export function followWire(trace: readonly TraceEvent[]): WireFollower {
  let position = 0;
  let setting: WireSetting = OPEN_WIRE;
  let lostAt = LONG_AGO;
  const copies = new Set<number>();
  /** Of frames that have not arrived; a flood of others would take long to decode. */
  const contents = new Map<number, string>();
  const waiting = new Map<number, string | null>();
  const arrivals = new Map<number, number>();

  const isOfCopy = (event: TraceEvent): boolean =>
    event.type === 'frame' && (event.copyOf !== undefined || copies.has(event.id));

  const connectionOf = (id: number): string | null =>
    connectionIn(Buffer.from(contents.get(id) ?? '', 'base64'));

  function takeFrame({ verb, id, link, at, bytes }: FrameEvent): void {
    switch (verb) {
      case 'sent':
        if (link === 'lo') return; // never interfered with, and arrived as soon as it is sent
        contents.set(id, bytes ?? '');
        arrivals.set(id, at + longestDelay(setting, link));
        return;
      case 'held':
        waiting.set(id, connectionOf(id));
        arrivals.delete(id);
        return;
      case 'released':
        waiting.delete(id);
        arrivals.set(id, at + longestDelay(setting, link));
        return;
      case 'dropped':
        if (connectionOf(id) !== null) lostAt = at;
        waiting.delete(id);
        arrivals.delete(id);
        return;
      case 'delivered':
        contents.delete(id);
        arrivals.delete(id);
    }
  }

  return {
    isOfCopy,
    read() {
      for (; position < trace.length; position += 1) {
        const event = trace[position];
        if (event?.type === 'wire') setting = event;
        else if (event?.type !== 'frame') continue;
        else if (isOfCopy(event)) copies.add(event.id);
        else takeFrame(event);
      }
      return { waiting, busyUntil: Math.max(LONG_AGO, ...arrivals.values()), lostAt };
    },
  };
}

const NS_PER_MS = 1e6;
const LONGEST_FRAME_BITS = 1514 * 8;
/** The wire lets a frame that another shall overtake go on by itself after so long (transit.py). */
const OVERTAKING_MS = 100;

/** How long a link may take at most to carry a frame, in nanoseconds. */
function longestDelay({ impairments, rules }: WireSetting, link: string): number {
  const byLink = impairments
    .filter(each => each.link === link)
    .map(({ delayMs, jitterMs, rateKbit, queue, reorder }) => {
      const queued = rateKbit === null ? 0 : ((queue + 1) * LONGEST_FRAME_BITS) / rateKbit;
      return delayMs + jitterMs + queued + (reorder > 0 ? OVERTAKING_MS : 0);
    });
  return NS_PER_MS * (Math.max(0, ...byLink) + Math.max(0, ...rules.map(({ delayMs }) => delayMs)));
}
