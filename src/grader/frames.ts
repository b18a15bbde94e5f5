/** What a check asks of the frames in its trace. */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { dissect } from '#trace/dissect';
import type { Summary } from '#trace/layer';

/** Which frames are meant, with a name for what is told. */
export type Sought = { name: string; is: (frame: Summary) => boolean };

export const RESET: Sought = { name: 'RST', is: ({ flags }) => flags?.includes('RST') === true };
/** A question for a connection. */
export const SYN: Sought = { name: 'SYN', is: ({ flags }) => flags?.join() === 'SYN' };

const isSent = (event: TraceEvent): event is FrameEvent => event.type === 'frame' && event.verb === 'sent';

/** A frame's summary, and the id of its row: a copy is folded into the row of the first one. */
export type SentFrame = Summary & { id: number };

/** Every frame that a host, or that any has sent, earliest first. */
export const framesOf = (trace: readonly TraceEvent[], host?: string): SentFrame[] =>
  trace
    .filter(isSent)
    .filter(({ from }) => host === undefined || from === host)
    .map(({ bytes, id, copyOf }) => ({
      ...dissect(Buffer.from(bytes ?? '', 'base64')).summary,
      id: copyOf ?? id,
    }));
