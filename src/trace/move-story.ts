/**
 * What happened in a move, in a few lines taken from its events: calls that came back, sockets that
 * changed, frames that crossed, waited or were lost, what was printed. The sentences are those of
 * sentence.ts, so a line and the status say the same of one event.
 */
import type { TraceEvent } from '#protocol/events';
import { frameLines } from './story-frames.ts';
import type { Span, StoryLine, Stretch } from './story-line.ts';
import { programLines } from './story-programs.ts';
import { socketLines } from './story-sockets.ts';

export type { Span, StoryLine, Stretch } from './story-line.ts';

/** So many lines are read at a glance. */
export const AT_A_GLANCE = 4;

/** The last move that was completed by a moment, and its events: those since the move before. */
export function lastMove(events: readonly TraceEvent[], moment: number): ({ move: string } & Span) | null {
  const isMove = (event: TraceEvent | undefined): boolean => event?.type === 'move';
  let to = Math.min(moment, events.length);
  while (to > 0 && !isMove(events[to - 1])) to -= 1;
  const event = events[to - 1];
  if (event?.type !== 'move') return null;
  let from = to - 1;
  while (from > 0 && !isMove(events[from - 1])) from -= 1;
  return { move: event.move, from, to };
}

export type Story = {
  /** the most telling lines, in the order in which they began */
  lines: readonly StoryLine[];
  /** those that were left out, in the same order */
  more: readonly StoryLine[];
};

/** What happened in the stretch of a trace. */
export function moveStory(stretch: Stretch): Story {
  const all = [...programLines(stretch), ...frameLines(stretch), ...socketLines(stretch)];
  const telling = mostTelling(all);
  const placeOf = ({ began, moment }: StoryLine): number => began ?? moment;
  const inOrder = all.toSorted((one, other) => placeOf(one) - placeOf(other));
  return {
    lines: inOrder.filter(line => telling.includes(line)),
    more: inOrder.filter(line => !telling.includes(line)),
  };
}

/** What a line of a kind loses for each one of its kind that tells more. */
const AGAIN = 21;

function mostTelling(all: readonly StoryLine[]): StoryLine[] {
  const seen = new Map<StoryLine['kind'], number>();
  const ranked = all
    .toSorted((one, other) => other.weight - one.weight || other.moment - one.moment)
    .map(line => {
      const before = seen.get(line.kind) ?? 0;
      seen.set(line.kind, before + 1);
      return { line, weight: line.weight - AGAIN * before };
    });
  return ranked
    .toSorted((one, other) => other.weight - one.weight)
    .slice(0, AT_A_GLANCE)
    .map(({ line }) => line);
}
