/** Where in a trace what happened to each frame is told. */
import type { FrameEvent, TraceEvent } from '#protocol/events';

type Happened = { index: number; verb: FrameEvent['verb']; to: string | null };

export type FramePlaces = {
  /** All that happened to a frame, in order; it is sent first. */
  of(id: number): readonly Happened[];
  sent(id: number): number | undefined;
  /** Its first delivery to a host. On loopback a frame is with its host as soon as it is sent. */
  delivered(id: number, host: string): number | undefined;
  readonly ids: readonly number[];
};

export function framePlaces(trace: readonly TraceEvent[]): FramePlaces {
  const frames = new Map<number, Happened[]>();
  const loopback = new Map<number, number>();
  trace.forEach((event, index) => {
    if (event.type !== 'frame') return;
    const { id, verb, to, link } = event;
    const known = frames.get(id) ?? [];
    frames.set(id, known);
    known.push({ index, verb, to });
    if (link === 'lo' && verb === 'sent') loopback.set(id, index);
  });
  const of = (id: number): readonly Happened[] => frames.get(id) ?? [];
  return {
    of,
    sent: id => of(id).find(({ verb }) => verb === 'sent')?.index,
    delivered: (id, host) =>
      loopback.get(id) ?? of(id).find(({ verb, to }) => verb === 'delivered' && to === host)?.index,
    ids: [...frames.keys()],
  };
}
