/** The switch to the other language keeps the place in the page, and the lab where it stands. */
import { leaveLab } from './left-lab.ts';
import { keep } from './storage.ts';

const { lang } = document.documentElement;

export function startLanguageSwitch(): void {
  keep('language', lang);
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-language]')) {
    link.addEventListener('click', () => {
      keep('language', link.dataset.language ?? lang);
      link.hash = scrollY > 0 ? placeName() : '';
      const asked = new URLSearchParams(location.search);
      // The lab that is left stands somewhere else by now than where the address led.
      if (leaveLab()) for (const place of ['step', 'what-if']) asked.delete(place);
      link.search = asked.toString();
    });
  }
}

/**
 * A place that has the same name in the other language: the move at which the lab stands, if it is in view;
 * else the last one above the middle of the screen.
 */
function placeName(): string {
  const places = [...document.querySelectorAll<HTMLElement>('[data-place]')];
  const topOf = (place: HTMLElement): number => place.getBoundingClientRect().top;
  const current = places.find(place => place.ariaCurrent === 'step' && topOf(place) >= 0);
  if (current !== undefined && topOf(current) < innerHeight) return current.id;
  return places.findLast(place => topOf(place) < innerHeight / 2)?.id ?? '';
}
