/**
 * Keys that lead somewhere in the lab from wherever the focus is, terminals and editors included. They
 * are heard before those, and each has Alt, which no program on the lab's terminals waits for.
 */
import { tellPage } from './page-events.ts';

/** By the place of the key: with Alt the letter differs on some systems. */
const PLACES: Readonly<Record<string, string>> = {
  KeyN: '.lab-primary',
  KeyI: '.lab-terminal[data-waits="true"] textarea, .lab-terminal textarea',
};

export function hearLabKeys(lab: HTMLElement, gone: AbortSignal): void {
  document.addEventListener(
    'keydown',
    event => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const places = PLACES[event.code]?.split(', ');
      if (places === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      // On a narrow screen the lab may lie behind the text.
      tellPage('sockscope:to-lab', {});
      const found = places.map(place => lab.querySelector<HTMLElement>(place)).find(Boolean);
      found?.focus();
    },
    { capture: true, signal: gone },
  );
}
