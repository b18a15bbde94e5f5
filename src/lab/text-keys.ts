/**
 * Where a reader types while a program's screen is text: a field as large as a cursor, behind the last character. What
 * is written into it goes to the program, and comes back as the kernel's echo.
 */
import type { ScreenOptions } from './terminal.ts';
import { plainKey } from './terminal-keys.ts';

const encoder = new TextEncoder();

type TextKeysOptions = Pick<ScreenOptions, 'inputLabel' | 'type'> & { onUse: () => void };

export class TextKeys {
  readonly element = document.createElement('textarea');
  readonly #options: TextKeysOptions;
  #isComposing = false;

  constructor(options: TextKeysOptions) {
    this.#options = options;
    const { element } = this;
    element.className = 'lab-text-keys';
    element.rows = 1;
    element.ariaLabel = options.inputLabel;
    element.spellcheck = false;
    for (const name of ['autocapitalize', 'autocomplete', 'autocorrect']) element.setAttribute(name, 'off');
    element.addEventListener('keydown', event => this.#pressed(event));
    element.addEventListener('input', () => this.#handOn());
    element.addEventListener('compositionstart', () => this.#compose(true));
    element.addEventListener('compositionend', () => this.#compose(false));
  }

  /** A syllable is in the input method's hands, and would be lost with the field. */
  get isComposing(): boolean {
    return this.#isComposing;
  }

  #compose(isOn: boolean): void {
    this.#isComposing = isOn;
    this.element.dataset.composing = String(isOn);
    this.#handOn();
  }

  #handOn(): void {
    const { value } = this.element;
    if (this.#isComposing || value === '') return;
    this.element.value = '';
    this.#send(value.replaceAll(/\r?\n/g, '\r'));
  }

  #pressed(event: KeyboardEvent): void {
    const key = event.isComposing || event.defaultPrevented ? undefined : plainKey(event);
    if (key === undefined) return;
    event.preventDefault();
    this.#send(key);
  }

  #send(text: string): void {
    this.#options.type(encoder.encode(text));
    this.#options.onUse();
  }
}
