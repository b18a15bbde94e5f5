/**
 * In real time an arrow ends where its time of arrival is, which may be beside another row. How high rows
 * are only the browser knows, because labels wrap: so it is asked.
 */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { TimeAxis } from './time-axis.ts';
import type { WireRow } from './wire-rows.ts';

/** px by id of the frame; a frame that has not arrived has none */
export type Falls = ReadonlyMap<number, number>;

const NONE: Falls = new Map();
/** An arrow without any slope would not be seen to have a direction of time. */
const LEAST = 2;

/** @param axis of exactly these rows; null: arrows fall as they always do */
export function useFalls(
  place: RefObject<HTMLElement | null>,
  rows: readonly WireRow[],
  axis: TimeAxis | null,
): Falls {
  const [falls, setFalls] = useState(NONE);
  const [, remeasure] = useState(0);
  useLayoutEffect(() => {
    if (place.current === null || axis === null) return;
    const measured = fallsIn(place.current, rows, axis);
    setFalls(before => (isSame(before, measured) ? before : measured));
  });
  const isTimed = axis !== null;
  useEffect(() => {
    const table = place.current?.querySelector('table');
    if (!isTimed || !table) return;
    const observer = new ResizeObserver(() => remeasure(count => count + 1));
    observer.observe(table);
    return () => observer.disconnect();
  }, [isTimed]);
  return isTimed ? falls : NONE;
}

function fallsIn(place: HTMLElement, rows: readonly WireRow[], axis: TimeAxis): Falls {
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const shots = place.querySelectorAll('.lab-frame .lab-shots');
  const tops = Array.from(shots, each => each.getBoundingClientRect().top);
  return new Map(
    rows.flatMap(({ frame }, index): [number, number][] => {
      const own = tops[index];
      if (frame.deliveredAt === null || own === undefined) return [];
      const { row, below } = axis.placeOf(frame.deliveredAt);
      const from = tops[row] ?? own;
      const to = Math.min(from + below * rem, tops[row + 1] ?? Infinity);
      return [[frame.id, Math.max(LEAST, Math.round(to - own))]];
    }),
  );
}

const isSame = (one: Falls, other: Falls): boolean =>
  one.size === other.size && [...one].every(([id, fall]) => other.get(id) === fall);
