/**
 * JSON lines between the driver and a box's supervisor (stdin and stdout of its process).
 * Lines from the supervisor are checked: the learner's code could have forged what they carry.
 *
 * Times in these lines are absolute CLOCK_MONOTONIC nanoseconds; the driver subtracts the time at
 * which the box was opened and assigns `seq`. Every command carries an `id` and gets exactly one `reply`.
 */
import { z } from 'zod';
import {
  Blocked,
  BoxFault,
  BreakpointsSet,
  CallEntered,
  CallReturned,
  CountersChanged,
  FrameEvent,
  LineReached,
  NetworkChanged,
  Resumed,
  SocketsChanged,
  type StepHow,
  TaskEnded,
  type TaskId,
  TaskStarted,
  Truncated,
  WireChanged,
} from './events.ts';
import type { Limits } from './lab.ts';
import type { Network, NetworkChange } from './network.ts';
import type { FrameVerb, WireSetting } from './wire.ts';

export type BuildCommand = {
  type: 'build';
  id: number;
  network: Network;
  /** in force before the first frame; a `wire` event tells it unless it is all default */
  wire: WireSetting;
  /** files laid into /work of a host before anything runs; mode 0644, owned by the learner */
  files: { host: string; name: string; text: string }[];
  limits: Limits;
  /** a file whose line "oom_kill N" counts whom the kernel killed for the box's memory; null: nobody counts */
  oomKills: string | null;
};

/** Where a checker's socket is bound: every address and a port that the kernel chooses, unless it is said. */
type Local = {
  address?: string | undefined;
  port?: number | undefined;
  /** beside others of the checker's on this port whose address is another one, or every address */
  shared?: boolean | undefined;
};

export type SupervisorCommand =
  | BuildCommand
  /** The driver started a join helper with this pid; its descendants are the program. */
  | { type: 'watch'; id: number; program: string; host: string; pid: number }
  /** The join helper with this pid is gone; all that its program said is written as events before the reply. */
  | { type: 'ended'; id: number; program: string; pid: number }
  | { type: 'step'; id: number; program: string; task?: z.infer<typeof TaskId>; how: z.infer<typeof StepHow> }
  | { type: 'pause'; id: number; program: string; task?: z.infer<typeof TaskId> }
  /** Replaces the program's whole set; kept for its next start. A `breakpoints` event tells which hold. */
  | { type: 'breakpoints'; id: number; program: string; host: string; lines: readonly number[] }
  /** SIGKILL to every process of the program. */
  | { type: 'stop'; id: number; program: string }
  /** Reads every host's table now; changed tables, and frames that the wire had not told of, are events before the reply. */
  | { type: 'sample'; id: number }
  /** A checker's own TCP connection out of a host's namespace. Reply: value null, or errno on failure. */
  | {
      type: 'dial';
      id: number;
      peer: string;
      host: string;
      address: string;
      port: number;
      ownPort?: number | undefined;
    }
  | { type: 'dial-send'; id: number; peer: string; bytes: string }
  /** shutdown(SHUT_WR): no more will be sent. */
  | { type: 'dial-end'; id: number; peer: string }
  | { type: 'dial-close'; id: number; peer: string; reset: boolean }
  /** A checker's own UDP socket; `ipOptions` stand in the header of each packet that it sends. */
  | ({
      type: 'datagram-open';
      id: number;
      peer: string;
      host: string;
      ipOptions?: string | undefined;
    } & Local)
  /** One datagram; errno when the kernel refuses. */
  | { type: 'datagram-send'; id: number; peer: string; address: string; port: number; bytes: string }
  | { type: 'datagram-close'; id: number; peer: string }
  /** Reads /proc of every program's processes now; a `usage` line comes before the reply. */
  | { type: 'usage'; id: number }
  /** A checker's listening TCP socket. Refused with errno when the port is taken. */
  | ({ type: 'listen'; id: number; listener: string; host: string } & Local)
  /** Closes a listener; peers that it accepted stay. */
  | { type: 'unlisten'; id: number; listener: string }
  /** Replaces the wire's whole setting. A rule that stays as it was goes on counting. */
  | ({ type: 'wire-set'; id: number } & WireSetting)
  /** Refused with code `no-such-frame` when it does not wait (any more). */
  | { type: 'wire-frame'; id: number; frame: number; verb: FrameVerb }
  /** Refused with code `change-refused` and the kernel's words. */
  | { type: 'network-change'; id: number; change: NetworkChange }
  | { type: 'close'; id: number };

