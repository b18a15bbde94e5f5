/**
 * A program's screen: text, until only a terminal will do, because of what the program prints or because the reader
 * uses it as one. xterm is four fifths of what a lab would load, so it is loaded then and takes the text's place
 * unseen.
 */
import { PlainOutput } from './plain-output.ts';
import type { TerminalSink } from './source.ts';
import type { MountedTerminal, mountTerminal, ScreenOptions } from './terminal.ts';
import { TextScreen } from './text-screen.ts';

const encoder = new TextEncoder();
type Chunk = { bytes: Uint8Array; drawn: () => void };

export function mountScreen(element: HTMLElement, options: ScreenOptions): MountedTerminal {
  const screen = new Screen(element, options);
  const detach = options.attach(screen);
  options.signal.addEventListener(
    'abort',
    () => {
      detach();
      screen.close();
    },
    { once: true },
  );
  return screen;
}

class Screen implements TerminalSink, MountedTerminal {
  readonly #element: HTMLElement;
  readonly #options: ScreenOptions;
  readonly #plain = new PlainOutput();
  readonly #text: TextScreen;
  /** what the text shows, for the terminal to show it too */
  #shown: Uint8Array[] = [];
  /** what only the terminal can show, which is on its way */
  #held: Chunk[] = [];
  #terminal: MountedTerminal | undefined;
  #sink: TerminalSink | undefined;
  #loading = false;
  #isRead = false;

  constructor(element: HTMLElement, options: ScreenOptions) {
    this.#element = element;
    this.#options = options;
    this.#text = new TextScreen(element, { ...options, onUse: () => this.#load() });
  }

  write(bytes: Uint8Array, drawn: () => void): void {
    if (this.#sink) {
      this.#sink.write(bytes, drawn);
      return;
    }
    const text = this.#held.length > 0 ? undefined : this.#plain.take(bytes);
    if (text === undefined) {
      this.#held.push({ bytes, drawn });
      this.#load();
    } else {
      this.#shown.push(bytes);
      this.#text.write(text);
      drawn();
    }
  }

  clear(): void {
    this.#shown = [];
    this.#held = [];
    this.#plain.clear();
    this.#text.clear();
    this.#sink?.clear();
  }

  focus(): void {
    (this.#terminal ?? this.#text).focus();
    if (!this.#options.readOnly) this.#load();
  }

  text(): string {
    return (this.#terminal ?? this.#text).text();
  }

  paste(text: string): void {
    if (this.#terminal) this.#terminal.paste(text);
    else this.#options.type(encoder.encode(text.replaceAll(/\r?\n/g, '\r')));
  }

  setScreenReader(on: boolean): void {
    this.#isRead = on;
    this.#text.setScreenReader(on);
    this.#terminal?.setScreenReader(on);
  }

  close(): void {
    this.#text.close();
  }

  #load(): void {
    if (this.#loading) return;
    this.#loading = true;
    import('./terminal.ts').then(
      terminal => this.#become(terminal.mountTerminal),
      () => this.#doWithout(),
    );
  }

  /** The text stays in front until the terminal has drawn what it shows. */
  #become(mount: typeof mountTerminal): void {
    const { signal } = this.#options;
    if (signal.aborted) return;
    if (this.#text.isComposing) {
      this.#element.addEventListener('compositionend', () => this.#become(mount), { once: true, signal });
      return;
    }
    const layer = document.createElement('div');
    layer.className = 'lab-terminal-layer';
    this.#element.prepend(layer);
    signal.addEventListener('abort', () => layer.remove(), { once: true });
    const hadFocus = this.#text.hasFocus;
    this.#terminal = mount(layer, {
      ...this.#options,
      attach: sink => this.#hand(sink),
      drawn: () => this.#text.close(),
    });
    this.#terminal.setScreenReader(this.#isRead);
    if (hadFocus) this.#terminal.focus();
    this.#text.takeNoKeys();
  }

  #hand(sink: TerminalSink): () => void {
    this.#sink = sink;
    for (const bytes of this.#shown.splice(0)) sink.write(bytes, () => {});
    for (const { bytes, drawn } of this.#held.splice(0)) sink.write(bytes, drawn);
    return () => {
      this.#sink = undefined;
    };
  }

  /** It cannot be loaded: what it would have shown is written as text, and the next use tries again. */
  #doWithout(): void {
    this.#loading = false;
    this.#plain.clear();
    for (const { bytes, drawn } of this.#held.splice(0)) {
      this.#shown.push(bytes);
      this.#text.write(new TextDecoder().decode(bytes));
      drawn();
    }
  }
}
