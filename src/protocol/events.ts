/**
 * The trace: everything that happened in a lab, as an ordered list of events.
 * Everything on screen, every probe and every check's evidence is a fold over this list,
 * so an event says what was seen and never what it means.
 *
 * `at` is in nanoseconds since the box opened, on CLOCK_MONOTONIC, which is the same clock in
 * Python and in Node. `seq` is assigned by the driver alone, in order of `at`; what comes to it behind
 * newer events has the `at` of the event before, and `late`.
 */
import { z } from 'zod';
import { HostNetwork } from './network.ts';
import { SocketRow } from './socket-row.ts';
import { WireSetting } from './wire.ts';

export { SocketOwner, SocketRow, SocketTimer, TcpInfo, TcpState } from './socket-row.ts';

const stamp = {
  seq: z.int(),
  at: z.int(),
  late: z
    .int()
    .positive()
    .optional()
    .describe('by how much it was read too late for its place: it happened at `at` - `late`'),
};
const inProgram = { ...stamp, host: z.string(), program: z.string() };

/**
 * One flow of execution of a program: a thread of one of its processes. Each is stepped by itself.
 * Absent: the main thread of the program's first process. Else "thread-2", "child-57" (its process id
 * inside the host), "child-57-thread-2".
 */
export const TaskId = z.string().regex(/^(child-\d+)?-?(thread-\d+)?$/);
const inTask = { ...inProgram, task: TaskId.optional() };

export const StepHow = z.enum(['line', 'call', 'run']);
export type StepHow = z.infer<typeof StepHow>;

/** A base64 text: terminal bytes may end in the middle of a character. */
const Bytes = z.base64();

export const ProgramStarted = z.object({
  type: z.literal('program-started'),
  ...inProgram,
  argv: z.array(z.string()),
});

export const ProgramExited = z.object({
  type: z.literal('program-exited'),
  ...inProgram,
  code: z.int().nullable(),
  signal: z.string().nullable().describe('"SIGKILL"; null when the program ended by itself'),
});

/** A further thread or a forked child of a program has begun; its stepper says so. */
export const TaskStarted = z.object({
  type: z.literal('task-started'),
  ...inProgram,
  task: TaskId,
  name: z
    .string()
    .describe('as the program names it: "Thread-1 (talk)", "ForkProcess-1"; "" when it does not'),
  pid: z.int().describe('process id inside the host'),
  forkedAt: z
    .int()
    .optional()
    .describe('of a child: when it was forked, as `at`; its parent may have gone on before it could speak'),
});
export const TaskEnded = z.object({ type: z.literal('task-ended'), ...inProgram, task: TaskId });

/** The program stands before this line and waits for a command. */
export const LineReached = z.object({
  type: z.literal('line'),
  ...inTask,
  file: z.string().describe('name inside the work folder: "server.py"'),
  line: z.int(),
  function: z.string().describe('"<module>" at top level'),
  locals: z.record(z.string(), z.string()).describe('short reprs of the locals of this frame'),
});

/** A stepped program goes on after a command, and how far. */
export const Resumed = z.object({ type: z.literal('resumed'), ...inTask, how: StepHow });

/** Where a program stops by itself, from now on; replaces what was said before. */
export const BreakpointsSet = z.object({
  type: z.literal('breakpoints'),
  ...inProgram,
  lines: z
    .array(z.int())
    .describe('of its own file, ascending: a line without code has given way to the next that has some'),
  nowhere: z.array(z.int()).describe('lines asked for behind which the file has no code'),
});

/**
 * The socket that `fd` is, as a row of the socket table names it. From fstat(2) in the program: the
 * supervisor could only look later, when the number may mean another socket. Absent: not known.
 */
const Inode = z.int();

export const CallEntered = z.object({
  type: z.literal('call'),
  ...inTask,
  call: z.string().describe('"socket", "bind", "accept", "recv", …'),
  id: z.int().describe('pairs call and return within one program'),
  args: z.array(z.string()).describe('short reprs'),
  fd: z.int().nullable(),
  socket: Inode.optional(),
  line: z.int().nullable().describe('line in the learner’s file that made the call'),
});

