/** The bytes of a stream, put together again from the segments that carried them. */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import type { Range } from './byte-ranges.ts';
import type { ByteRuler } from './byte-ruler.ts';
import { joined } from './bytes.ts';
import { frameEvents } from './frame-events.ts';
import { payloadOf } from './payload.ts';

const payloads = new WeakMap<FrameEvent, Uint8Array>();

/** What a frame carries, decoded once. */
export function payloadOfFrame(trace: readonly TraceEvent[], id: number): Uint8Array {
  const sent = frameEvents(trace, id)[0]?.event;
  if (sent === undefined) return new Uint8Array();
  const known = payloads.get(sent) ?? payloadOf(sent.bytes ?? '');
  payloads.set(sent, known);
  return known;
}

/** The bytes of a range as far as they had left by a moment, without a gap from its start. */
export function streamBytes(
  trace: readonly TraceEvent[],
  { segments }: ByteRuler,
  { start, end }: Range,
  moment: number,
): Uint8Array {
  const parts: Uint8Array[] = [];
  let at = start;
  while (at < end) {
    const carrier = segments.find(each => each.journey.index < moment && each.start <= at && each.end > at);
    if (carrier === undefined) break;
    const part = payloadOfFrame(trace, carrier.journey.id).subarray(at - carrier.start, end - carrier.start);
    if (part.length === 0) break;
    parts.push(part);
    at += part.length;
  }
  return joined(parts);
}
