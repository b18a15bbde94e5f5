/**
 * When events happened, as far as a trace tells. The driver numbers them in order of their times; one
 * that it read late keeps its place and says by how much. Recordings of before it said so show only
 * that such an event has the time of the one before: then it came after what its own pipe had told.
 */
import type { TraceEvent } from '#protocol/events';

/** In ns; both are the same where the trace leaves no doubt. */
export type Time = { earliest: number; latest: number };

/** Frames are stamped with another clock of the kernel, and this is how far the two may be apart; ns. */
const CLOCK_ERROR = 100_000;

/** When an event happened, in ns: one that was read late keeps its place and says by how much. */
export const happened = ({ at, late = 0 }: Pick<TraceEvent, 'at' | 'late'>): number => at - late;

/** When the event at a place of the trace happened. */
export const happenedAt = (trace: readonly TraceEvent[], index: number): number => {
  const event = trace[index];
  return event === undefined ? 0 : happened(event);
};

/** Whether nothing speaks against the one's having been before the other. */
export const mayPrecede = (one: Time, other: Time): boolean => one.earliest <= other.latest;

/** To be asked about the events of a trace one by one. */
export function openTimes(): (event: TraceEvent) => Time {
  /** of each pipe's newest event */
  const newest = new Map<string, number>();
  let before = -1;
  return event => {
    const { at, late = 0 } = event;
    const isDoubtful = late === 0 && at === before;
    before = at;
    const pipe = pipeOf(event);
    const earliest = isDoubtful ? Math.min(at, newest.get(pipe) ?? 0) : at - late;
    newest.set(pipe, earliest);
    const error = event.type === 'frame' && event.verb === 'sent' ? CLOCK_ERROR : 0;
    return { earliest: earliest - error, latest: at - late + error };
  };
}

/** Who writes an event. What comes from one pipe is in order, however late it is read. */
export function pipeOf(event: TraceEvent): string {
  switch (event.type) {
    case 'line':
    case 'resumed':
    case 'call':
    case 'return':
      return `stepper ${event.program} ${event.task ?? ''}`;
    case 'frame':
    case 'wire':
      return 'wire';
    case 'output':
    case 'input':
      return `terminal ${event.program}`;
    default:
      return 'supervisor';
  }
}
