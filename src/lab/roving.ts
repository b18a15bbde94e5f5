/**
 * One stop of the Tab key for a whole list: the arrow keys go from button to button inside it (ARIA
 * practices, "roving tabindex").
 */
type Keys = { back: string; on: string };
const COLUMN: Keys = { back: 'ArrowUp', on: 'ArrowDown' };
/** For a list whose buttons stand beside each other. */
export const ROW: Keys = { back: 'ArrowLeft', on: 'ArrowRight' };

export function moveInList(event: KeyboardEvent, buttons: string, keys: Keys = COLUMN): void {
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement) || !(event.target instanceof HTMLElement)) return;
  const all = [...list.querySelectorAll<HTMLElement>(buttons)];
  const here = all.indexOf(event.target);
  const target = {
    [keys.back]: here - 1,
    [keys.on]: here + 1,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (here === -1 || target === undefined) return;
  event.preventDefault();
  all[Math.min(Math.max(0, target), all.length - 1)]?.focus();
}
