/**
 * Whether the prose may be moved under the reader: yes after a press or a key in the lab, no longer
 * once the reader scrolls or turns to the text. A move may take seconds, and must not pull anyone back.
 */
export function startFollowing(lesson: HTMLElement): (paragraph: HTMLElement) => void {
  let isFollowing = true;
  /** Which way our own scroll goes, 1 down and -1 up; 0: there is none. */
  let ownWay = 0;
  let before = scrollY;
  const lab = lesson.querySelector('.lab-side');
  for (const type of ['click', 'keydown']) {
    lab?.addEventListener(type, () => (isFollowing = true), { capture: true });
  }
  lesson.querySelector('.text-side')?.addEventListener('focusin', () => (isFollowing = false));
  const hear = (): void => {
    const way = Math.sign(scrollY - before);
    before = scrollY;
    // The other way goes the reader, who has taken it over.
    if (ownWay === 0 || way === -ownWay) isFollowing = false;
  };
  addEventListener('scroll', hear, { passive: true });
  addEventListener('scrollend', () => (ownWay = 0));

  /** Scrolls only as far as needed, and not at all where the text is not shown. */
  return paragraph => {
    if (!isFollowing || paragraph.offsetParent === null) return;
    const { top, bottom } = paragraph.getBoundingClientRect();
    if (top > 80 && bottom < innerHeight - 40) return;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    ownWay = top <= 80 ? -1 : 1;
    before = scrollY;
    paragraph.scrollIntoView({ block: 'center', behavior: still ? 'instant' : 'smooth' });
  };
}
