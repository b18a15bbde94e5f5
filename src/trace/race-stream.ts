/** The messages of a TCP stream: the bytes of each send, the segments that carried them, the read that had the last. */
import type { TraceEvent } from '#protocol/events';
import { type Range, withRange } from './byte-ranges.ts';
import { byteRuler, type SegmentSpan } from './byte-ruler.ts';
import { type Carried, readsBy, type Try } from './race-message.ts';
import type { Flow, Side } from './tcp-flows.ts';
import { happenedAt } from './times.ts';

type Trace = readonly TraceEvent[];

/** In the order in which they were sent, as far as they had come by the moment. */
export function streamMessages(trace: Trace, flow: Flow, side: Side, moment: number): Carried[] {
  const { sends, segments, receives } = byteRuler(trace, flow, side);
  const gone = segments.filter(({ journey }) => journey.index < moment);
  const own = sends.filter(({ call, start, end }) => call.index < moment && end > start);
  return own.map(({ call, start, end }) => {
    const carrying = gone.filter(each => each.start < end && start < each.end);
    const reader = receives.find(each => each.end >= end);
    return {
      send: call,
      sentAt: happenedAt(trace, call.index),
      tries: carrying.map(each => tryOf(trace, each, moment)),
      arrivedAt: wholeAt(trace, carrying, { start, end }, moment),
      readsAt: reader === undefined ? [] : readsBy(trace, [reader.call], moment),
    };
  });
}

function tryOf(trace: Trace, { journey, copies }: SegmentSpan, moment: number): Try {
  const arrivals = arrivalsOf([journey, ...copies], moment);
  const last = journey.passages.findLast(({ index }) => index < moment);
  const [first] = arrivals;
  return {
    at: happenedAt(trace, journey.index),
    arrivedAt: first === undefined ? null : happenedAt(trace, first),
    isLost: first === undefined && last?.verb === 'lost',
  };
}

const arrivalsOf = (journeys: readonly SegmentSpan['journey'][], moment: number): number[] =>
  journeys
    .flatMap(({ passages }) => passages)
    .filter(({ verb, index }) => verb === 'arrived' && index < moment)
    .map(({ index }) => index)
    .toSorted((one, other) => one - other);

/** When the segments that have come cover all of it for the first time. */
function wholeAt(
  trace: Trace,
  carrying: readonly SegmentSpan[],
  { start, end }: Range,
  moment: number,
): number | null {
  const arrivals = carrying
    .flatMap(each =>
      arrivalsOf([each.journey, ...each.copies], moment).map(index => ({
        index,
        start: Math.max(start, each.start),
        end: Math.min(end, each.end),
      })),
    )
    .toSorted((one, other) => one.index - other.index);
  let come: Range[] = [];
  for (const each of arrivals) {
    come = withRange(come, each);
    if (come.some(range => range.start <= start && range.end >= end)) return happenedAt(trace, each.index);
  }
  return null;
}
