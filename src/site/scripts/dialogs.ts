/** The two dialogs of every page, and the keys that open them or lead elsewhere. */
import { hearLetterKeys, startLetterSwitch } from './letter-keys.ts';

export function startDialogs(): void {
  const search = document.querySelector<HTMLDialogElement>('[data-search]');
  const keys = document.querySelector<HTMLDialogElement>('[data-keys]');
  if (search === null || keys === null) return;
  const openSearch = async (): Promise<void> => {
    search.showModal();
    search.querySelector('input')?.select();
    const { startSearch } = await import('./search.ts');
    startSearch(search);
  };
  const openKeys = (): void => keys.showModal();
  startLetterSwitch(keys);
  for (const dialog of [search, keys]) dialog.addEventListener('click', closeBeside);
  document.querySelector('[data-open-search]')?.addEventListener('click', () => void openSearch());
  document.querySelector('[data-open-keys]')?.addEventListener('click', openKeys);
  hearLetterKeys({
    '/': () => void openSearch(),
    '?': openKeys,
    n: () => follow('[rel="next"]'),
    p: () => follow('[rel="prev"]'),
    t: () => goTo('[data-show="text"]', '#content'),
    l: () => document.querySelector<HTMLElement>('.skip-link[data-to-lab]')?.click(),
    e: () => goTo('[data-show="text"]', '.exercise :is(.cm-content, textarea)'),
  });
}

/** A press beside a dialog hits the dialog itself: what is in it covers all of it. */
function closeBeside(event: MouseEvent): void {
  if (event.target === event.currentTarget) (event.currentTarget as HTMLDialogElement).close();
}

function follow(link: string): void {
  document.querySelector<HTMLAnchorElement>(`.neighbours:not([hidden]) ${link}`)?.click();
}

/** Where text and lab take turns, the text comes forward first. */
function goTo(view: string, place: string): void {
  document.querySelector<HTMLElement>(view)?.click();
  const found = document.querySelector<HTMLElement>(place);
  if (found === null) return;
  if (found.tabIndex < 0) found.tabIndex = -1;
  found.focus();
}
