/**
 * The last event in words, for the status line.
 */
import type { TraceEvent } from '#protocol/events';
import type { LabState } from '#trace/fold';
import { sentence } from '#trace/sentence';
import type { Words } from './words.ts';

/** How far back to look for an event that says something: a flood of silent output must cost nothing. */
const LOOK_BACK = 50;

/** What ends a step: the reader pressed a button to see this, and not the line that comes next. */
const isEnd = ({ type }: TraceEvent) =>
  type === 'return' || type === 'blocked' || type === 'program-exited' || type === 'fault';

/**
 * The index of what is told of the event at `index`. An exit code says only that something failed; the
 * call that raised last says what.
 */
function toldOf(trace: readonly TraceEvent[], index: number, from: number): number {
  const end = trace[index];
  if (end?.type !== 'program-exited' || end.code === 0 || end.signal !== null) return index;
  const isOwnReturn = (event: TraceEvent, at: number) =>
    at >= from && at < index && event.type === 'return' && event.program === end.program;
  const last = trace.findLastIndex(isOwnReturn);
  const event = trace[last];
  return event?.type === 'return' && event.error !== null ? last : index;
}

/** The program that was told to go on since `mark`: what it did is what the reader asked for. */
const commanded = (trace: readonly TraceEvent[], mark: number): string | undefined => {
  const event = trace.slice(mark).findLast(({ type }) => type === 'resumed');
  return event?.type === 'resumed' ? event.program : undefined;
};

/**
 * How the step since `mark` ended, else the last event that has words. `at` gives the lab at a
 * moment. Undefined when nothing that has words has happened.
 */
export function lastSentence(
  trace: readonly TraceEvent[],
  mark: number,
  at: (moment: number) => LabState,
  words: Words,
): string | undefined {
  const earliest = Math.max(0, trace.length - LOOK_BACK);
  const find = (isWanted: (event: TraceEvent) => boolean, from: number) => {
    for (let index = trace.length - 1; index >= from; index -= 1) {
      const event = trace[index];
      if (event === undefined || !isWanted(event)) continue;
      const told = toldOf(trace, index, from);
      const message = sentence(trace[told] ?? event, at(told), at(told + 1));
      if (message) return words.tell(message);
    }
    return undefined;
  };
  const from = Math.max(mark, earliest);
  const program = commanded(trace, from);
  const isOwnEnd = (event: TraceEvent) => isEnd(event) && 'program' in event && event.program === program;
  // That a move is done is told by the walk itself.
  const isTold = ({ type }: TraceEvent) => type !== 'move';
  const since = find(isOwnEnd, from) ?? find(isEnd, from) ?? find(isTold, from);
  // A move whose end has come already does nothing: then the step before it is still the last.
  return since ?? find(isEnd, earliest) ?? find(isTold, earliest);
}
