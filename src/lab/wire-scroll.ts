/**
 * What of the wire's table is in view. It goes on with the newest frames until the reader looks at others:
 * by scrolling, by opening a frame, by picking something. A command brings the newest back.
 */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { type ShownRows, useShownRows } from './shown-rows.ts';
import { newestWaiting, type WireRow } from './wire-rows.ts';

type Place = RefObject<HTMLElement | null>;
type Flag = { current: boolean };

export type WireScroll = ShownRows & { onScroll(): void };

type Options = {
  rows: readonly WireRow[];
  opened: number | null;
  /** Length of the trace at the last command. */
  mark: number;
  /** Id of a frame that was picked elsewhere, or lights up first; null: none. */
  sought: number | null;
};

/** Closer to an end than this, in px, is at it. */
const AT_END = 24;

export function useWireScroll(place: Place, options: Options): WireScroll {
  const { rows, opened, mark, sought } = options;
  const shown = useShownRows(place, rows);
  const follows = useRef(true);
  const scroller = useOwnScrolling(place);

  useEffect(() => {
    follows.current = true;
    shown.showNewest();
  }, [mark]);
  useNewest(place, options, follows, scroller.scroll);
  useSought(sought, follows, id => {
    const row = rowOf(place.current, id);
    if (row === null) shown.show(id);
    else {
      shown.stay();
      scroller.scroll(table => reveal(table, row));
    }
    return row !== null;
  });

  function onScroll(): void {
    const table = place.current;
    if (table === null || scroller.isOwn()) return;
    // The keyboard has come to the button for more: it would go away under it.
    if (document.activeElement?.closest('.lab-more-rows')) return;
    const isAtFoot = table.scrollHeight - table.scrollTop - table.clientHeight < AT_END;
    follows.current = isAtFoot && shown.isNewest && opened === null;
    if (follows.current) shown.showNewest();
    else if (isAtFoot && !shown.isNewest) shown.showLater();
    else shown.stay();
    if (table.scrollTop < AT_END) shown.showEarlier();
  }
  return { ...shown, onScroll };
}

/** Scrolling of our own is told from the reader's, who would else seem to have left the newest rows. */
function useOwnScrolling(place: Place) {
  const isDue = useRef(false);
  return {
    scroll(change: (table: HTMLElement) => void): void {
      const table = place.current;
      const before = table?.scrollTop;
      if (table !== null) change(table);
      if (table?.scrollTop !== before) isDue.current = true;
    },
    /** Whether the scroll event that has come is of our making. */
    isOwn(): boolean {
      const { current } = isDue;
      isDue.current = false;
      return current;
    },
  };
}

/**
 * Brings what is new into view, within the table alone. Only for a frame that has begun to wait does more
 * scroll: the panes beside the text, and the page where the lab is all of it.
 */
function useNewest(
  place: Place,
  { rows, opened }: Options,
  follows: Flag,
  scroll: (change: (table: HTMLElement) => void) => void,
): void {
  const waiting = newestWaiting(rows)?.frame.id;
  const seen = useRef(waiting);
  useEffect(() => {
    const isNew = waiting !== seen.current;
    seen.current = waiting;
    // Who reads a frame is not drawn away from it by others that pass.
    const isReading = opened !== null || !follows.current;
    if (rows.length === 0 || (isReading && !isNew)) return;
    if (opened === null)
      scroll(table => {
        table.scrollTop = table.scrollHeight;
      });
    const row = waiting === undefined ? null : rowOf(place.current, waiting);
    if (row === null) return;
    scroll(table => reveal(table, row));
    // The table itself may be out of view: in the panes under the toolbar, or on a narrow screen's page.
    const panes = place.current?.closest<HTMLElement>('.lab-panes');
    if (!isNew || !panes) return;
    if (getComputedStyle(panes).overflowY === 'visible') row.scrollIntoView({ block: 'nearest' });
    else reveal(panes, row);
  }, [rows.length, waiting]);
}

/** @param find brings it into view, and says whether it was there to be brought; asked until it was */
function useSought(sought: number | null, follows: Flag, find: (id: number) => boolean): void {
  const found = useRef<number | null>(null);
  useLayoutEffect(() => {
    if (sought === found.current) return;
    follows.current = sought === null;
    if (sought === null || find(sought)) found.current = sought;
  });
}

export const rowOf = (place: HTMLElement | null, id: number): HTMLElement | null =>
  place?.querySelector<HTMLElement>(`[data-frame="${id}"]`) ?? null;

/** Scrolls as little as is needed to show the row, below a head that stays. */
function reveal(scroller: HTMLElement, row: HTMLElement): void {
  const head = scroller.querySelector(':scope > table > thead')?.getBoundingClientRect().height ?? 0;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  if (bottom > frame.bottom) scroller.scrollTop += bottom - frame.bottom;
  else if (top < frame.top + head) scroller.scrollTop -= frame.top + head - top;
}
