/**
 * A growing trace that answers what the lab was at any moment. It keeps the folded state every
 * 200 events, so that dragging the slider folds at most 200 events and not the whole trace.
 */
import type { TraceEvent } from '#protocol/events';
import { fold, freshLab, type LabState } from './fold.ts';

const CHECKPOINT_EVERY = 200;

export type Timeline = {
  /** Everything so far, in order of seq. The array grows; do not keep a copy. */
  readonly events: readonly TraceEvent[];
  /** The lab after all events so far. */
  readonly latest: LabState;
  /** Adds events that follow the ones before. */
  append(events: readonly TraceEvent[]): void;
  /** The lab after the first `moment` events; a moment outside of the trace means its nearest end. */
  at(moment: number): LabState;
};

export function openTimeline(start: readonly TraceEvent[] = []): Timeline {
  const events: TraceEvent[] = [];
  const checkpoints: LabState[] = [freshLab];
  let latest = freshLab;
  /** The state asked for last: the slider's next moment is mostly just behind it. */
  let recent = freshLab;

  function append(more: readonly TraceEvent[]): void {
    for (const event of more) {
      events.push(event);
      latest = fold(latest, event);
      if (latest.moment % CHECKPOINT_EVERY === 0) checkpoints.push(latest);
    }
  }

  function at(moment: number): LabState {
    const wanted = Math.min(Math.max(0, Math.trunc(moment)), events.length);
    if (wanted === latest.moment) return latest;
    let state = checkpoints[Math.trunc(wanted / CHECKPOINT_EVERY)] ?? freshLab;
    if (recent.moment <= wanted && recent.moment > state.moment) state = recent;
    for (const event of events.slice(state.moment, wanted)) state = fold(state, event);
    recent = state;
    return state;
  }

  append(start);
  return {
    events,
    get latest() {
      return latest;
    },
    append,
    at,
  };
}
