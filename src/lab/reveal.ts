/** Scrolls a box as little as is needed to show something in it, below a head that stays; nothing else moves. */
export function revealIn(scroller: HTMLElement, target: HTMLElement): void {
  const head = scroller.querySelector(':scope > table > thead')?.getBoundingClientRect().height ?? 0;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom, left, right } = target.getBoundingClientRect();
  if (bottom > frame.bottom) scroller.scrollTop += bottom - frame.bottom;
  else if (top < frame.top + head) scroller.scrollTop -= frame.top + head - top;
  if (left < frame.left) scroller.scrollLeft -= frame.left - left;
  else if (right > frame.right) scroller.scrollLeft += Math.min(right - frame.right, left - frame.left);
}
