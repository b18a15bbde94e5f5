/** What of the byte ruler is in view, and what is brought into it. */
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import type { Picking } from './pick.ts';
import type { RulerItem, RulerLane } from './ruler-lanes.ts';

/** How wide the scroller is, and where it has been scrolled to. */
export function useSeen(scroller: RefObject<HTMLElement | null>) {
  const [seen, setSeen] = useState({ room: 640, left: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => setSeen({ room: element.clientWidth, left: element.scrollLeft });
    const watch = new ResizeObserver(look);
    watch.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      watch.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  return seen;
}

/** What is picked in another pane is scrolled to, within the ruler alone. */
export function useLitInView(
  lanes: readonly RulerLane[],
  { picked, lights }: Picking,
  scroller: RefObject<HTMLElement | null>,
  scale: number,
): void {
  const now = picked.value;
  useEffect(() => {
    const element = scroller.current;
    if (element === null || now === null || element.contains(document.activeElement)) return;
    const lit = lanes.flatMap(({ items }) => items).find(item => !item.isTail && isLit(item, lights.value));
    if (lit === undefined) return;
    const [left, right] = [lit.start * scale, lit.end * scale];
    if (right < element.scrollLeft || left > element.scrollLeft + element.clientWidth)
      element.scrollLeft = left - element.clientWidth / 4;
  }, [now]);
}

export function isLit({ pick }: RulerItem, lights: Picking['lights']['value']): boolean {
  if (pick.kind === 'frame') return lights?.hasFrame(pick.id) ?? false;
  return pick.kind === 'call' && pick.seq !== undefined && (lights?.hasCall(pick.seq) ?? false);
}
