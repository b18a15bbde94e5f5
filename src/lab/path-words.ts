/** What took a socket to a state, in words. */
import { summaryOf } from '#trace/dissect';
import type { FrameState } from '#trace/fold';
import { frameText } from '#trace/sentence';
import type { PathCause, PathStep } from '#trace/state-path';
import type { Words } from './words.ts';

/** @param frames of the lab: a cause names one by its id */
export function causeText(cause: PathCause, frames: readonly FrameState[], words: Words): string {
  switch (cause.kind) {
    case 'call':
      return `${cause.call.program}: ${cause.call.call}(${cause.call.args.join(', ')})`;
    case 'left':
    case 'arrived': {
      const frame = frames.find(({ id }) => id === cause.frame);
      const text = frame === undefined ? '' : words.tell(frameText(summaryOf(frame)));
      return words.say(cause.kind === 'left' ? 'lab.states.left' : 'lab.states.arrived', { frame: text });
    }
    case 'born':
      return words.say('lab.states.born', { listener: cause.listener ?? '' });
    case 'made':
      return words.say('lab.states.made');
    case 'table':
      return words.say('lab.states.table');
    case 'time':
      return words.say('lab.states.time');
    case 'gone':
      return words.say('lab.states.gone');
    default:
      return cause satisfies never;
  }
}

/** What is odd about a step: that no table has shown it, that it is none of the figure. */
export function stepNotes(step: PathStep, moment: number, isLast: boolean, words: Words): string[] {
  const { state, cause, seenAt, isDirect } = step;
  const notes: string[] = [];
  if (!isDirect && state === 'CLOSED')
    notes.push(words.say(cause.kind === 'gone' ? 'lab.states.way-unknown' : endNote(cause)));
  else if (!isDirect) notes.push(words.say('lab.states.way-unknown'));
  const isSeen = seenAt !== null && seenAt <= moment;
  if (!isSeen && cause.kind !== 'born' && state !== 'CLOSED')
    notes.push(words.say(isLast ? 'lab.states.not-yet' : 'lab.states.passed'));
  return notes;
}

/** A call that failed tells that the kernel gave up; a close() over unread bytes sends a reset. */
const endNote = (cause: PathCause) =>
  cause.kind === 'call' && cause.call.failed ? 'lab.states.given-up' : 'lab.states.reset';
