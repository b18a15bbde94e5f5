/**
 * A recorded run as a ladder that can be drawn without the lab: the calls of two hosts, the states that
 * their sockets reach, and the TCP segments between them, in the order in which they happened.
 */
import type { SocketRow } from '#protocol/events';
import { TraceEvent } from '#protocol/events';
import { conversations } from '#trace/conversations';
import { summaryOf } from '#trace/dissect';
import { labAt } from '#trace/fold';
import { recording, scene } from './labs.ts';

export type Rung =
  | { kind: 'call'; host: string; text: string }
  | { kind: 'state'; host: string; text: string }
  | { kind: 'segment'; host: string; text: string; seq: number | null; ack: number | null };

export type RecordedLadder = { left: string; right: string; rungs: readonly Rung[] };

/** Null when nobody has recorded the lab, or it has not two hosts. */
export function recordedLadder(lab: string): RecordedLadder | null {
  const [left, right, more] = scene(lab, null).network.hosts;
  const lines = recording(lab, null)?.trim().split('\n') ?? [];
  if (left === undefined || right === undefined || more !== undefined || lines.length === 0) return null;
  return { left: left.name, right: right.name, rungs: rungsOf(lines.map(readEvent)) };
}

const readEvent = (line: string): TraceEvent => TraceEvent.parse(JSON.parse(line));

function rungsOf(trace: readonly TraceEvent[]): Rung[] {
  const segments = segmentsOf(trace);
  const states = new Map<string, string>();
  return trace.flatMap((event): Rung[] => {
    if (event.type === 'call' && event.host !== undefined)
      return [{ kind: 'call', host: event.host, text: `${event.call}()` }];
    if (event.type === 'frame' && event.verb === 'sent') return segments.get(event.id) ?? [];
    if (event.type === 'sockets') return newStates(event.host, event.sockets, states);
    return [];
  });
}

/** Each TCP segment under the number of its frame, with the numbers that the lab shows. */
function segmentsOf(trace: readonly TraceEvent[]): Map<number, Rung[]> {
  const contextOf = conversations();
  const rungs = labAt(trace, trace.length).frames.map((frame): [number, Rung[]] => {
    const summary = summaryOf(frame);
    if (summary.kind !== 'tcp') return [frame.id, []];
    const { seq = null, ack = null } = contextOf(summary) ?? {};
    return [frame.id, [{ kind: 'segment', host: frame.from, text: summary.text, seq, ack }]];
  });
  return new Map(rungs);
}

/** What TCP sockets of a host have become since its table was read before; `known` keeps it. */
function newStates(host: string, sockets: readonly SocketRow[], known: Map<string, string>): Rung[] {
  return sockets.flatMap((socket): Rung[] => {
    const { protocol, local, peer, state } = socket;
    const key = `${host} ${local} ${peer}`;
    if (protocol !== 'tcp' || !state || state === 'CLOSED' || known.get(key) === state) return [];
    known.set(key, state);
    return [{ kind: 'state', host, text: state }];
  });
}
