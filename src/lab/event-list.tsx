/**
 * The timeline in words: the steps around the one that is shown, each a button that goes there. It is
 * the timeline for who cannot see marks, and for who wants to read what happened.
 */
import { useEffect, useRef } from 'preact/hooks';
import { moveInList } from './roving.ts';
import { sentenceAt, type TimelineProps } from './timeline-pane.tsx';

/** Steps before and after the one that is shown. */
const AROUND = 40;

type EventListProps = TimelineProps & { here: number; onStep: (step: number) => void };

export function EventList({ view, here, onStep, words }: EventListProps) {
  const list = useRef<HTMLOListElement>(null);
  const { moments } = view.stops.value;
  const first = Math.max(1, here - AROUND);
  const shown = moments.slice(first - 1, here + AROUND);
  useEffect(() => {
    const row = list.current?.querySelector<HTMLElement>('[aria-current]');
    // The list alone: the panes must not move.
    if (list.current && row) list.current.scrollTop = row.offsetTop - list.current.clientHeight / 2;
  }, [here]);
  return (
    <ol
      class="lab-event-list"
      ref={list}
      start={first}
      aria-label={words.say('lab.timeline.list')}
      onKeyDown={event => moveInList(event, 'button')}
    >
      {shown.map((_, index) => {
        const step = first + index;
        const isHere = step === here;
        return (
          <li key={step} aria-current={isHere ? 'step' : undefined}>
            <button
              type="button"
              class="lab-pick"
              tabIndex={isHere || (here === 0 && step === 1) ? 0 : -1}
              onClick={() => onStep(step)}
            >
              {sentenceAt(view, step, words)}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
