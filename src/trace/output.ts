/**
 * What a program has printed, as text. A terminal's bytes carry colours and cursor moves; here they
 * are read as a reader sees them, but for the cursor, which our programs do not move about.
 */
import type { TraceEvent } from '#protocol/events';
import { bytesOf, joined, textOf } from './bytes.ts';

/** Control sequences of ECMA-48: CSI, OSC (ended by BEL or ST), and the two-character ones. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control sequences begin with a control character
const SEQUENCES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is to be removed
const CONTROLS = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g;

/** The text without colours and control characters; line ends become "\n". */
export function plainText(text: string): string {
  return text.replace(SEQUENCES, '').replace(CONTROLS, '').replace(/\r+\n/g, '\n');
}

/** Lines as they stand in the terminal: after a lone carriage return a line is written anew. */
export function linesOf(text: string): string[] {
  return plainText(text)
    .split('\n')
    .map(line => line.replace(/\r+$/, ''))
    .map(line => line.slice(line.lastIndexOf('\r') + 1).trimEnd());
}

/** All that a program's terminal has shown by the moment, echoed typing included. */
export function outputOf(trace: readonly TraceEvent[], moment: number, program: string): string {
  const chunks: Uint8Array[] = [];
  for (const event of trace.slice(0, Math.max(0, moment))) {
    if (event.type === 'output' && event.program === program) chunks.push(bytesOf(event.bytes));
  }
  return textOf(joined(chunks));
}
