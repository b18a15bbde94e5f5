/**
 * A program's xterm behind one function that a signal undoes. Keyboard users get out with Escape,
 * then Tab: Escape is held back until the next key tells what it was meant for, because an Escape
 * that went to input() at once would stand in the learner's text. Escape twice sends one.
 */
import '@xterm/xterm/css/xterm.css';
import { effect, type ReadonlySignal } from '@preact/signals';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import { copyText } from './clipboard.ts';
import type { TerminalSink } from './source.ts';
import { refuseExcess } from './terminal-excess.ts';
import { isCopyKey } from './terminal-keys.ts';
import { terminalTheme } from './terminal-theme.ts';

export type ScreenOptions = {
  /** Connects the program's output; returns what undoes it. */
  attach(sink: TerminalSink): () => void;
  type(bytes: Uint8Array): void;
  resized(cols: number, rows: number): void;
  /** A recording's terminal shows and takes nothing. */
  readOnly: boolean;
  /** name of the place where keys go */
  inputLabel: string;
  /** How large it is written, as a factor of the usual size. */
  scale: ReadonlySignal<number>;
  signal: AbortSignal;
};

type TerminalOptions = ScreenOptions & {
  /** It shows all that there was when it was mounted. */
  drawn: () => void;
};

export type MountedTerminal = {
  focus(): void;
  /** The selected text, or all of it. */
  text(): string;
  paste(text: string): void;
  setScreenReader(on: boolean): void;
};

const encoder = new TextEncoder();
/** in pixels */
const FONT_SIZE = 13;
const ESCAPE = '\x1b';

export function mountTerminal(element: HTMLElement, options: TerminalOptions): MountedTerminal {
  const terminal = new Terminal({
    disableStdin: options.readOnly,
    cursorBlink: !options.readOnly,
    fontFamily: getComputedStyle(element).fontFamily,
    fontSize: FONT_SIZE * options.scale.peek(),
    lineHeight: 1.2,
    linkHandler: { activate: () => undefined }, // where it leads, only the program would know
    rows: 6,
    scrollback: 5000,
    theme: terminalTheme(element),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  refuseExcess(terminal);
  terminal.open(element);
  terminal.textarea?.setAttribute('aria-label', options.inputLabel);
  if (options.readOnly) terminal.textarea?.setAttribute('readonly', '');
  terminal.attachCustomKeyEventHandler(keyHandler(terminal, bytes => options.type(bytes)));
  terminal.onData(text => options.type(encoder.encode(text)));
  terminal.onBinary(text => options.type(Uint8Array.from(text, character => character.charCodeAt(0))));
  terminal.onResize(({ cols, rows }) => options.resized(cols, rows));
  const sizes = new ResizeObserver(() => fit.fit());
  sizes.observe(element);
  const themes = new MutationObserver(() => {
    terminal.options.theme = terminalTheme(element);
  });
  themes.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const unsize = effect(() => {
    terminal.options.fontSize = FONT_SIZE * options.scale.value;
    fit.fit();
  });
  const detach = options.attach({
    write: (bytes, drawn) => terminal.write(bytes, drawn),
    clear: () => terminal.reset(),
  });
  onceDrawn(terminal, options.drawn);
  options.signal.addEventListener(
    'abort',
    () => {
      detach();
      unsize();
      sizes.disconnect();
      themes.disconnect();
      terminal.dispose();
    },
    { once: true },
  );
  return {
    focus: () => terminal.focus(),
    text: () => terminal.getSelection() || screenText(terminal),
    paste: text => terminal.paste(text),
    setScreenReader: on => {
      terminal.options.screenReaderMode = on;
    },
  };
}

/** ms: one that is out of view is not drawn before it is seen, and nobody sees what stands in front of it. */
const DRAWN_WITHIN = 200;

/** What was written is parsed first, and drawn with the next frame. */
function onceDrawn(terminal: Terminal, then: () => void): void {
  terminal.write('', () => {
    const end = (): void => {
      clearTimeout(timer);
      rendered.dispose();
      then();
    };
    const rendered = terminal.onRender(end);
    const timer = setTimeout(end, DRAWN_WITHIN);
    terminal.refresh(0, terminal.rows - 1);
  });
}

/** Returns false for a key that the terminal must leave to the browser or that was dealt with here. */
function keyHandler(terminal: Terminal, type: (bytes: Uint8Array) => void) {
  let isEscapeHeld = false;
  return (event: KeyboardEvent): boolean => {
    if (event.type !== 'keydown' || event.isComposing) return true;
    if (isCopyKey(event, terminal.hasSelection())) {
      void copyText(terminal.getSelection());
      event.preventDefault();
      return false;
    }
    // Left to the browser, which pastes into xterm's textarea without asking for permission.
    if (event.ctrlKey && event.shiftKey && event.code === 'KeyV') return false;
    if (['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return true;
    if (event.key === 'Escape' && !isEscapeHeld) {
      isEscapeHeld = true;
      event.preventDefault();
      return false;
    }
    const wasHeld = isEscapeHeld;
    isEscapeHeld = false;
    if (wasHeld && event.key === 'Tab') return false;
    if (wasHeld && event.key !== 'Escape') type(encoder.encode(ESCAPE));
    return true;
  };
}

function screenText(terminal: Terminal): string {
  const buffer = terminal.buffer.active;
  const lines = Array.from(
    { length: buffer.length },
    (_, row) => buffer.getLine(row)?.translateToString(true) ?? '',
  );
  return lines.join('\n').trimEnd();
}
