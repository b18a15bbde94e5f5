/**
 * Which arrows are seen to go: those of frames that have just been sent. Not of what was there when the
 * lab was opened, and not where so many come that nobody could follow.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { WireRow } from './wire-rows.ts';

const MOST_AT_ONCE = 12;
/** ms between two that are followed by the eye */
const APART = 100;

/** @returns the `seq` from which on frames set off in this drawing; Infinity: none */
export function useSetOff(rows: readonly WireRow[], freshFrom: number): number {
  const drawn = useRef({ until: Infinity, at: -Infinity });
  const newest = rows.at(-1)?.frame.seq ?? -1;
  const from = Math.max(freshFrom, drawn.current.until + 1);
  const isAny = newest >= from;
  const isTooMany = (rows.at(-1 - MOST_AT_ONCE)?.frame.seq ?? -1) >= from;
  const now = performance.now();
  const isTooSoon = now - drawn.current.at < APART;
  useEffect(() => {
    drawn.current = { until: newest, at: isAny ? now : drawn.current.at };
  });
  return isAny && !isTooMany && !isTooSoon ? from : Infinity;
}
