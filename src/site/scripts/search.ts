/**
 * The search itself, loaded when it is opened: Pagefind over the index that the build has made, in this
 * page's language. A result leads to its page, and to the moves and headings of it where the words stand.
 */
import { type Found, type FoundPlace, placesIn } from './found-places.ts';

const MOST_PAGES = 8;
const MOST_PLACES = 3;

type Pagefind = {
  init(): Promise<void>;
  debouncedSearch(words: string): Promise<{ results: readonly { data(): Promise<Found> }[] } | null>;
};

const begun = new WeakSet<HTMLDialogElement>();

export function startSearch(dialog: HTMLDialogElement): void {
  if (begun.has(dialog)) return;
  begun.add(dialog);
  const input = dialog.querySelector('input');
  const list = dialog.querySelector<HTMLElement>('[data-search-results]');
  const status = dialog.querySelector<HTMLElement>('[role="status"]');
  if (input === null || list === null || status === null) return;
  const pagefind = load(dialog.dataset.base ?? '/');
  let asked = '';

  const search = async (): Promise<void> => {
    asked = input.value.trim();
    const words = asked;
    if (words === '') return show([], status.dataset.begin);
    try {
      const answer = await (await pagefind).debouncedSearch(words);
      // A newer question has been asked meanwhile.
      if (answer === null || words !== asked) return;
      const found = await Promise.all(answer.results.slice(0, MOST_PAGES).map(result => result.data()));
      if (words !== asked) return;
      const some = status.dataset.some?.replace('{n}', String(answer.results.length));
      show(found, found.length === 0 ? status.dataset.none : some);
    } catch (error) {
      show([], status.dataset.missing);
      console.warn(error);
    }
  };
  const show = (found: readonly Found[], text = ''): void => {
    list.replaceChildren(...found.map(pageItem));
    status.textContent = text;
  };

  input.addEventListener('input', () => void search());
  dialog.addEventListener('keydown', event => walkResults(event, dialog));
  if (input.value !== '') void search();
}

async function load(base: string): Promise<Pagefind> {
  const pagefind = (await import(/* @vite-ignore */ `${base}pagefind/pagefind.js`)) as Pagefind;
  await pagefind.init();
  return pagefind;
}

function pageItem(found: Found): HTMLElement {
  const page = link(found.url, 'found-page');
  page.textContent = found.meta.title ?? found.url;
  const places = element('ol');
  places.append(...placesIn(found).slice(0, MOST_PLACES).map(placeItem));
  return element('li', page, places);
}

function placeItem({ url, name, excerpt }: FoundPlace): HTMLElement {
  const place = link(url, 'found-place');
  const words = excerpt.flatMap(({ text, isFound }) => [isFound ? element('mark', text) : text, ' ']);
  place.append(element('span', name), element('span', ...words));
  return element('li', place);
}

function link(url: string, className: string): HTMLAnchorElement {
  const made = document.createElement('a');
  made.href = url;
  made.className = className;
  return made;
}

function element(name: string, ...children: (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  made.append(...children);
  return made;
}

/** Down and Up go through the results and back to the words; Enter in the words takes the first one. */
function walkResults(event: KeyboardEvent, dialog: HTMLElement): void {
  const stops = [...dialog.querySelectorAll<HTMLElement>('input, [data-search-results] a')];
  const here = stops.indexOf(document.activeElement as HTMLElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (here === -1) return;
  if (step !== undefined) {
    event.preventDefault();
    stops[here + step]?.focus();
  } else if (event.key === 'Enter' && here === 0) {
    event.preventDefault();
    stops[1]?.click();
  }
}
