/**
 * A lab at a moment, as a pure fold over its trace: panes draw the result, and going back in time
 * is folding less. Only what an event says is folded; what it means is said by sentence.ts and probes.ts.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import type { HostNetwork } from '#protocol/network';
import { OPEN_WIRE } from '#protocol/scene';
import type { WireSetting } from '#protocol/wire';
import { foldFrame } from './frame.ts';
import { type FrameLog, frameIn, logFrom } from './frame-log.ts';
import type { LineCalls } from './line-calls.ts';
import { foldProgram, freshProgram, type ProgramEvent } from './program.ts';

export type CallState = {
  id: number;
  call: string;
  args: readonly string[];
  fd: number | null;
  line: number | null;
  value: string | null;
  errno: number | null;
  error: string | null;
  returned: boolean;
};

/** Where one thread or forked child of a program stands; the main thread is the program itself. */
export type TaskState = {
  name: string;
  pid: number;
  status: 'running' | 'paused' | 'blocked' | 'ended';
  file: string | null;
  line: number | null;
  function: string | null;
  locals: Readonly<Record<string, string>>;
  changed: readonly string[];
  call: CallState | null;
  blocked: { syscall: string; fd: number | null; since: number } | null;
};

export type ProgramState = {
  host: string;
  /** ready: not started; paused: stands before `line`; blocked: the kernel has it asleep in a call */
  status: 'ready' | 'running' | 'paused' | 'blocked' | 'exited';
  file: string | null;
  line: number | null;
  function: string | null;
  locals: Readonly<Record<string, string>>;
  /** names of locals that are new or differ from the line before */
  changed: readonly string[];
  /** the newest call */
  call: CallState | null;
  blocked: { syscall: string; fd: number | null; since: number } | null;
  exit: { code: number | null; signal: string | null } | null;
  truncated: boolean;
  /** lines of its own file before which it stops by itself, ascending */
  breakpoints: readonly number[];
  /** lines that were asked for and have no code at or behind them */
  nowhere: readonly number[];
  /** the newest call of each line of its file */
  lineCalls: LineCalls;
  /** further threads and forked children by id, in order of their start; those that have ended stay */
  tasks: Readonly<Record<string, TaskState>>;
};

export type FrameState = {
  id: number;
  seq: number;
  link: string;
  from: string;
  to: string | null;
  /** ns since the box opened */
  sentAt: number;
  deliveredAt: number | null;
  status: 'sent' | 'delivered' | 'dropped' | 'held';
  /** every delivery, in order: a switch's other ports, a duplicate */
  deliveries: readonly { to: string; at: number }[];
  /** since when it waits or waited; null when it never did */
  heldAt: number | null;
  /** the waiting frame whose segment this one repeats; panes fold it into that one's row */
  copyOf: number | null;
  /** ids of the frames that repeat this one, in order */
  copies: readonly number[];
  /** what the newest verb but "delivered" gave as its reason */
  why: string | null;
  /** the Ethernet frame, base64 */
  bytes: string;
  /** as it was delivered, when the wire has changed it */
  corrupted: string | null;
};

export type LabState = {
  /** number of events folded */
  moment: number;
  at: number;
  programs: Readonly<Record<string, ProgramState>>;
  sockets: Readonly<Record<string, readonly SocketRow[]>>;
  frames: readonly FrameState[];
  wire: WireSetting;
  /** by host, as its kernel has it */
  networks: Readonly<Record<string, HostNetwork>>;
  /** by host, then by nstat(8)'s name; what has not been counted yet is left out */
  counters: Readonly<Record<string, Readonly<Record<string, number>>>>;
  moves: readonly string[];
  last: TraceEvent | null;
  fault: { code: string; detail: string } | null;
};

export const freshLab: LabState = {
  moment: 0,
  at: 0,
  programs: {},
  sockets: {},
  frames: [],
  wire: OPEN_WIRE,
  networks: {},
  counters: {},
  moves: [],
  last: null,
  fault: null,
};

