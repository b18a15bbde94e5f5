/** What happened to each frame of a trace, by its id: places of its events, read on as the trace grows. */
import type { FrameEvent, TraceEvent } from '#protocol/events';

export type FrameHappening = { index: number; event: FrameEvent };

type Known = { length: number; byId: Map<number, FrameHappening[]> };

const traces = new WeakMap<readonly TraceEvent[], Known>();

/** The events of a frame in their order, "sent" first; pass the same array of events each time. */
export function frameEvents(trace: readonly TraceEvent[], id: number): readonly FrameHappening[] {
  const known = traces.get(trace) ?? { length: 0, byId: new Map() };
  traces.set(trace, known);
  for (let index = known.length; index < trace.length; index += 1) {
    const event = trace[index];
    if (event?.type !== 'frame') continue;
    const all = known.byId.get(event.id);
    if (all === undefined) known.byId.set(event.id, [{ index, event }]);
    else all.push({ index, event });
  }
  known.length = trace.length;
  return known.byId.get(id) ?? [];
}
