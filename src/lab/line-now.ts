/**
 * The line that a program is at. The stepper reports a line only where it pauses, so while a program
 * runs freely the line is known from the call it is in, and between two calls it is not known.
 */
import type { TraceEvent } from '#protocol/events';

/**
 * Undefined when nobody knows; the line counts in the program's own file.
 *
 * @param task undefined: its main thread
 */
export function lineNow(trace: readonly TraceEvent[], program: string, task?: string): number | undefined {
  let hasReturned = false;
  for (let index = trace.length - 1; index >= 0; index -= 1) {
    const event = trace[index];
    if (event === undefined || !('program' in event) || event.program !== program) continue;
    if (event.type === 'program-exited' || event.type === 'program-started') return undefined;
    if (('task' in event ? event.task : undefined) !== task) continue;
    if (event.type === 'task-ended') return undefined;
    if (event.type === 'line') return event.line;
    if (event.type === 'return') hasReturned = true;
    // A call may be made from inside another one, which then still holds its line.
    if (event.type === 'call' && !hasReturned) return event.line ?? undefined;
    // Stepping by line it cannot have left its line before the next one is reported.
    if (event.type === 'resumed' && event.how !== 'line' && hasReturned) return undefined;
  }
  return undefined;
}
