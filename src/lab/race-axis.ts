/** The one clock of the race: where an instant stands between the first send and the last thing that happened. */
import type { Message, Strip } from '#trace/race';

export type RaceAxis = {
  from: number;
  to: number;
  /** 0 to 1 */
  placeOf(at: number): number;
  /** round instants along it, ns since `from` */
  marks: readonly number[];
};

/** So many of the newest messages are drawn of each strip; the table has all. */
export const MOST_DRAWN = 60;

export const drawnOf = ({ messages }: Strip): readonly Message[] => messages.slice(-MOST_DRAWN);

/** @param now the box's time at the moment that is shown: what has not come yet is drawn up to it */
export function raceAxis(strips: readonly Strip[], now: number): RaceAxis | null {
  const begins = strips.map(strip =>
    strip.messages.length > MOST_DRAWN ? (drawnOf(strip)[0]?.sentAt ?? now) : strip.beganAt,
  );
  if (begins.length === 0) return null;
  const from = Math.min(...begins);
  const ends = strips.flatMap(strip =>
    strip.messages.length === 0 ? [now] : drawnOf(strip).map(message => endOf(message, now)),
  );
  const to = Math.max(from + LEAST, ...ends);
  return {
    from,
    to,
    placeOf: at => Math.min(1, Math.max(0, (at - from) / (to - from))),
    marks: marksOf(to - from),
  };
}

/** An axis of no length would not be one; ns. */
const LEAST = 10_000_000;

function endOf({ fate, sentAt, readsAt, tries }: Message, now: number): number {
  if (fate === 'underway' || fate === 'unread') return now;
  return Math.max(sentAt, readsAt[0] ?? 0, ...tries.map(({ at }) => at));
}

const STEPS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 60_000];
const MOST_MARKS = 6;

function marksOf(length: number): number[] {
  const step = (STEPS.find(ms => length / (ms * 1e6) <= MOST_MARKS) ?? 60_000) * 1e6;
  return Array.from({ length: Math.floor(length / step) + 1 }, (_, index) => index * step);
}