/** Folds the first `moment` events; a moment outside of the trace means its nearest end. */
export function labAt(trace: readonly TraceEvent[], moment: number): LabState {
  return trace.slice(0, Math.max(0, moment)).reduce(fold, freshLab);
}

/** The lab after one more event. Shares with `state` all that the event does not change. */
export function fold(state: LabState, event: TraceEvent): LabState {
  switch (event.type) {
    case 'program-started':
    case 'program-exited':
    case 'task-started':
    case 'task-ended':
    case 'line':
    case 'resumed':
    case 'breakpoints':
    case 'call':
    case 'return':
    case 'blocked':
      return after(state, event, { programs: withEvent(state.programs, event) });
    case 'sockets':
      return after(state, event, { sockets: { ...state.sockets, [event.host]: event.sockets } });
    case 'frame':
      return after(state, event, {}, foldFrame(frameLogOf(state), event));
    case 'wire':
      return after(state, event, {
        wire: { mode: event.mode, impairments: event.impairments, rules: event.rules },
      });
    case 'network':
      return after(state, event, { networks: { ...state.networks, [event.host]: hostNetwork(event) } });
    case 'counters':
      return after(state, event, { counters: { ...state.counters, [event.host]: event.counters } });
    case 'move':
      return after(state, event, { moves: [...state.moves, event.move] });
    case 'fault':
      return after(state, event, { fault: { code: event.code, detail: event.detail } });
    case 'truncated':
      return after(state, event, { programs: withTruncated(state.programs, event.program) });
    case 'output':
    case 'input':
      return after(state, event, {});
    default:
      return event satisfies never;
  }
}

type NetworkChanged = Extract<TraceEvent, { type: 'network' }>;

/** The log behind each state that fold() made; a state made by hand is read from its array. */
const frameLogs = new WeakMap<LabState, FrameLog>();

/** A frame of a lab. Cheaper than a search in `frames`, which is made when it is first asked for. */
export const frameOf = (state: LabState, id: number): FrameState | undefined =>
  frameIn(frameLogOf(state), id);

function frameLogOf(state: LabState): FrameLog {
  return frameLogs.get(state) ?? logFrom(state.frames);
}

function after(
  state: LabState,
  event: TraceEvent,
  changes: Partial<
    Pick<LabState, 'programs' | 'sockets' | 'wire' | 'networks' | 'counters' | 'moves' | 'fault'>
  >,
  log = frameLogOf(state),
): LabState {
  const next: LabState = {
    moment: state.moment + 1,
    at: event.at,
    programs: changes.programs ?? state.programs,
    sockets: changes.sockets ?? state.sockets,
    // A getter, so that an array of all frames is made only for the states that are drawn.
    get frames() {
      return log.all();
    },
    wire: changes.wire ?? state.wire,
    networks: changes.networks ?? state.networks,
    counters: changes.counters ?? state.counters,
    moves: changes.moves ?? state.moves,
    last: event,
    fault: changes.fault ?? state.fault,
  };
  frameLogs.set(next, log);
  return next;
}

const hostNetwork = ({
  interfaces,
  routes,
  neighbours,
  forwards,
  proxyArp,
}: NetworkChanged): HostNetwork => ({
  interfaces,
  routes,
  neighbours,
  forwards,
  ...(proxyArp !== undefined && { proxyArp }),
});

function withEvent(programs: LabState['programs'], event: ProgramEvent): LabState['programs'] {
  const before = programs[event.program] ?? freshProgram(event.host);
  const next = foldProgram(before, event);
  return next === before ? programs : { ...programs, [event.program]: next };
}

function withTruncated(programs: LabState['programs'], name: string | null): LabState['programs'] {
  const program = name === null ? undefined : programs[name];
  if (name === null || program === undefined) return programs;
  return { ...programs, [name]: { ...program, truncated: true } };
}
