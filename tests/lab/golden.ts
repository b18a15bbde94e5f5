/** The golden recording of echo-once: a real run, so these tests draw what readers draw. */
import { readFileSync } from 'node:fs';
import type { TraceEvent } from '#protocol/events';
import { parseRecording } from '../../src/lab/recorded-source.ts';

const folder = new URL('../../sandbox/labs/echo-once/', import.meta.url);

export const golden: readonly TraceEvent[] = parseRecording(
  readFileSync(new URL('recorded.jsonl', folder), 'utf8'),
);

/** Moves in the order in which the recording reaches them. */
export const goldenMoves = golden.flatMap(event => (event.type === 'move' ? [event.move] : []));

/** The golden trace up to just after this move. */
export function goldenUpTo(move: string): readonly TraceEvent[] {
  return golden.slice(0, golden.findIndex(event => event.type === 'move' && event.move === move) + 1);
}
