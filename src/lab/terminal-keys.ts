/** Keys as a terminal sends them, as far as a program needs before its terminal is loaded; and those that copy. */

/** Of keys that write nothing into a text field (console_codes(4), and DEL for Backspace as stty(1) has it). */
const CODES: Readonly<Record<string, string>> = {
  Enter: '\r',
  Backspace: '\x7f',
  ArrowUp: '\x1b[A',
  ArrowDown: '\x1b[B',
  ArrowRight: '\x1b[C',
  ArrowLeft: '\x1b[D',
};

/** What goes to the program; undefined: the browser's, or text that an input event will bring. */
export function plainKey({ key, ctrlKey, altKey, metaKey, shiftKey }: KeyboardEvent): string | undefined {
  if (altKey || metaKey) return undefined;
  if (!ctrlKey) return CODES[key];
  const letter = key.toLowerCase();
  // Ctrl+V is left to the browser, which pastes.
  if (shiftKey || !/^[a-z]$/.test(letter) || letter === 'v') return undefined;
  // Ctrl and a letter is the letter's place in the alphabet (ascii(7)).
  return String.fromCharCode(letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1);
}

/** Ctrl+Shift+C always copies; Ctrl+C only where text is selected, else it interrupts the program. */
export const isCopyKey = (event: KeyboardEvent, isSelected: boolean): boolean =>
  event.ctrlKey && event.code === 'KeyC' && !event.altKey && (event.shiftKey || isSelected);
