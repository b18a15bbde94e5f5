/**
 * Whether the prose may be moved under the reader: yes after a press or a key in the lab, no longer
 * once the reader scrolls or turns to the text. A move may take seconds, and must not pull anyone back.
 */
export function startFollowing(lesson: HTMLElement): (paragraph: HTMLElement) => void {
  let isFollowing = true;
  let isOwnScroll = false;
  const lab = lesson.querySelector('.lab-side');
  for (const type of ['click', 'keydown']) {
    lab?.addEventListener(type, () => (isFollowing = true), { capture: true });
  }
  lesson.querySelector('.text-side')?.addEventListener('focusin', () => (isFollowing = false));
  addEventListener('scroll', () => (isFollowing &&= isOwnScroll), { passive: true });
  addEventListener('scrollend', () => (isOwnScroll = false));

  /** Scrolls only as far as needed, and not at all where the text is not shown. */
  return paragraph => {
    if (!isFollowing || paragraph.offsetParent === null) return;
    const { top, bottom } = paragraph.getBoundingClientRect();
    if (top > 80 && bottom < innerHeight - 40) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    isOwnScroll = true;
    paragraph.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' });
  };
}
