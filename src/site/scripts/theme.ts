/** The theme switch. The first paint is before-paint.js's business. */
import { keep, kept } from './storage.ts';

const systemDark = matchMedia('(prefers-color-scheme: dark)');

export function startThemeSwitch(): void {
  const themes = document.querySelector<HTMLSelectElement>('[data-theme-switch]');
  if (themes === null) return;
  themes.value = kept('theme') ?? 'system';
  themes.addEventListener('change', () => {
    keep('theme', themes.value);
    applyTheme(themes.value);
  });
  systemDark.addEventListener('change', () => applyTheme(themes.value));
}

function applyTheme(choice: string): void {
  const dark = choice === 'system' ? systemDark.matches : choice === 'dark';
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
}
