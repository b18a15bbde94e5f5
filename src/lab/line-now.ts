/**
 * The line that a program is at. The stepper reports a line only where it pauses, so while a program
 * runs freely the line is known from the call it is in, and between two calls it is not known.
 */
import type { TraceEvent } from '#protocol/events';

/** Undefined when nobody knows; the line counts in the program's own file. */
export function lineNow(trace: readonly TraceEvent[], program: string): number | undefined {
  let hasReturned = false;
  for (let index = trace.length - 1; index >= 0; index -= 1) {
    const event = trace[index];
    if (event === undefined || !('program' in event) || event.program !== program) continue;
    if (event.type === 'line') return event.line;
    if (event.type === 'program-exited' || event.type === 'program-started') return undefined;
    if (event.type === 'return') hasReturned = true;
    // A call may be made from inside another one, which then still holds its line.
    if (event.type === 'call' && !hasReturned) return event.line ?? undefined;
    // Stepping by line it cannot have left its line before the next one is reported.
    if (event.type === 'resumed' && event.how !== 'line' && hasReturned) return undefined;
  }
  return undefined;
}
