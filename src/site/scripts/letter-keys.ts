/**
 * Keys of one letter, anywhere but where letters are typed. They can be switched off (WCAG 2.2, 2.1.4), those
 * of the lab as well. A part of the page that has keys of its own has had its turn before.
 */
import { keep, kept } from './storage.ts';

export type LetterKeys = Readonly<Record<string, () => void>>;

const TYPED_INTO = 'input, textarea, select, [contenteditable="true"], .xterm, .cm-editor';

export function hearLetterKeys(keys: LetterKeys): void {
  document.addEventListener('keydown', event => {
    if (event.defaultPrevented || event.altKey || event.ctrlKey || event.metaKey) return;
    if (kept('letter-keys') === 'off' || isTypedInto(event.target)) return;
    const action = keys[letterOf(event)];
    if (action === undefined || document.querySelector('dialog[open]') !== null) return;
    event.preventDefault();
    action();
  });
}

/** A slider takes arrows and a button takes Enter, but neither takes letters. */
function isTypedInto(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  const field = target.closest(TYPED_INTO);
  return field !== null && !field.matches('input:is([type="radio"], [type="checkbox"], [type="range"])');
}

/** With a Korean layout "n" comes as "ㅜ": there the key's place tells. */
const letterOf = ({ key, code }: KeyboardEvent): string =>
  key.length === 1 && key < '\x7f' ? key.toLowerCase() : (/^Key([A-Z])$/.exec(code)?.[1] ?? '').toLowerCase();

/** The switch in the list of keys. */
export function startLetterSwitch(dialog: HTMLElement): void {
  const toggle = dialog.querySelector<HTMLInputElement>('[data-letter-keys]');
  if (toggle === null) return;
  toggle.checked = kept('letter-keys') !== 'off';
  toggle.addEventListener('change', () => keep('letter-keys', toggle.checked ? 'on' : 'off'));
}
