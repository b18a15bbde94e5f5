/** On the page for a missing address: what was asked for, in which language, and which lessons are called alike. */
import { nearest } from './nearest.ts';
import { startTheme } from './theme.ts';

const MOST = 3;

startTheme();

const list = document.querySelector<HTMLElement>('[data-missing]');
if (list !== null) {
  const asked = decodeURI(location.pathname).split('/').filter(Boolean);
  for (const code of list.querySelectorAll('[data-asked]')) code.textContent = location.pathname;
  const languages = [...list.children] as HTMLElement[];
  const wanted = asked.find(part => languages.some(each => each.dataset.language === part)) ?? reads();
  list.prepend(...languages.filter(each => each.dataset.language === wanted));
  document.documentElement.lang = wanted;
  for (const language of languages) suggest(language, asked.at(-1) ?? '');
}

function suggest(language: HTMLElement, asked: string): void {
  const lessons = [...language.querySelectorAll<HTMLElement>('[data-lesson]')];
  const near = nearest(
    asked,
    lessons.map(({ dataset }) => dataset.lesson ?? ''),
  ).slice(0, MOST);
  for (const lesson of lessons) lesson.hidden = !near.includes(lesson.dataset.lesson ?? '');
  const suggestions = language.querySelector<HTMLElement>('[data-near]');
  if (suggestions !== null) suggestions.hidden = near.length === 0;
}

function reads(): string {
  return navigator.languages.find(tag => /^(en|ko)\b/.test(tag))?.slice(0, 2) ?? 'en';
}
