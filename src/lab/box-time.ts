/** The box's clock in the page: time goes on there without events. */
import { useEffect, useRef, useState } from 'preact/hooks';

/**
 * The box's time in ns, carried on by the page's own clock since the newest event; it stops where it was.
 *
 * @param at the box's time at the newest event
 * @param ticks the box lives, and what is shown is now
 */
export function useBoxTime(at: number, ticks: boolean): number {
  const anchor = useRef({ at, page: performance.now() });
  const shown = useRef(at);
  if (anchor.current.at !== at) {
    anchor.current = { at, page: performance.now() };
    shown.current = at;
  }
  const [, tick] = useState(0);
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => tick(count => count + 1), 1000);
    return () => clearInterval(timer);
  }, [ticks]);
  if (ticks) shown.current = at + (performance.now() - anchor.current.page) * 1e6;
  return shown.current;
}
