/** How well the questions of topics go: right answers in a row, now and at best. */
import type { Entry } from '#protocol/record';

export type Streak = { asked: number; right: number; inARow: number; best: number };

/** A topic that was right so often in a row is mastered, until it is wrong. */
export const MASTERED = 3;

export const isMastered = ({ inARow }: Streak): boolean => inARow >= MASTERED;

const none: Streak = { asked: 0, right: 0, inARow: 0, best: 0 };

/** Of all these topics together, in the order in which they were answered. */
export function streakOf(entries: readonly Entry[], topics: readonly string[]): Streak {
  let streak = none;
  for (const entry of entries)
    if (entry.type === 'answered' && topics.includes(entry.topic)) streak = after(streak, entry.isRight);
  return streak;
}

function after({ asked, right, inARow, best }: Streak, isRight: boolean): Streak {
  const row = isRight ? inARow + 1 : 0;
  return { asked: asked + 1, right: right + (isRight ? 1 : 0), inARow: row, best: Math.max(best, row) };
}