/** What the kernel counts for one process of a program (proc(5)). */
export const ProcessUsage = z.object({
  program: z.string(),
  pid: z.int().describe('process id inside the host'),
  descriptors: z.array(z.int()).describe('numbers of its open files, ascending'),
  tasks: z.int().describe('its threads'),
  cpuMs: z.int().describe('processor time so far, to a clock tick'),
  waitedMs: z.int().describe('for how long its threads were ready to run and others had the processors'),
});
export type ProcessUsage = z.infer<typeof ProcessUsage>;

/** What the driver alone assigns. */
const noSeq = { seq: true, late: true } as const;

export const SupervisorLine = z.discriminatedUnion('type', [
  /** First line of all: the process is up, and has made ahead what does not depend on `build`. */
  z.object({ type: z.literal('up'), pid: z.int() }),
  z.object({
    type: z.literal('reply'),
    id: z.int(),
    error: z.string().nullable().describe('what could not be done, in words; null: done'),
    code: z.string().nullable().describe('a RefusalCode or FaultCode where one fits'),
    errno: z.int().nullable(),
  }),
  /** After `build`: how a join helper finds each host (pids as the supervisor sees them). */
  z.object({
    type: z.literal('hosts'),
    hosts: z.array(z.object({ name: z.string(), pid: z.int() })),
    door: z.string().nullable().describe('of a plain box: the socket at which its join helpers knock'),
  }),
  /** A listener has accepted a connection, which is a peer from now on. */
  z.object({
    type: z.literal('accepted'),
    listener: z.string(),
    peer: z.string(),
    at: z.int(),
    address: z.string().describe('of its other end: "10.0.0.1:40112"'),
  }),
  /** A dialled connection, or a UDP socket of the checker, is there, before the reply; or one accepted, behind that. */
  z.object({
    type: z.literal('opened'),
    peer: z.string(),
    at: z.int(),
    address: z.string().describe('of its own end: "10.0.0.1:40112"'),
  }),
  /** A UDP socket of the checker was sent this. */
  z.object({
    type: z.literal('datagram'),
    peer: z.string(),
    at: z.int(),
    address: z.string().describe('of the sender'),
    bytes: z.base64(),
  }),
  z.object({ type: z.literal('usage'), at: z.int(), processes: z.array(ProcessUsage) }),
  /** What a dialled connection received; `eof` and `error` end it. */
  z.object({
    type: z.literal('peer'),
    peer: z.string(),
    at: z.int(),
    what: z.enum(['data', 'eof', 'error']),
    bytes: z.base64().nullable(),
    errno: z.int().nullable(),
  }),
  TaskStarted.omit(noSeq),
  TaskEnded.omit(noSeq),
  LineReached.omit(noSeq),
  Resumed.omit(noSeq),
  BreakpointsSet.omit(noSeq),
  CallEntered.omit(noSeq),
  CallReturned.omit(noSeq),
  Blocked.omit(noSeq),
  SocketsChanged.omit(noSeq),
  CountersChanged.omit(noSeq),
  FrameEvent.omit(noSeq),
  WireChanged.omit(noSeq),
  NetworkChanged.omit(noSeq),
  Truncated.omit(noSeq),
  BoxFault.omit(noSeq),
]);
export type SupervisorLine = z.infer<typeof SupervisorLine>;
