/** Which of the wire's rows are drawn, and that those which stay drawn stay where they are on the screen. */
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { WireRow } from './wire-rows.ts';
import { around, earlier, later, type RowWindow, windowAt } from './wire-window.ts';

export type ShownRows = RowWindow & {
  /** The newest row is among them. */
  isNewest: boolean;
  showNewest(): void;
  /** Shows these rows whatever comes. */
  stay(): void;
  /** Shows earlier rows; the first of them that is new takes the focus if that is wanted. */
  showEarlier(takesFocus?: boolean): void;
  showLater(takesFocus?: boolean): void;
  /** Shows the row of a frame. */
  show(id: number): void;
};

export function useShownRows(place: RefObject<HTMLElement | null>, rows: readonly WireRow[]): ShownRows {
  const count = rows.length;
  const [chosen, choose] = useState<number | null>(null);
  const shown = windowAt(count, chosen);
  const keepPlace = useKeptPlace(place, shown);

  function move(start: number | null, focus?: WireRow): void {
    const next = windowAt(count, start);
    if (next.start !== shown.start || next.end !== shown.end) keepPlace(focus);
    choose(start);
  }
  return {
    ...shown,
    isNewest: shown.end === count,
    showNewest: () => move(null),
    stay: () => choose(shown.start),
    showEarlier(takesFocus = false) {
      if (shown.start > 0) move(earlier(shown), takesFocus ? rows[shown.start - 1] : undefined);
    },
    showLater(takesFocus = false) {
      if (shown.end < count) move(later(shown, count), takesFocus ? rows[shown.end] : undefined);
    },
    show(id) {
      const index = rows.findIndex(({ frame }) => frame.id === id);
      if (index !== -1) move(around(index, count));
    },
  };
}

type Kept = { id: string | undefined; top: number; focus: number | undefined };

function useKeptPlace(place: RefObject<HTMLElement | null>, { start, end }: RowWindow) {
  const kept = useRef<Kept | null>(null);
  useLayoutEffect(() => {
    const table = place.current;
    const before = kept.current;
    kept.current = null;
    if (table === null || before === null) return;
    const row = table.querySelector(`[data-frame="${before.id}"]`);
    if (row) table.scrollTop += row.getBoundingClientRect().top - before.top;
    table.querySelector<HTMLElement>(`[data-frame="${before.focus}"] button`)?.focus();
  }, [start, end]);
  /** To be called before the window moves. */
  return (focus: WireRow | undefined): void => {
    const table = place.current;
    const edge = table?.getBoundingClientRect().top ?? 0;
    const rows = [...(table?.querySelectorAll<HTMLElement>('[data-frame]') ?? [])];
    const row = rows.find(each => each.getBoundingClientRect().bottom > edge);
    const top = row?.getBoundingClientRect().top ?? 0;
    kept.current = { id: row?.dataset.frame, top, focus: focus?.frame.id };
  };
}
