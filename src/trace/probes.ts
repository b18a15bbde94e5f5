/**
 * Questions that a run answers: each is a query on the events up to a moment. The answer of a
 * prediction comes from here and nowhere else, so nothing on a page can hold it in advance.
 */
import type { TraceEvent } from '#protocol/events';
import type { PredictionSpec, Probe } from '#protocol/lab';
import { rangeOf } from '#protocol/range';
import { callProbe, errorOf, programsIn, runOf } from './call-probes.ts';
import { labAt } from './fold.ts';
import { linesOf, outputOf } from './output.ts';
import { raceProbe } from './race-probes.ts';
import { socketProbe } from './socket-probes.ts';
import { exceptionIn } from './traceback.ts';
import { wireProbe } from './wire-probes.ts';

type Trace = readonly TraceEvent[];

/** What a run answers to a prediction. */
export type Outcome = {
  /** as an answer is given: the value, the number, or the range in which it lies; "none" */
  value: string;
  /** what was found, when that is more exact than the answer */
  exactly: string | null;
};

/** Null while the run has not come so far. */
export function outcomeOf({ kind, options, probe: asked, at }: PredictionSpec, trace: Trace): Outcome | null {
  const moment = momentOfMove(trace, at);
  if (moment === null) return null;
  const found = probe(asked, trace, moment);
  const value = String(found ?? 'none');
  const range = kind === 'range' && typeof found === 'number' ? rangeOf(options, found) : undefined;
  return range === undefined ? { value, exactly: null } : { value: range, exactly: value };
}

/** The answer after the first `moment` events; null when the trace has none. */
export function probe(spec: Probe, trace: Trace, moment: number): string | number | null {
  const past = trace.slice(0, Math.max(0, moment));
  switch (spec.name) {
    case 'both':
      return spec.of.map(each => probe(each, past, past.length) ?? 'none').join(' / ');
    case 'out': {
      const printed = printedBy(past, spec.program).filter(line => line !== '');
      return printed.at(spec.nth > 0 ? spec.nth - 1 : spec.nth) ?? null;
    }
    case 'lines':
      return printedBy(past, spec.program).filter(line => line.includes(spec.contains)).length;
    case 'errno':
      return failureOf(runOf(past, spec.program), spec.program) ?? 'none';
    case 'failures':
      return (
        programsIn(past)
          .map(each => `${each}:${deathOf(runOf(past, each), each)}`)
          .join(' ') || 'none'
      );
    case 'ret':
    case 'rets':
    case 'calls':
    case 'moved':
    case 'took':
    case 'elapsed':
    case 'returned':
      return callProbe(spec, past, labAt(past, past.length).networks);
    case 'wire':
    case 'field':
    case 'payload':
    case 'begins':
    case 'inside':
    case 'heard':
    case 'rewritten':
    case 'waiting':
    case 'neigh':
    case 'route':
      return wireProbe(spec, past, labAt(past, past.length));
    case 'race':
    case 'ratio':
      return raceProbe(spec, past);
    default:
      return socketProbe(spec, labAt(past, past.length));
  }
}

/** The moment just after the move was completed; null when the trace has not come so far. */
export function momentOfMove(trace: Trace, moveId: string): number | null {
  const at = trace.findIndex(event => event.type === 'move' && event.move === moveId);
  return at === -1 ? null : at + 1;
}

const printedBy = (past: Trace, program: string): string[] => linesOf(outputOf(past, past.length, program));

/** What made the program end with another code than 0; "none" while it runs or when it ended well. */
function deathOf(run: Trace, program: string): string {
  const exit = run.findLast(event => event.type === 'program-exited');
  if (exit === undefined || exit.code === 0) return 'none';
  return failureOf(run, program) ?? exit.signal ?? `exit-${exit.code ?? 'unknown'}`;
}

/** The exception that ended the program, else its last failing call; undefined when there is neither. */
function failureOf(run: Trace, program: string): string | undefined {
  const exit = run.findLast(event => event.type === 'program-exited');
  const died = exit !== undefined && exit.code !== 0;
  const exception = died ? exceptionIn(printedBy(run, program)) : undefined;
  const failed = run.findLast(
    event => event.type === 'return' && (event.errno !== null || event.error !== null),
  );
  return exception ?? (failed?.type === 'return' ? errorOf(failed) : undefined);
}
