/**
 * One frame as a fold over its own events, as program.ts is for programs. A frame that has arrived
 * stays delivered whatever becomes of its duplicates; each event is kept all the same.
 */
import type { FrameEvent } from '#protocol/events';
import type { FrameState } from './fold.ts';
import { type FrameLog, withChange, withFrame } from './frame-log.ts';

export function foldFrame(log: FrameLog, event: FrameEvent): FrameLog {
  if (event.verb === 'sent') return withCopy(withFrame(log, sentFrame(event)), event);
  return withChange(log, event.id, frame => treated(frame, event));
}

/** A copy is a frame of its own, which the frame that it repeats knows of. */
function withCopy(log: FrameLog, { id, copyOf }: FrameEvent): FrameLog {
  if (copyOf === undefined) return log;
  return withChange(log, copyOf, frame => ({ ...frame, copies: [...frame.copies, id] }));
}

function treated(frame: FrameState, event: FrameEvent): FrameState {
  const why = event.why ?? null;
  switch (event.verb) {
    case 'delivered':
      return delivered(frame, event);
    case 'held':
      return { ...frame, why, status: unlessDelivered(frame, 'held'), heldAt: event.at };
    case 'released':
      return { ...frame, why, status: unlessDelivered(frame, 'sent') };
    case 'dropped':
      return { ...frame, why, status: unlessDelivered(frame, 'dropped') };
    case 'duplicated':
      return { ...frame, why };
    case 'corrupted':
      return { ...frame, why, corrupted: event.bytes };
    case 'sent':
      return frame;
    default:
      return event.verb satisfies never;
  }
}

/** The first delivery tells where and when; those behind it are kept beside it. */
function delivered(frame: FrameState, { to, at, from }: FrameEvent): FrameState {
  const deliveries = [...frame.deliveries, { to: to ?? from, at }];
  if (frame.status === 'delivered') return { ...frame, deliveries };
  return { ...frame, to, deliveredAt: at, status: 'delivered', deliveries };
}

const unlessDelivered = (frame: FrameState, status: FrameState['status']): FrameState['status'] =>
  frame.status === 'delivered' ? 'delivered' : status;

function sentFrame(event: FrameEvent): FrameState {
  return {
    id: event.id,
    seq: event.seq,
    link: event.link,
    from: event.from,
    to: event.to,
    sentAt: event.at,
    deliveredAt: null,
    status: 'sent',
    deliveries: [],
    heldAt: null,
    copyOf: event.copyOf ?? null,
    copies: [],
    why: null,
    corrupted: null,
    bytes: event.bytes ?? '',
  };
}
