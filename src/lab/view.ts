/**
 * A source's trace, folded: the lab at the moment that the reader looks at, and as it was just before,
 * so that panes can mark what has changed. A running lab goes on while the reader looks back.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { TraceEvent } from '#protocol/events';
import type { LabState } from '#trace/fold';
import { openStops, type Stops } from '#trace/stops';
import { openTimeline } from '#trace/timeline';
import type { Source } from './source.ts';

export type View = {
  /** The lab at the moment that is shown. */
  now: ReadonlySignal<LabState>;
  /** The lab that `now` is compared with: when the last command was given, or one step earlier. */
  before: ReadonlySignal<LabState>;
  /** The lab as it is: what commands act on. */
  latest: ReadonlySignal<LabState>;
  /** The trace up to the moment that is shown. */
  trace: ReadonlySignal<readonly TraceEvent[]>;
  /** Its length at `before`. */
  mark: ReadonlySignal<number>;
  /** Everything that may be shown; one array for as long as it is the same run, and it grows. */
  events: ReadonlySignal<{ readonly list: readonly TraceEvent[]; readonly length: number }>;
  stops: ReadonlySignal<Stops>;
  /** The source's own, as often as they are drawn. */
  paced: Pick<Source, 'trace' | 'all'>;
  /** An earlier moment than the running lab's own is shown. */
  isPast: ReadonlySignal<boolean>;
  /** Shows the lab after so many events; its own moment or a later one means: as it goes on. */
  goTo(moment: number): void;
  /** Back to the running lab. */
  toNow(): void;
  /** The lab after so many events. */
  at(moment: number): LabState;
};

/**
 * @param limit how far a recording may be looked at: what lies behind an open question is covered
 * @param paced the source's trace and all its events, where they are not to be drawn as often as they come
 */
export function viewOf(
  source: Source,
  limit: ReadonlySignal<number> = signal(Infinity),
  paced: Pick<Source, 'trace' | 'all'> = source,
): View {
  let timeline = openTimeline();
  let stops = openStops();
  /** a moment that the reader went back to, and the first event of the run that it is of; null: none */
  const chosen = signal<{ moment: number; run: TraceEvent | undefined } | null>(null);

  const events = computed(() => {
    const all = paced.all.value;
    const wanted = source.live ? all.length : Math.min(all.length, limit.value);
    const known = Math.min(wanted, timeline.events.length);
    // Another run: a fresh box, whose events are not those that were folded.
    if (known > 0 && timeline.events[known - 1] !== all[known - 1]) {
      timeline = openTimeline();
      stops = openStops();
    }
    timeline.append(all.slice(timeline.events.length, wanted));
    stops.follow(timeline.events);
    return { list: timeline.events, length: timeline.events.length };
  });
  const here = computed(() => {
    events.value;
    return paced.trace.value.length;
  });
  const moment = computed(() => {
    const { value } = chosen;
    const isThisRun = value !== null && value.run === paced.trace.value[0];
    return isThisRun ? Math.min(value.moment, here.value) : here.value;
  });
  const isPast = computed(() => moment.value < here.value);
  const state = (wanted: number): LabState => {
    events.value;
    return timeline.at(wanted);
  };
  const mark = computed(() => {
    if (!isPast.value && !source.sought.value) return source.mark.value;
    events.value;
    return stops.before(moment.value);
  });
  return {
    now: computed(() => state(moment.value)),
    before: computed(() => state(mark.value)),
    latest: computed(() => state(here.value)),
    trace: computed(() => {
      const { value } = paced.trace;
      return isPast.value ? value.slice(0, moment.value) : value;
    }),
    mark,
    events,
    stops: computed(() => {
      events.value;
      // A new object each time: the one inside grows, and nobody would notice.
      return { ...stops };
    }),
    paced,
    isPast,
    goTo(wanted) {
      const furthest = events.peek().length;
      const target = Math.min(Math.max(0, Math.trunc(wanted)), furthest);
      const [run] = paced.trace.peek();
      if (source.live) chosen.value = target < here.peek() ? { moment: target, run } : null;
      else source.seek(target);
    },
    toNow() {
      chosen.value = null;
    },
    at: wanted => state(wanted),
  };
}
