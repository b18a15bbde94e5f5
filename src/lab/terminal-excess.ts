/**
 * What a program may not do to its terminal, and with it to the page: xterm carries a sequence out as
 * often as it says, two thousand million times if need be, and nothing else of the page moves
 * meanwhile. A saved run may come from anybody.
 */
import type { Terminal } from '@xterm/xterm';

/** Repeat, tabulate, insert, delete and scroll: the last characters of the sequences that say how often (ECMA-48). */
const REPEATED = ['b', 'I', 'Z', 'L', 'M', 'S', 'T'];
/** More than any screen has lines or columns. */
const MOST_TIMES = 1000;

/** From now on such a sequence does nothing. */
export function refuseExcess(terminal: Terminal): void {
  for (const final of REPEATED)
    terminal.parser.registerCsiHandler({ final }, ([times]) => Number(times) > MOST_TIMES);
}
