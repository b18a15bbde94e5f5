/** What a strip of the race comes to, in numbers; times in ns. */
import type { Message, Strip } from './race.ts';

export type Counts = {
  sent: number;
  read: number;
  lost: number;
  /** not read, though a later one was */
  gaps: number;
  /** read although a later one had been */
  backwards: number;
  /** came more than once */
  twice: number;
  /** sent more than once, and kept in the send buffer for a while */
  again: number;
  kept: number;
  /** had come, and waited for one that had not */
  behind: number;
  /** from send to read: of the middle one, and the most */
  usual: number | null;
  longest: number | null;
  /** from the program's first wish to the first message that was read */
  first: number | null;
};

export function countsOf({ messages, beganAt }: Strip): Counts {
  const count = (is: (message: Message) => boolean): number => messages.filter(is).length;
  const times = messages.flatMap(each => tookOf(each) ?? []).toSorted((one, other) => one - other);
  const reads = messages.flatMap(({ readsAt }) => readsAt.slice(0, 1));
  const newest = messages.findLast(({ fate }) => fate === 'read')?.nth ?? 0;
  return {
    sent: messages.length,
    read: reads.length,
    lost: count(({ fate }) => fate === 'lost'),
    gaps: count(({ nth, fate }) => fate !== 'read' && nth < newest),
    backwards: count(({ isBackwards }) => isBackwards),
    twice: count(({ readsAt }) => readsAt.length > 1),
    again: count(({ tries }) => tries.length > 1),
    kept: count(message => keptFor(message) > AT_ONCE),
    behind: count(({ behind }) => behind !== null),
    usual: times[Math.floor(times.length / 2)] ?? null,
    longest: times.at(-1) ?? null,
    first: reads.length === 0 ? null : Math.min(...reads) - beganAt,
  };
}

/** From the call that sent it to the first that had it; null while none has. */
export const tookOf = ({ sentAt, readsAt }: Message): number | null =>
  readsAt[0] === undefined ? null : readsAt[0] - sentAt;

/** Less than this is no wait; ns. */
export const AT_ONCE = 20_000_000;

/** From the call that sent it until its first frame left. */
export const keptFor = ({ sentAt, tries }: Message): number => (tries[0]?.at ?? sentAt) - sentAt;
