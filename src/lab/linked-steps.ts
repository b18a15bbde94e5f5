/** From a step of the timeline to the one that brought it about, and to those that it brought about. */
import type { TraceEvent } from '#protocol/events';
import { causeOf, effectsOf } from '#trace/causes';
import type { Stops } from '#trace/stops';

export type LinkedSteps = {
  cause: number | undefined;
  /** rising; none of them is the step itself */
  effects: readonly number[];
};

/** @param step counted from 1, as a reader counts; 0 is before anything happened */
export function linkedSteps(events: readonly TraceEvent[], stops: Stops, step: number): LinkedSteps {
  const index = stops.events[step - 1];
  const event = index === undefined ? undefined : events[index];
  if (event === undefined) return { cause: undefined, effects: [] };
  const cause = causeOf(events, event.seq);
  const stepOf = (seq: number): number => stepAt(events, stops, seq);
  const effects = effectsOf(events, event.seq).map(stepOf);
  return {
    cause: cause === null ? undefined : unless(step, stepOf(cause)),
    effects: [...new Set(effects)].filter(each => each !== step).sort((a, b) => a - b),
  };
}

const unless = (step: number, other: number): number | undefined => (other === step ? undefined : other);

/** What has no step of its own is seen together with what comes just before it. */
function stepAt(events: readonly TraceEvent[], stops: Stops, seq: number): number {
  const index = events.findIndex(event => event.seq === seq);
  return Math.max(1, stops.countUntil(index + 1));
}
