/**
 * The moment of a run at which the answer of a probe came to be what it is, with what lights up there:
 * the socket, the call, the frame. A reader who has predicted is led there by "Show me".
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { Probe } from '#protocol/lab';
import type { Picked } from './belongs.ts';
import { type Descriptor, message } from './descriptor.ts';
import { labAt } from './fold.ts';
import { probe } from './probes.ts';
import { sentence } from './sentence.ts';
import { socketText } from './socket-change.ts';
import { matches } from './socket-probes.ts';

type Trace = readonly TraceEvent[];

export type Evidence = {
  /** number of events after which it has happened */
  moment: number;
  /** the event in words; null where it has none */
  message: Descriptor | null;
  picked: Picked | null;
};

/** So many events are tried, the newest: an answer that was decided long before is shown where it is asked for. */
const TRIED = 200;

/** Of an answer that no event has brought about ("none"), it is the moment at which it is asked for. */
export function evidenceOf(spec: Probe, trace: Trace, moment: number): Evidence {
  const index = decidingEvent(spec, trace, moment);
  const event = index === null ? undefined : trace[index];
  if (index === null || event === undefined) return { moment, message: null, picked: null };
  if (event.type === 'sockets') return socketEvidence(spec, trace, index);
  const failed = spec.name === 'errno' || spec.name === 'failures' ? failedReturn(trace, index) : null;
  const told = failed ?? index;
  const is = trace[told] ?? event;
  return {
    moment: index + 1,
    message: sentence(is, labAt(trace, told), labAt(trace, told + 1)),
    picked: pickedOf(is, trace, told),
  };
}

function decidingEvent(spec: Probe, trace: Trace, moment: number): number | null {
  if (spec.name === 'race' || spec.name === 'ratio') return turningEvent(spec, trace, moment);
  const answer = probe(spec, trace, moment);
  let tried = 0;
  for (let index = Math.min(moment, trace.length) - 1; index >= 0 && tried < TRIED; index -= 1) {
    const event = trace[index];
    if (event === undefined || !mayDecide(spec, event)) continue;
    tried += 1;
    if (probe(spec, trace, index) !== answer) return index;
  }
  return null;
}

/**
 * Of an answer that takes long to find: an event that made it so, found by halving. It may have changed and come
 * back meanwhile.
 */
function turningEvent(spec: Probe, trace: Trace, moment: number): number | null {
  const answer = probe(spec, trace, moment);
  let [other, same] = [0, moment];
  if (probe(spec, trace, other) === answer) return null;
  while (same - other > 1) {
    const middle = (other + same) >> 1;
    if (probe(spec, trace, middle) === answer) same = middle;
    else other = middle;
  }
  return other;
}

const KINDS: Readonly<Partial<Record<Probe['name'], readonly TraceEvent['type'][]>>> = {
  state: ['sockets'],
  holder: ['sockets'],
  sockets: ['sockets'],
  queue: ['sockets'],
  rq: ['sockets'],
  sq: ['sockets'],
  fds: ['sockets'],
  counter: ['counters'],
  neigh: ['network'],
  route: ['network'],
  wire: ['frame'],
  waiting: ['frame'],
  out: ['output'],
  ret: ['call', 'return'],
  errno: ['return', 'output', 'program-exited'],
  failures: ['return', 'output', 'program-exited'],
};

/** Whether an event is of a kind that the probe looks at, and of whom it asks for. */
function mayDecide(spec: Probe, event: TraceEvent): boolean {
  if (KINDS[spec.name]?.includes(event.type) === false) return false;
  if ('host' in spec && spec.host !== undefined && 'host' in event) return event.host === spec.host;
  return !('program' in spec && 'program' in event) || event.program === spec.program;
}

/** The call that failed last in the program whose end this is: it says what, the exit code only that. */
function failedReturn(trace: Trace, index: number): number | null {
  const end = trace[index];
  const found = trace
    .slice(0, index + 1)
    .findLastIndex(
      event =>
        event.type === 'return' &&
        end !== undefined &&
        'program' in end &&
        event.program === end.program &&
        (event.errno !== null || event.error !== null),
    );
  return found === -1 ? null : found;
}

function pickedOf(event: TraceEvent, trace: Trace, index: number): Picked | null {
  if (event.type === 'frame') return { kind: 'frame', id: event.id };
  if (event.type !== 'call' && event.type !== 'return') return null;
  const { program, task = null, id } = event;
  const entry = trace
    .slice(0, index + 1)
    .findLast(each => each.type === 'call' && each.program === program && each.id === id);
  return { kind: 'call', program, task, id, ...(entry && { seq: entry.seq }) };
}

/** A table changes in several rows at once; shown is the one that the probe asks for. */
function socketEvidence(spec: Probe, trace: Trace, index: number): Evidence {
  const moment = index + 1;
  const { sockets } = labAt(trace, moment);
  for (const [host, rows] of Object.entries(sockets)) {
    const row = rows.find(each => isAskedFor(spec, host, each));
    if (row === undefined) continue;
    const values = { host, socket: socketText(row), state: row.state ?? '' };
    const picked = { kind: 'socket', host, row, moment } as const;
    return { moment, message: message('trace.socket-state', values), picked };
  }
  const event = trace[index];
  const told = event && sentence(event, labAt(trace, index), labAt(trace, moment));
  return { moment, message: told ?? null, picked: null };
}

function isAskedFor(spec: Probe, host: string, row: SocketRow): boolean {
  if (spec.name === 'holder') return row.state === spec.state;
  return spec.name === 'state' && host === spec.host && row.protocol !== 'unix' && matches(row, spec);
}