export const CallReturned = z.object({
  type: z.literal('return'),
  ...inTask,
  call: z.string(),
  id: z.int(),
  fd: z.int().nullable().describe('for socket and accept: the new descriptor'),
  socket: Inode.optional(),
  value: z.string().nullable().describe('short repr; null when it raised'),
  errno: z.int().nullable(),
  error: z.string().nullable().describe('"ConnectionRefusedError"; null when it returned'),
  moved: z.int().min(0).optional().describe('of a send or a receive: number of bytes'),
  line: z.int().nullable(),
});

/** The kernel says that the program sleeps in a system call; null fields: it sleeps no more. */
export const Blocked = z.object({
  type: z.literal('blocked'),
  ...inTask,
  syscall: z.string().nullable().describe('"accept4", "recvfrom", "read", "clock_nanosleep"'),
  fd: z.int().nullable(),
});

export const SocketsChanged = z.object({
  type: z.literal('sockets'),
  ...stamp,
  host: z.string(),
  sockets: z.array(SocketRow),
});

/**
 * A host's kernel has counted something more that went wrong, was sent again or forwarded. The names
 * are nstat(8)'s: "TcpExtListenOverflows", "UdpNoPorts"; one that is 0 is left out.
 */
export const CountersChanged = z.object({
  type: z.literal('counters'),
  ...stamp,
  host: z.string(),
  counters: z.record(z.string(), z.int()).describe('since the host began'),
});

export const FrameEvent = z.object({
  type: z.literal('frame'),
  ...stamp,
  verb: z
    .enum(['sent', 'delivered', 'dropped', 'held', 'released', 'duplicated', 'corrupted'])
    .describe('duplicated: it will be delivered once more; corrupted: it goes on with other bytes'),
  id: z.int().describe('one frame keeps its id through all verbs'),
  link: z.string().describe('name of the link, or "lo" for a host’s own loopback'),
  from: z.string().describe('host that sent it'),
  to: z.string().nullable().describe('host it was delivered to; null while on the wire'),
  bytes: Bytes.nullable().describe('the whole Ethernet frame with verb "sent" and "corrupted", else null'),
  copyOf: z
    .int()
    .optional()
    .describe('with "sent": id of the waiting frame whose segment the kernel has sent again'),
  why: z
    .string()
    .optional()
    .describe(
      'what made the wire do it: "step", "rule:<id>", "asked", "cut", "loss", "queue", "duplicate", "corrupt"; ' +
        '"copy" for a copy dropped because the segment that it repeats has left',
    ),
});
export type FrameEvent = z.infer<typeof FrameEvent>;

/** The wire treats frames differently from now on. */
export const WireChanged = z.object({ type: z.literal('wire'), ...stamp, ...WireSetting.shape });

/** A host's interfaces, routes or neighbours are others than before. */
export const NetworkChanged = z.object({
  type: z.literal('network'),
  ...stamp,
  host: z.string(),
  ...HostNetwork.shape,
});

export const TerminalOutput = z.object({ type: z.literal('output'), ...inProgram, bytes: Bytes });
export const TerminalInput = z.object({ type: z.literal('input'), ...inProgram, bytes: Bytes });

/** From here on the trace leaves something out, so as to stay small. */
export const Truncated = z.object({
  type: z.literal('truncated'),
  ...stamp,
  what: z.enum(['output', 'frames', 'calls', 'events']),
  program: z.string().nullable(),
});

/** A move of the walk has been completed. */
export const MoveReached = z.object({ type: z.literal('move'), ...stamp, move: z.string() });

/** Our failure or the box’s limit, never the program’s own end. */
export const BoxFault = z.object({
  type: z.literal('fault'),
  ...stamp,
  code: z.string().describe('a code of faults.ts'),
  detail: z.string(),
});

export const TraceEvent = z.discriminatedUnion('type', [
  ProgramStarted,
  ProgramExited,
  TaskStarted,
  TaskEnded,
  LineReached,
  Resumed,
  BreakpointsSet,
  CallEntered,
  CallReturned,
  Blocked,
  SocketsChanged,
  CountersChanged,
  FrameEvent,
  WireChanged,
  NetworkChanged,
  TerminalOutput,
  TerminalInput,
  Truncated,
  MoveReached,
  BoxFault,
]);
export type TraceEvent = z.infer<typeof TraceEvent>;
