/** One line of what happened in a move: what it was, what it is about, and how much it tells. */
import type { TraceEvent } from '#protocol/events';
import type { Picked } from './belongs.ts';
import type { Descriptor } from './descriptor.ts';
import type { LabState } from './fold.ts';

export type StoryLine = {
  /** number of events after which it has happened */
  moment: number;
  /**
   * of what took several events: the moment of the first, by which it has its place among the lines.
   * connect() returns when SYN, ACK has come; whether before or after its ACK arrives is a race.
   */
  began?: number;
  message: Descriptor;
  /** what lights up with it; null: nothing can be picked */
  picked: Picked | null;
  /** lines of one kind say much the same: the second of them is told later than other things */
  kind: 'call' | 'wait' | 'end' | 'task' | 'printed' | 'typed' | 'frame' | 'socket';
  /** the greater, the sooner it is told when not all can be */
  weight: number;
};

/** So many lines of one kind are looked at, the newest: more are read by nobody. */
export const MOST = 12;

/** A stretch of a trace: the events from `from` up to, not including, `to`. */
export type Span = { from: number; to: number };

/** What the lines of a story are read from. */
export type Stretch = Span & {
  /** the whole trace */
  events: readonly TraceEvent[];
  /** the lab after so many events */
  at(moment: number): LabState;
  /** the program that it is about; null: the one that was told to go on last */
  program: string | null;
};

/** Goes through the events of a stretch; `moment` counts the event itself. */
export function* eventsOf({ events, from, to }: Stretch): Generator<{ event: TraceEvent; moment: number }> {
  for (let index = from; index < to; index += 1) {
    const event = events[index];
    if (event !== undefined) yield { event, moment: index + 1 };
  }
}
