/** What a check asks of the calls in its trace. */
import type { TraceEvent } from '#protocol/events';

export type MadeCall = Extract<TraceEvent, { type: 'return' }>;

/** Every call of a name, or whose name begins so, that has come back, with a value or an error. */
export const callsIn = (trace: readonly TraceEvent[], name: string): MadeCall[] =>
  trace.filter((event): event is MadeCall => event.type === 'return' && event.call.startsWith(name));

/** Bytes that the program's reads have given it. */
export const bytesRead = (trace: readonly TraceEvent[]): number =>
  callsIn(trace, 'recv').reduce((sum, { moved }) => sum + (moved ?? 0), 0);
