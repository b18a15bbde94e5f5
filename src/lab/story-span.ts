/** Which move's story stands in the toolbar: that of the last move, until something else is commanded. */
import type { TraceEvent } from '#protocol/events';
import { lastMove } from '#trace/move-story';

export type StorySpan = { move: string; from: number; to: number };

/**
 * Null before the first move, and while what follows it is under way. A line of a story leads to a moment
 * inside of its move: there `held`, the story that was shown, stays.
 */
export function storySpan(
  events: readonly TraceEvent[],
  moment: number,
  held: StorySpan | null,
): StorySpan | null {
  if (held !== null && held.from < moment && moment <= held.to) return held;
  const span = lastMove(events, moment);
  if (span === null) return null;
  const isOver = events.slice(span.to, moment).some(({ type }) => type === 'resumed' || type === 'input');
  return isOver ? null : span;
}
