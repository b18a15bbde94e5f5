/** On every page: theme switch and language switch. The first paint is before-paint.js's business. */
import { keep, kept } from './storage.ts';

const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

function applyTheme(choice: string): void {
  const dark = choice === 'system' ? systemDark.matches : choice === 'dark';
  root.dataset.theme = dark ? 'dark' : 'light';
}

const themes = document.querySelector<HTMLSelectElement>('[data-theme-switch]');
if (themes !== null) {
  themes.value = kept('theme') ?? 'system';
  themes.addEventListener('change', () => {
    keep('theme', themes.value);
    applyTheme(themes.value);
  });
  systemDark.addEventListener('change', () => applyTheme(themes.value));
}

keep('language', root.lang);

/** The last place above the middle of the screen that has the same name in the other language. */
function placeName(): string {
  const places = [...document.querySelectorAll<HTMLElement>('[data-place]')];
  return places.findLast(place => place.getBoundingClientRect().top < innerHeight / 2)?.id ?? '';
}

for (const link of document.querySelectorAll<HTMLAnchorElement>('[data-language]')) {
  link.addEventListener('click', () => {
    const place = scrollY > 0 ? placeName() : '';
    keep('language', link.dataset.language ?? root.lang);
    link.hash = place;
    link.search = location.search;
  });
}
