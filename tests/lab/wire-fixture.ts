/**
 * What a wire does to frames, told of real frames of the golden recording: a test says which frames
 * and what happens to them, and gets the lab that the page would draw.
 */
import type { FrameEvent, TraceEvent } from '#protocol/events';
import { labAt } from '#trace/fold';
import { hostMarks } from '../../src/lab/hosts.ts';
import { type WireRow, wireRows } from '../../src/lab/wire-rows.ts';
import { golden } from './golden.ts';

const sent = golden.flatMap(event => (event.type === 'frame' && event.verb === 'sent' ? [event] : []));

/** Real frames by what they are, in order of sending. */
export const [ARP, ARP_REPLY, SYN, SYN_ACK, ACK, DATA] = sent as [
  FrameEvent,
  FrameEvent,
  FrameEvent,
  FrameEvent,
  FrameEvent,
  FrameEvent,
];

/** What happens to a frame; `at` in ms since the lab opened. */
export type Happening = Partial<Pick<FrameEvent, 'verb' | 'to' | 'why' | 'copyOf'>> & {
  id: number;
  at: number;
  /** with "sent" (the default verb when it is given) and "corrupted": whose bytes */
  frame?: FrameEvent;
  bytes?: string;
};

export function traceOf(happenings: readonly Happening[]): TraceEvent[] {
  const known = new Map<number, FrameEvent>();
  return happenings.map(({ frame, bytes, at, ...what }, seq) => {
    const base = frame ?? known.get(what.id) ?? SYN;
    known.set(what.id, base);
    const verb = what.verb ?? (frame ? 'sent' : 'delivered');
    return {
      ...base,
      ...what,
      seq,
      at: at * 1_000_000,
      verb,
      to: what.to ?? (verb === 'delivered' ? (base.from === 'client' ? 'server' : 'client') : null),
      bytes: bytes ?? (verb === 'sent' ? base.bytes : null),
    };
  });
}

export const rowsOf = (happenings: readonly Happening[]): readonly WireRow[] => {
  const trace = traceOf(happenings);
  return wireRows(labAt(trace, trace.length).frames);
};

const host = (name: string, address: string) => ({
  name,
  interfaces: [{ link: 'lan', addresses: [address] }],
  routes: [],
  forwards: false,
  names: [],
});

export const pairMarks = hostMarks({
  hosts: [host('client', '10.0.0.1/24'), host('server', '10.0.0.2/24')],
});
/** Four machines on one switch. */
export const lanMarks = hostMarks({
  hosts: [
    host('a', '10.0.0.9/24'),
    host('client', '10.0.0.1/24'),
    host('server', '10.0.0.2/24'),
    host('d', '10.0.0.8/24'),
  ],
});
