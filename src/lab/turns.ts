/**
 * How a lab without a walk goes on: the program that was stepped last goes on to its next call, and
 * when it waits or has ended, the next one that stands before a line. A server that is the first of
 * them therefore listens before a client connects.
 */
import type { TraceEvent } from '#protocol/events';
import type { LabState } from '#trace/fold';

/** The program whose turn it is; undefined while none of them can be stepped. */
export function turnOf(
  programs: readonly { name: string }[],
  trace: readonly TraceEvent[],
  now: LabState,
): string | undefined {
  const names = programs.map(({ name }) => name);
  const last = trace.findLast(
    event => event.type === 'resumed' && event.task === undefined && names.includes(event.program),
  );
  const from = last?.type === 'resumed' ? names.indexOf(last.program) : 0;
  const inOrder = [...names.slice(from), ...names.slice(0, from)];
  return inOrder.find(name => now.programs[name]?.status === 'paused');
}
