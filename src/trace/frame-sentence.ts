/**
 * What happened to a frame, in one message: whose it is, what it is, and why where the wire has a
 * reason of its own. A reason that the words tell already ("step", "corrupt") is left out.
 */
import type { FrameEvent } from '#protocol/events';
import { bytesOf } from './bytes.ts';
import { type Descriptor, message } from './descriptor.ts';
import { dissect, summaryOf } from './dissect.ts';
import { frameOf, type LabState } from './fold.ts';
import { bytesText, type Summary } from './layer.ts';

const RULE = 'rule:';

/** The text of the Wire table in the catalogue's language: "PSH, ACK 5 bytes", "PSH, ACK 5바이트". */
export function frameText({ text, length }: Summary): Descriptor {
  const count = bytesText(length);
  if (!text.endsWith(` ${count}`)) return message('trace.frame', { what: text });
  const what = text.slice(0, -count.length - 1);
  return message(length === 1 ? 'trace.frame-byte' : 'trace.frame-bytes', { what, bytes: String(length) });
}

export function frameSentence(event: FrameEvent, after: LabState): Descriptor {
  // Only "sent" carries the bytes; the lab keeps them for the other verbs.
  const known = frameOf(after, event.id);
  const summary = known === undefined ? dissect(bytesOf(event.bytes ?? '')).summary : summaryOf(known);
  const values = { from: event.from, frame: frameText(summary) };
  const to = event.to ?? (event.link === 'lo' ? event.from : null);
  if (event.verb === 'delivered' && to !== null) return message('trace.frame-delivered', { ...values, to });
  if (event.verb === 'sent' && event.copyOf !== undefined) {
    return message('trace.frame-sent-copy', { ...values, times: timesSent(after, event.copyOf) });
  }
  const what = message(`trace.frame-${event.verb}`, values);
  const why = reasonOf(event);
  return why === null ? what : message('trace.frame-why', { what, why });
}

/** How often the kernel has sent a waiting segment: the row of the Wire table says ×2 at its first copy. */
function timesSent(state: LabState, original: number): string {
  const copies = frameOf(state, original)?.copies.length ?? 0;
  return String(copies + 1);
}

function reasonOf({ verb, why }: FrameEvent): Descriptor | null {
  if (why?.startsWith(RULE)) return message('trace.why-rule', { rule: why.slice(RULE.length) });
  if (verb !== 'dropped') return null;
  switch (why) {
    case 'asked':
      return message('trace.why-asked');
    case 'cut':
      return message('trace.why-cut');
    case 'loss':
      return message('trace.why-loss');
    case 'queue':
      return message('trace.why-queue');
    case 'copy':
      return message('trace.why-copy');
    default:
      return null;
  }
}
