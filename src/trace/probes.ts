/**
 * Questions that a run answers: each is a query on the events up to a moment. The answer of a
 * prediction comes from here and nowhere else, so nothing on a page can hold it in advance.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { Probe } from '#protocol/lab';
import type { HostNetwork } from '#protocol/network';
import { summaryOf } from './dissect.ts';
import { errnoName } from './errno.ts';
import { type FrameState, labAt } from './fold.ts';
import { linesOf, outputOf } from './output.ts';
import { wayTo } from './routes.ts';
import { exceptionIn } from './traceback.ts';

type Trace = readonly TraceEvent[];
type Returned = Extract<TraceEvent, { type: 'return' }>;

/** The answer after the first `moment` events; null when the trace has none. */
export function probe(spec: Probe, trace: Trace, moment: number): string | number | null {
  switch (spec.name) {
    case 'state':
      return stateOf(labAt(trace, moment).sockets[spec.host] ?? [], spec);
    case 'holder':
      return holdersOf(labAt(trace, moment).sockets, spec.state);
    case 'out':
      return linesOf(outputOf(trace, moment, spec.program)).findLast(line => line !== '') ?? null;
    case 'errno':
      return failureOf(runOf(pastOf(trace, moment), spec.program), spec.program) ?? 'none';
    case 'failures':
      return failures(trace, moment);
    case 'wire':
      return firstSendings(trace, moment).filter(frame => summaryOf(frame).text.includes(spec.contains))
        .length;
    case 'ret':
      return returnOf(runOf(pastOf(trace, moment), spec.program), spec.call);
    case 'waiting':
      return firstSendings(trace, moment).filter(({ status }) => status === 'held').length;
    case 'neighbour':
      return neighbourOf(labAt(trace, moment).networks[spec.host], spec.address);
    case 'route': {
      const network = labAt(trace, moment).networks[spec.host];
      return network === undefined ? null : wayTo(network, spec.to);
    }
    default:
      return spec satisfies never;
  }
}

const pastOf = (trace: Trace, moment: number): Trace => trace.slice(0, Math.max(0, moment));

/** The moment just after the move was completed; null when the trace has not come so far. */
export function momentOfMove(trace: Trace, moveId: string): number | null {
  const at = trace.findIndex(event => event.type === 'move' && event.move === moveId);
  return at === -1 ? null : at + 1;
}

function stateOf(rows: readonly SocketRow[], spec: Extract<Probe, { name: 'state' }>): string | null {
  const found = rows.filter(
    row => row.protocol !== 'unix' && fits(row.local, spec.local) && fits(row.peer, spec.peer),
  );
  return found.length === 1 ? (found[0]?.state ?? null) : null;
}

/** "10.0.0.2:3333" fits itself, ":3333" and "10.0.0.2"; no address fits "none", every other "any". */
function fits(endpoint: string | null, wanted: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (endpoint === null || wanted === 'none') return endpoint === null && wanted === 'none';
  if (wanted === 'any' || endpoint === wanted) return true;
  return wanted.startsWith(':') ? endpoint.endsWith(wanted) : endpoint.replace(/:\d+$/, '') === wanted;
}

function holdersOf(sockets: Readonly<Record<string, readonly SocketRow[]>>, state: string): string {
  // The keys stand in the order in which the hosts' first tables came.
  const hosts = Object.keys(sockets).filter(host => sockets[host]?.some(row => row.state === state));
  return hosts.join('+') || 'none';
}

/** Frames without copies: a copy is sent because time passes, not because of what a program did. */
const firstSendings = (trace: Trace, moment: number): FrameState[] =>
  labAt(trace, moment).frames.filter(({ copyOf }) => copyOf === null);

function neighbourOf(network: HostNetwork | undefined, address: string): string | null {
  if (network === undefined) return null;
  return network.neighbours.find(neighbour => neighbour.address === address)?.state ?? 'none';
}

/** What the newest call of this name gave; "waiting" while it has not returned and its program lives. */
function returnOf(run: Trace, name: string): string {
  const entered = run.findLast(event => event.type === 'call' && event.call === name);
  if (entered?.type !== 'call') return 'none';
  const back = run.findLast(
    event => event.type === 'return' && event.id === entered.id && event.task === entered.task,
  );
  if (back?.type === 'return') return errorOf(back) ?? back.value ?? 'None';
  return run.some(({ type }) => type === 'program-exited') ? 'none' : 'waiting';
}

/** Every program in order of its start: "server:UnicodeDecodeError client:none". */
function failures(trace: Trace, moment: number): string {
  const past = pastOf(trace, moment);
  const started = new Set(past.flatMap(event => (event.type === 'program-started' ? [event.program] : [])));
  return (
    [...started].map(program => `${program}:${deathOf(runOf(past, program), program)}`).join(' ') || 'none'
  );
}

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
  const exception = died ? exceptionIn(linesOf(outputOf(run, run.length, program))) : undefined;
  return exception ?? lastFailingCall(run);
}

/** The program's own events since it was last started. */
function runOf(past: Trace, program: string): Trace {
  const from = past.findLastIndex(event => event.type === 'program-started' && event.program === program);
  return past.slice(Math.max(0, from)).filter(event => 'program' in event && event.program === program);
}

function lastFailingCall(run: Trace): string | undefined {
  return errorOf(run.findLast(isFailedReturn));
}

/** The errno's name, else the exception's: a timeout and a failed name lookup have no number of the kernel's. */
function errorOf(returned: Returned | undefined): string | undefined {
  if (returned === undefined) return undefined;
  const { errno, error } = returned;
  return errno !== null && errno > 0 ? errnoName(errno) : (error ?? undefined);
}

const isFailedReturn = (event: TraceEvent): event is Returned =>
  event.type === 'return' && (event.errno !== null || event.error !== null);
