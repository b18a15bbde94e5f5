/**
 * A program's screen while text is all that it shows: it looks as in the terminal that may take its place, wraps as
 * there, and hands on what is typed.
 */
import { effect } from '@preact/signals';
import { copyText } from './clipboard.ts';
import type { ScreenOptions } from './terminal.ts';
import { isCopyKey } from './terminal-keys.ts';
import { TextKeys } from './text-keys.ts';

/** As the terminal's: its cells are higher than letters, and it keeps a scrollbar's width free (pixels). */
const LINE_HEIGHT = 1.2;
const SCROLLBAR = 14;
const MEASURED = 'W'.repeat(32);

type TextScreenOptions = ScreenOptions & {
  /** The reader uses it as a terminal. */
  onUse: () => void;
};

export class TextScreen {
  readonly #place = make('div', 'lab-text-screen');
  readonly #page = make('div', 'lab-text-page');
  readonly #output = make('span', 'lab-text-output');
  readonly #measure = make('span', 'lab-text-measure');
  readonly #text = document.createTextNode('');
  readonly #keys: TextKeys | undefined;
  readonly #options: TextScreenOptions;
  readonly #stop: () => void;
  #size = '';

  constructor(element: HTMLElement, options: TextScreenOptions) {
    this.#options = options;
    this.#output.role = 'log';
    this.#output.ariaLive = 'off';
    this.#output.append(this.#text);
    this.#measure.textContent = MEASURED;
    this.#measure.ariaHidden = 'true';
    this.#page.append(this.#output);
    this.#place.append(this.#measure, this.#page);
    if (!options.readOnly) {
      this.#keys = new TextKeys(options);
      this.#page.append(this.#keys.element);
    }
    this.#listen();
    element.append(this.#place);
    const sizes = new ResizeObserver(() => this.#fit());
    sizes.observe(element);
    const unsize = effect(() => {
      this.#place.style.setProperty('--code-scale', String(options.scale.value));
      this.#fit();
    });
    this.#stop = () => {
      sizes.disconnect();
      unsize();
      this.#place.remove();
    };
  }

  write(text: string): void {
    this.#text.appendData(text);
    this.#place.scrollTop = this.#place.scrollHeight;
  }

  clear(): void {
    this.#text.data = '';
  }

  get hasFocus(): boolean {
    return this.#place.contains(document.activeElement);
  }

  get isComposing(): boolean {
    return this.#keys?.isComposing ?? false;
  }

  focus(): void {
    (this.#keys?.element ?? this.#place).focus();
  }

  /** The selected text, or all of it. */
  text(): string {
    return this.#selected() || this.#text.data.trimEnd();
  }

  /** Whether what is printed is read out as it comes. */
  setScreenReader(on: boolean): void {
    this.#output.ariaLive = on ? 'polite' : 'off';
  }

  /** It is still looked at, but what is typed goes elsewhere: of two places for keys a screen reader would tell. */
  takeNoKeys(): void {
    this.#keys?.element.remove();
  }

  close(): void {
    this.#stop();
  }

  /** Where text is selected it has the focus; a key that writes is meant for the program all the same. */
  #listen(): void {
    const place = this.#place;
    // A recording takes no keys, but must be scrolled by them.
    place.tabIndex = this.#keys ? -1 : 0;
    if (!this.#keys) {
      place.role = 'group';
      place.ariaLabel = this.#options.inputLabel;
    }
    place.addEventListener('keydown', event => {
      const selected = this.#selected();
      if (isCopyKey(event, selected !== '')) {
        event.preventDefault();
        void copyText(selected);
      } else if (event.target === place && writes(event)) this.#keys?.element.focus();
    });
    place.addEventListener('click', () => {
      if (!this.#keys || this.#selected() !== '') return;
      this.#keys.element.focus();
      this.#options.onUse();
    });
  }

  #selected(): string {
    const selection = getSelection();
    const isHere = selection?.anchorNode != null && this.#output.contains(selection.anchorNode);
    return isHere ? String(selection) : '';
  }

  /** As many columns and rows as the terminal will have. */
  #fit(): void {
    const width = this.#measure.offsetWidth / MEASURED.length;
    const height = Math.floor(this.#measure.offsetHeight * LINE_HEIGHT);
    if (width === 0 || height === 0) return;
    const cols = Math.max(2, Math.floor((this.#place.offsetWidth - SCROLLBAR) / width));
    const rows = Math.max(1, Math.floor(this.#place.offsetHeight / height));
    this.#page.style.inlineSize = `${cols * width}px`;
    this.#page.style.lineHeight = `${height}px`;
    this.#place.scrollTop = this.#place.scrollHeight;
    if (this.#size === `${cols} ${rows}`) return;
    this.#size = `${cols} ${rows}`;
    this.#options.resized(cols, rows);
  }
}

const writes = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  !(ctrlKey || metaKey || altKey) && (key.length === 1 || key === 'Enter' || key === 'Backspace');

function make(name: 'div' | 'span', className: string): HTMLElement {
  const element = document.createElement(name);
  element.className = className;
  return element;
}
