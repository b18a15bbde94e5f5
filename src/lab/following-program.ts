/**
 * Of many programs only some are in view: the one that did something last is scrolled to, within their
 * own place and nowhere else, so that nothing pulls at the page.
 */
import { effect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';
import type { TraceEvent } from '#protocol/events';
import type { View } from './view.ts';

/** The program that an event at or before this moment is about; null: there was none yet. */
export function actedLast(events: readonly TraceEvent[], moment: number): string | null {
  for (let index = Math.min(moment, events.length) - 1; index >= 0; index -= 1) {
    const event = events[index];
    if (event?.type === 'line' || event?.type === 'return' || event?.type === 'blocked') return event.program;
  }
  return null;
}

/** @param place holds the programs' sections, each named by `data-program` */
export function useFollowing(place: RefObject<HTMLElement | null>, view: View): void {
  // Outside of drawing: not every event that comes draws all programs anew.
  useEffect(() => {
    let shown: string | null = null;
    return effect(() => {
      const program = actedLast(view.events.value.list, view.now.value.moment);
      if (program === shown) return;
      shown = program;
      if (place.current !== null) bringIntoPlace(place.current, program);
    });
  }, [place, view]);
}

function bringIntoPlace(place: HTMLElement, program: string | null): void {
  const pane = [...place.children].find(
    (child): child is HTMLElement => child instanceof HTMLElement && child.dataset.program === program,
  );
  if (pane === undefined || place.scrollHeight <= place.clientHeight) return;
  const top = pane.offsetTop - place.offsetTop;
  const isSeen = top >= place.scrollTop && top + pane.offsetHeight <= place.scrollTop + place.clientHeight;
  if (!isSeen) place.scrollTo({ top });
}
