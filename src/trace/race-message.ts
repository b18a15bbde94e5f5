/** A message as it was sent, carried and read, before it is compared with the others of its way. */
import type { TraceEvent } from '#protocol/events';
import type { CallFact } from './call-facts.ts';
import { happenedAt } from './times.ts';

type Trace = readonly TraceEvent[];

/** One frame that carried a message, or a part of it; times are the box's, in ns. */
export type Try = { at: number; arrivedAt: number | null; isLost: boolean };

export type Carried = {
  send: CallFact;
  sentAt: number;
  tries: readonly Try[];
  /** when all of it had come to the other kernel */
  arrivedAt: number | null;
  /** when each call that gave it to the program returned: several where it came twice */
  readsAt: readonly number[];
};

/** When these calls had come back, of those that had by then. */
export const readsBy = (trace: Trace, calls: readonly CallFact[], moment: number): number[] =>
  calls.flatMap(({ end }) => (end !== null && end < moment ? [happenedAt(trace, end)] : []));
