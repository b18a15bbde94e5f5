/**
 * Which mistakes a failure points to. An exercise's check.spec.ts holds the table: the likeliest
 * first, each with what must have been observed; the words stand in exercise.yaml#causes.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { isPython2 } from './python-2.ts';
import { asleepIn, type Crash, crashOf, emptyReads, exitOf, failedCall, openCall } from './seen.ts';
import type { WaitingFor } from './waiting-for.ts';

export type { WaitingFor } from './waiting-for.ts';

/** What the checker itself knows of the failure. */
export type Found = {
  waitingFor: WaitingFor;
  sent: Uint8Array;
  wanted: Uint8Array;
  got: Uint8Array;
  /** a kernel refused the connection: the program's the checker's, or the other host's the program's */
  refused: boolean;
  timedOut: boolean;
  /** what the learner's function raised although it should not have */
  crash: Crash | undefined;
  /** what the check compared, in words: the two lines of the verdict */
  want: string;
  saw: string;
};

/** All that a cause may look at. */
export type Saw = Omit<Found, 'crash'> & {
  /** id of the check that failed */
  check: string;
  /** class of the exception that ended the program: "TypeError"; null when none did */
  raised: string | null;
  /** what the exception said: "a bytes-like object is required, not 'str'" */
  message: string;
  errno: number | null;
  /** the last call that raised: "sendall" */
  raisedIn: string | null;
  /** exit code; null while it runs, or when a signal ended it */
  exitCode: number | null;
  ended: boolean;
  /** the call or the system call that it waits in: "connect", "recv", "read"; null when in none */
  waitsIn: string | null;
  /** times that a read returned b'' */
  emptyReads: number;
  /** the table of the program's host */
  sockets: readonly SocketRow[];
  /** the learner's file */
  source: string;
  /** all that happened in the check's box */
  trace: readonly TraceEvent[];
};

export type LikelyCauses = readonly (readonly [cause: string, when: (saw: Saw) => boolean])[];

const AT_MOST = 2;

/** Mistakes that no exercise is about; their words stand in content/ui under `exercise.cause`. */
const COMMON: LikelyCauses = [['python-2', isPython2]];

export const causesOf = (table: LikelyCauses, saw: Saw): string[] =>
  [...COMMON, ...table]
    .filter(([, when]) => when(saw))
    .map(([cause]) => cause)
    .slice(0, AT_MOST);

export type Scene = {
  trace: readonly TraceEvent[];
  file: string;
  source: string;
  check: string;
  sockets: readonly SocketRow[];
};

export function sawIn(
  { crash: raised, ...found }: Found,
  { trace, file, source, check, sockets }: Scene,
): Saw {
  const crash = raised ?? crashOf(trace, file);
  const exit = exitOf(trace);
  return {
    ...found,
    check,
    raised: crash?.raised ?? null,
    message: crash?.message ?? '',
    errno: crash?.errno ?? null,
    raisedIn: crash === undefined ? null : (failedCall(trace)?.call ?? null),
    exitCode: exit?.code ?? null,
    ended: exit !== undefined,
    waitsIn: exit === undefined ? (openCall(trace)?.call ?? asleepIn(trace)) : null,
    emptyReads: emptyReads(trace),
    sockets,
    source,
    trace,
  };
}
