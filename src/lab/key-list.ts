/** The keys of a lab, for who would not find them: what is pressed, and the text that tells what it does. */
import type { WordKey } from './words.ts';

export const LAB_KEYS: readonly { keys: readonly string[]; what: WordKey }[] = [
  { keys: ['Alt', 'N'], what: 'lab.keys.next' },
  { keys: ['Alt', 'I'], what: 'lab.keys.input' },
  { keys: ['Esc'], what: 'lab.keys.back' },
  { keys: ['↑', '↓'], what: 'lab.keys.lines' },
  { keys: ['C', 'E'], what: 'lab.keys.cause' },
  { keys: ['F9', 'B'], what: 'lab.keys.breakpoint' },
  { keys: ['Esc', 'Tab'], what: 'lab.keys.leave' },
  { keys: ['Ctrl', 'Shift', 'C'], what: 'lab.keys.copy' },
  { keys: ['Ctrl', 'Shift', 'V'], what: 'lab.keys.paste' },
];
