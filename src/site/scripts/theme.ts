/** The theme and its switch, where a page has one. The first paint is before-paint.js's business. */
import { keep, kept } from './storage.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function startTheme(): void {
  const themes = document.querySelector<HTMLSelectElement>('[data-theme-switch]');
  let choice = kept('theme') ?? 'system';
  systemDark.addEventListener('change', () => applyTheme(choice));
  if (themes === null) return;
  themes.value = choice;
  themes.addEventListener('change', () => {
    choice = themes.value;
    keep('theme', choice);
    applyTheme(choice);
  });
}

function applyTheme(choice: string): void {
  const dark = choice === 'system' ? systemDark.matches : choice === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
