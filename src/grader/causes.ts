/**
 * Which mistakes a failure points to. An exercise's check.spec.ts holds the table: the likeliest
 * first, each with what must have been observed; the words stand in exercise.yaml#causes.
 */
import type { SocketRow, TraceEvent } from '#protocol/events';
import { asleepIn, crashOf, emptyReads, exitOf, failedCall, openCall } from './seen.ts';

/**
 * What the checker was waiting for when it gave up: the program's listener, a connection to it, a
 * connection from it (caller), that there is no other (no-caller), bytes, the program's end.
 */
export type WaitingFor = 'listening' | 'connection' | 'caller' | 'no-caller' | 'bytes' | 'end';

/** What the checker itself knows of the failure. */
export type Found = {
  waitingFor: WaitingFor;
  sent: Uint8Array;
  wanted: Uint8Array;
  got: Uint8Array;
  /** a kernel refused the connection: the program's the checker's, or the other host's the program's */
  refused: boolean;
  timedOut: boolean;
};

/** All that a cause may look at. */
export type Saw = Found & {
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
};

export type LikelyCauses = readonly (readonly [cause: string, when: (saw: Saw) => boolean])[];

const AT_MOST = 2;

export const causesOf = (table: LikelyCauses, saw: Saw): string[] =>
  table
    .filter(([, when]) => when(saw))
    .map(([cause]) => cause)
    .slice(0, AT_MOST);

export function sawIn(
  found: Found,
  { trace, file, sockets }: { trace: readonly TraceEvent[]; file: string; sockets: readonly SocketRow[] },
): Saw {
  const crash = crashOf(trace, file);
  const exit = exitOf(trace);
  return {
    ...found,
    raised: crash?.raised ?? null,
    message: crash?.message ?? '',
    errno: crash?.errno ?? null,
    raisedIn: crash === undefined ? null : (failedCall(trace)?.call ?? null),
    exitCode: exit?.code ?? null,
    ended: exit !== undefined,
    waitsIn: exit === undefined ? (openCall(trace)?.call ?? asleepIn(trace)) : null,
    emptyReads: emptyReads(trace),
    sockets,
  };
}
