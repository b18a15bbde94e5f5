/**
 * A source's trace, folded: the lab as it is, and as it was when the last command was given, so that
 * panes can mark what the command changed.
 */
import { computed, type ReadonlySignal } from '@preact/signals';
import type { LabState } from '#trace/fold';
import { openTimeline } from '#trace/timeline';
import type { Source } from './source.ts';

export type View = {
  now: ReadonlySignal<LabState>;
  before: ReadonlySignal<LabState>;
  /** The lab after so many events of the trace that is shown. */
  at(moment: number): LabState;
};

export function viewOf(source: Source): View {
  let timeline = openTimeline();
  const now = computed(() => {
    const trace = source.trace.value;
    const known = Math.min(trace.length, timeline.events.length);
    // Another run: a fresh box, whose events are not those that were folded.
    if (known > 0 && timeline.events[known - 1] !== trace[known - 1]) timeline = openTimeline();
    timeline.append(trace.slice(timeline.events.length));
    return timeline.at(trace.length);
  });
  const before = computed(() => {
    now.value;
    return timeline.at(source.mark.value);
  });
  return { now, before, at: moment => timeline.at(moment) };
}
