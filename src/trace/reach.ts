/**
 * Whether a program's newest connect arrived, and who asked whom by ARP on its way: what a wrong mask
 * does to a call, as the trace has it.
 */
import type { TraceEvent } from '#protocol/events';
import { errnoName } from './errno.ts';
import { packetEnds } from './packet-ends.ts';
import { happened } from './times.ts';

/** One host asked for one address. */
export type Asked = { host: string; target: string; times: number; answeredBy: string | null };

export type Reach = {
  /** refused: its packets arrived, and nobody listens there */
  state: 'untried' | 'trying' | 'reached' | 'refused' | 'failed';
  /** the address that was called; null: none yet */
  address: string | null;
  /** "EHOSTUNREACH"; the exception's name where it has no number */
  error: string | null;
  /** how long it took, once it is over; ns */
  took: number | null;
  /** in the order in which they were first asked */
  asked: readonly Asked[];
  /** addresses, routes or switches are others than when it was called */
  isOld: boolean;
};

type Call = Extract<TraceEvent, { type: 'call' }>;
type Return = Extract<TraceEvent, { type: 'return' }>;
type Trace = readonly TraceEvent[];

const UNTRIED: Reach = {
  state: 'untried',
  address: null,
  error: null,
  took: null,
  asked: [],
  isOld: false,
};

/** @param moment how many events of the trace have happened */
export function reachOf(trace: Trace, moment: number, program: string): Reach {
  const at = lastConnect(trace, moment, program);
  const call = trace[at];
  if (call?.type !== 'call') return UNTRIED;
  const since = trace.slice(at + 1, moment);
  const back = since.find(event => isReturnOf(event, call));
  const meanwhile = since.filter(event => back === undefined || happened(event) <= happened(back));
  return {
    ...ending(back?.type === 'return' ? back : null),
    address: /'([\d.]+)'/.exec(call.args.join(' '))?.[1] ?? null,
    took: back === undefined ? null : happened(back) - happened(call),
    asked: questionsIn(meanwhile),
    isOld: since.some(
      (event, index) => happened(event) > happened(call) && changesSettings(trace, at + 1 + index, event),
    ),
  };
}

function lastConnect(trace: Trace, moment: number, program: string): number {
  for (let at = Math.min(moment, trace.length) - 1; at >= 0; at -= 1) {
    const event = trace[at];
    if (event?.type === 'call' && event.program === program && event.call === 'connect') return at;
  }
  return -1;
}

const isReturnOf = (event: TraceEvent, call: Call): boolean =>
  event.type === 'return' && event.program === call.program && event.id === call.id;

function ending(back: Return | null): Pick<Reach, 'state' | 'error'> {
  if (back === null) return { state: 'trying', error: null };
  if (back.error === null) return { state: 'reached', error: null };
  const error = back.errno === null ? back.error : errnoName(back.errno);
  return { state: error === 'ECONNREFUSED' ? 'refused' : 'failed', error };
}

function questionsIn(events: Trace): Asked[] {
  const asked = new Map<string, Asked>();
  for (const event of events) {
    if (event.type !== 'frame' || event.verb !== 'sent' || event.bytes === null) continue;
    const ends = packetEnds(event.bytes);
    if (ends.kind !== 'neighbour') continue;
    const { asks, asker, target, mac } = ends;
    const key = `${asker} ${target}`;
    const known = asked.get(key);
    if (asks)
      asked.set(key, {
        answeredBy: null,
        ...known,
        host: event.from,
        target,
        times: (known?.times ?? 0) + 1,
      });
    else if (known !== undefined) asked.set(key, { ...known, answeredBy: mac });
  }
  return [...asked.values()];
}

/** That a neighbour was found is no change of settings. */
function changesSettings(trace: Trace, at: number, event: TraceEvent): boolean {
  if (event.type !== 'network') return false;
  for (let before = at - 1; before >= 0; before -= 1) {
    const was = trace[before];
    if (was?.type === 'network' && was.host === event.host) return settings(was) !== settings(event);
  }
  return false;
}

const settings = ({ interfaces, routes, ...is }: Extract<TraceEvent, { type: 'network' }>): string =>
  JSON.stringify([interfaces, routes, is.forwards, is.proxyArp]);
