/** Questions about the calls that a program has made since it was last started, and what they gave. */
import type { TraceEvent } from '#protocol/events';
import type { SingleProbe } from '#protocol/probe';
import { addressIn, endpointOf, typedAtEnd } from './endpoints.ts';
import { errnoName } from './errno.ts';
import type { LabState } from './fold.ts';
import { happened } from './times.ts';

type Trace = readonly TraceEvent[];
type Entered = Extract<TraceEvent, { type: 'call' }>;
type Returned = Extract<TraceEvent, { type: 'return' }>;
type Called = { entered: Entered; back: Returned | undefined };

export type CallProbe = Extract<
  SingleProbe,
  { name: 'ret' | 'rets' | 'calls' | 'moved' | 'took' | 'elapsed' | 'returned' }
>;
type Part = Extract<SingleProbe, { name: 'ret' }>['of'];
type OneCall = { program: string; call: string; nth: number };

export function callProbe(
  spec: CallProbe,
  past: Trace,
  networks: LabState['networks'],
): string | number | null {
  switch (spec.name) {
    case 'ret': {
      const run = runOf(past, spec.program);
      return gaveOf(callOf(run, spec), spec.of, run, networks);
    }
    case 'rets': {
      const run = runOf(past, spec.program);
      return (
        callsOf(run, spec.call)
          .map(each => gaveOf(each, spec.of, run, networks))
          .join(', ') || 'none'
      );
    }
    case 'calls':
      return callsOf(runOf(past, spec.program), spec.call).filter(hasWorked).length;
    case 'moved':
      return callsOf(runOf(past, spec.program), spec.call).reduce((sum, { back }) => sum + movedBy(back), 0);
    case 'took': {
      const one = callOf(runOf(past, spec.program), spec);
      return between(one, one);
    }
    case 'elapsed': {
      const { from, to } = spec;
      return between(callOf(runOf(past, from.program), from), callOf(runOf(past, to.program), to));
    }
    case 'returned':
      return (
        programsIn(past)
          .filter(program => callsOf(runOf(past, program), spec.call).slice(-1).some(hasWorked))
          .join('+') || 'none'
      );
    default:
      return spec satisfies never;
  }
}

/** Names of the programs that were started, in that order. */
export const programsIn = (past: Trace): string[] => [
  ...new Set(past.flatMap(event => (event.type === 'program-started' ? [event.program] : []))),
];

/** The program's own events since it was last started. */
export function runOf(past: Trace, program: string): Trace {
  const from = past.findLastIndex(event => event.type === 'program-started' && event.program === program);
  return past.slice(Math.max(0, from)).filter(event => 'program' in event && event.program === program);
}

/** The errno's name, else the exception's: a timeout and a failed name lookup have no number of the kernel's. */
export function errorOf(returned: Returned | undefined): string | undefined {
  if (returned === undefined) return undefined;
  const { errno, error } = returned;
  return errno !== null && errno > 0 ? errnoName(errno) : (error ?? undefined);
}

function callsOf(run: Trace, name: string): Called[] {
  const calls = run.filter(event => event.type === 'call').filter(({ call }) => call === name);
  return calls.map(entered => ({
    entered,
    back: run.findLast(
      (event): event is Returned =>
        event.type === 'return' && event.id === entered.id && event.task === entered.task,
    ),
  }));
}

const callOf = (run: Trace, { call, nth }: OneCall): Called | undefined =>
  callsOf(run, call).at(nth > 0 ? nth - 1 : nth);

const hasWorked = ({ back }: Called): boolean => back !== undefined && errorOf(back) === undefined;

const movedBy = (back: Returned | undefined): number =>
  back?.moved ?? (/^\d+$/.test(back?.value ?? '') ? Number(back?.value) : 0);

/** "waiting" while it has not come back and its program lives. */
function gaveOf(called: Called | undefined, part: Part, run: Trace, networks: LabState['networks']): string {
  if (called === undefined) return 'none';
  const { back } = called;
  if (back === undefined) return run.some(({ type }) => type === 'program-exited') ? 'none' : 'waiting';
  const error = errorOf(back);
  if (error !== undefined) return error;
  switch (part) {
    case 'value':
      return back.value ?? 'None';
    case 'moved':
      return String(movedBy(back));
    case 'fd':
      return String(back.fd ?? 'none');
    case 'host':
      return hostIn(back.value ?? '', networks);
    default:
      return part satisfies never;
  }
}

/** The host that has the address at the end of a value, or the address when nobody has it. */
function hostIn(value: string, networks: LabState['networks']): string {
  const typed = typedAtEnd(value);
  if (typed === null) return 'none';
  const address = addressIn(endpointOf(typed));
  const isOf = ({ interfaces }: LabState['networks'][string]): boolean =>
    interfaces.some(({ addresses }) => addresses.some(cidr => cidr.replace(/\/.*/, '') === address));
  return Object.keys(networks).find(host => networks[host] !== undefined && isOf(networks[host])) ?? address;
}

/** Milliseconds from one's beginning to the other's end. */
function between(from: Called | undefined, to: Called | undefined): number | null {
  if (from === undefined || to?.back === undefined) return null;
  return Math.round((happened(to.back) - happened(from.entered)) / 1000) / 1000;
}
