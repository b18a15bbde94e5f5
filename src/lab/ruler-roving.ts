/** The keyboard on the byte ruler: one stop of the Tab key for all lanes, and arrow keys between what stands there. */
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { revealIn } from './reveal.ts';
import type { RulerItem, RulerLane } from './ruler-lanes.ts';

export type Current = { lane: RulerLane['id']; key: string } | null;

/** One stop of the Tab key for all lanes: along a lane, and to what stands above or below. */
export function useRoving(
  lanes: readonly RulerLane[],
  scroller: RefObject<HTMLElement | null>,
  scale: number,
) {
  const [chosen, setCurrent] = useState<Current>(null);
  const wantsFocus = useRef(false);
  const known = lanes.find(({ id }) => id === chosen?.lane)?.items.some(({ key }) => key === chosen?.key);
  const first = lanes.find(({ items }) => items.length > 0);
  const current: Current = known ? chosen : first ? { lane: first.id, key: first.items[0]?.key ?? '' } : null;
  useEffect(() => {
    if (!wantsFocus.current || scroller.current === null || current === null) return;
    wantsFocus.current = false;
    const target = buttonOf(scroller.current, lanes, current);
    target?.focus({ preventScroll: true });
    if (target) revealIn(scroller.current, target);
  }, [current?.lane, current?.key, scale]);
  return {
    current,
    /** what the reader has gone to */
    chosen: known ? chosen : null,
    setCurrent,
    onKeyDown(event: KeyboardEvent) {
      const next = current === null ? null : neighbour(lanes, current, event.key);
      if (next === null) return;
      event.preventDefault();
      wantsFocus.current = true;
      setCurrent(next);
    },
  };
}

/** The button that shows an item: its own, or that of the cluster that it is in. */
function buttonOf(scroller: HTMLElement, lanes: readonly RulerLane[], { lane, key }: NonNullable<Current>) {
  const item = lanes.find(({ id }) => id === lane)?.items.find(each => each.key === key);
  const all = [...scroller.querySelectorAll<HTMLElement>(`[data-lane="${lane}"][data-row="${item?.row}"]`)];
  return all.find(({ dataset }) => {
    const place = item?.place ?? -1;
    return Number(dataset.from) <= place && place <= Number(dataset.to);
  });
}

function neighbour(
  lanes: readonly RulerLane[],
  { lane, key }: NonNullable<Current>,
  pressed: string,
): Current {
  const at = lanes.findIndex(({ id }) => id === lane);
  const items = lanes[at]?.items ?? [];
  const here = items.findIndex(item => item.key === key);
  const along = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: items.length - 1 }[pressed];
  if (along !== undefined) {
    const item = items[Math.min(Math.max(0, along), items.length - 1)];
    return item === undefined ? null : { lane, key: item.key };
  }
  const step = { ArrowUp: -1, ArrowDown: 1 }[pressed];
  if (step === undefined) return null;
  for (let other = lanes[at + step]; other !== undefined; other = lanes[lanes.indexOf(other) + step]) {
    const item = nearest(other.items, items[here]);
    if (item !== undefined) return { lane: other.id, key: item.key };
  }
  return null;
}

/** What has the same bytes, else what stands next to them. */
function nearest(items: readonly RulerItem[], to: RulerItem | undefined): RulerItem | undefined {
  if (to === undefined) return items[0];
  if (to.isTail) return items.at(-1);
  return (
    items.find(({ start, end }) => start < to.end && to.start < end) ??
    items.findLast(({ isTail }) => !isTail)
  );
}
