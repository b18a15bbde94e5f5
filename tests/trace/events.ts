/** Hand-written events for tests, checked against the contract and numbered like the driver's. */
import { type SocketRow, TraceEvent } from '#protocol/events';

export type Unnumbered = TraceEvent extends infer Event
  ? Event extends TraceEvent
    ? Omit<Event, 'seq' | 'at'> & { at?: number }
    : never
  : never;

/** A trace of these events, 1 µs apart where no time is given. */
export function traceOf(...events: readonly Unnumbered[]): TraceEvent[] {
  return events.map((event, index) => TraceEvent.parse({ at: (index + 1) * 1000, ...event, seq: index + 1 }));
}

export const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString('base64');

const server = { host: 'server', program: 'server' } as const;
const client = { host: 'client', program: 'client' } as const;
export const on = { server, client };

type In = { host: string; program: string; task?: string };

export const started = (where: In): Unnumbered => ({
  type: 'program-started',
  ...where,
  argv: ['python3', `${where.program}.py`],
});
export const taskStarted = (where: In, name = '', pid = 2) =>
  ({ type: 'task-started', task: '', ...where, name, pid }) as const;
export const taskEnded = (where: In) => ({ type: 'task-ended', task: '', ...where }) as const;
export const exited = (where: In, code: number | null, signal: string | null = null) =>
  ({ type: 'program-exited', ...where, code, signal }) as const;
export const line = (where: In, number: number, locals: Record<string, string> = {}) =>
  ({
    type: 'line',
    ...where,
    file: `${where.program}.py`,
    line: number,
    function: '<module>',
    locals,
  }) as const;
export const breakpoints = (where: In, lines: number[], nowhere: number[] = []) =>
  ({ type: 'breakpoints', ...where, lines, nowhere }) as const;
export const resumed = (where: In) => ({ type: 'resumed', ...where, how: 'call' }) as const;
export const call = (where: In, name: string, id: number, fd: number | null = null, args: string[] = []) =>
  ({ type: 'call', ...where, call: name, id, args, fd, line: 7 }) as const;
export const returned = (where: In, name: string, id: number, value: string, fd: number | null = null) =>
  ({ type: 'return', ...where, call: name, id, fd, value, errno: null, error: null, line: 7 }) as const;
export const raised = (where: In, name: string, id: number, errno: number | null, error: string) =>
  ({ type: 'return', ...where, call: name, id, fd: null, value: null, errno, error, line: 7 }) as const;
export const blocked = (where: In, syscall: string | null, fd: number | null = null) =>
  ({ type: 'blocked', ...where, syscall, fd }) as const;
export const printed = (where: In, text: string | Uint8Array) =>
  ({ type: 'output', ...where, bytes: base64(text) }) as const;
export const typed = (where: In, text: string) => ({ type: 'input', ...where, bytes: base64(text) }) as const;
export const sockets = (host: string, ...rows: SocketRow[]) =>
  ({ type: 'sockets', host, sockets: rows }) as const;
export const move = (id: string) => ({ type: 'move', move: id }) as const;

type Frame = Extract<TraceEvent, { type: 'frame' }>;
type FrameGiven = Partial<Pick<Frame, 'to' | 'from' | 'link' | 'why' | 'copyOf' | 'at'>> & {
  bytes?: Uint8Array | null;
};
export const frame = (verb: Frame['verb'], id: number, { bytes = null, ...given }: FrameGiven = {}) =>
  ({
    type: 'frame',
    verb,
    id,
    link: 'lan',
    from: 'client',
    to: null,
    ...given,
    bytes: bytes === null ? (verb === 'sent' ? base64('frame') : null) : base64(bytes),
  }) as const;

type Setting = Partial<Pick<Extract<TraceEvent, { type: 'wire' }>, 'mode' | 'impairments' | 'rules'>>;
/** The wire's whole setting; what is not given is as on an open wire. */
export const wire = (setting: Setting = {}): Unnumbered => ({
  type: 'wire',
  mode: 'pass',
  impairments: [],
  rules: [],
  ...setting,
});

type Network = Omit<Extract<TraceEvent, { type: 'network' }>, 'type' | 'seq' | 'at' | 'host'>;
/** A host's network as its kernel has it; only what a test is about need be given. */
export const network = (host: string, given: Partial<Network> = {}): Unnumbered => ({
  type: 'network',
  host,
  interfaces: [],
  routes: [],
  neighbours: [],
  forwards: false,
  ...given,
});

/** What a host's kernel has counted, by nstat(8)'s names. */
export const counters = (host: string, counts: Record<string, number>): Unnumbered => ({
  type: 'counters',
  host,
  counters: counts,
});

/** A row as the kernel has it; only what a test is about need be given. */
export const row = (given: Partial<SocketRow>): SocketRow => ({
  inode: 100,
  owners: [],
  protocol: 'tcp',
  family: 'inet',
  state: 'ESTABLISHED',
  local: null,
  peer: null,
  recvQ: 0,
  sendQ: 0,
  ...given,
});
