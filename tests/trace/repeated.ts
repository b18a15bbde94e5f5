/**
 * A recorded run again and again as one long trace, for what no lab of the course has: each time with
 * other ids, and from another port, so that each is a connection of its own.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';

/** ns between one event and the next */
const APART = 1_000_000;
/** ids of frames and calls of one run are below this */
const IDS = 10_000;
const FIRST_PORT = 20_000;
/** Programs begin and end once, and a walk is walked once. */
const ONCE: readonly TraceEvent['type'][] = ['program-started', 'program-exited', 'move', 'output', 'input'];

/** @returns the next event each time */
export function repetition(trace: readonly TraceEvent[]): () => TraceEvent {
  const run = trace.filter(({ type }) => !ONCE.includes(type));
  let seq = 0;
  return () => {
    const event = run[seq % run.length];
    if (event === undefined) throw new Error('there is nothing to repeat');
    const next = { ...again(event, Math.floor(seq / run.length)), seq, at: (seq + 1) * APART };
    seq += 1;
    return next;
  };
}

export function repeated(trace: readonly TraceEvent[], count: number): TraceEvent[] {
  const next = repetition(trace);
  return Array.from({ length: count }, () => next());
}

function again(event: TraceEvent, round: number): TraceEvent {
  switch (event.type) {
    case 'frame': {
      const { copyOf } = event;
      return {
        ...event,
        id: event.id + round * IDS,
        ...(copyOf === undefined ? {} : { copyOf: copyOf + round * IDS }),
        bytes: event.bytes === null ? null : fromPort(event, FIRST_PORT + round),
      };
    }
    case 'call':
    case 'return':
      return { ...event, id: event.id + round * IDS };
    default:
      return event;
  }
}

/** Where TCP's and UDP's ports lie behind Ethernet's and IPv4's headers. */
const [SOURCE, DESTINATION] = [34, 36];
const IPV4 = 0x0800;

/** Checksums become wrong; nobody reads them. */
function fromPort({ bytes, from }: FrameEvent, port: number): string {
  const frame = Buffer.from(bytes ?? '', 'base64');
  if (frame.readUInt16BE(12) === IPV4) frame.writeUInt16BE(port, from === 'client' ? SOURCE : DESTINATION);
  return frame.toString('base64');
}
