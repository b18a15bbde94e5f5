/**
 * The newest call that each line of a program has made, for the source pane: the line and its system
 * call are read side by side. Threads and children count as their program.
 */
import type { TraceEvent } from '#protocol/events';

export type LineCall = {
  /** of the call event: it names the call for good */
  seq: number;
  id: number;
  task: string | null;
  call: string;
  fd: number | null;
  /** short repr; null while it has not returned, and when it raised */
  value: string | null;
  errno: number | null;
  error: string | null;
  returned: boolean;
  /** how many calls the line has made so far */
  count: number;
};

/** by line number */
export type LineCalls = Readonly<Record<number, LineCall>>;

type CallEvent = Extract<TraceEvent, { type: 'call' | 'return' }>;

export function foldLineCalls(before: LineCalls, event: CallEvent): LineCalls {
  const { line } = event;
  if (line === null) return before;
  const old = before[line];
  const task = event.task ?? null;
  if (event.type === 'call') {
    const { seq, id, call, fd } = event;
    const none = { value: null, errno: null, error: null, returned: false };
    return { ...before, [line]: { seq, id, task, call, fd, ...none, count: (old?.count ?? 0) + 1 } };
  }
  // An outer call (create_connection) returns after the inner one that is shown.
  if (old === undefined || old.id !== event.id || old.task !== task) return before;
  const { value, errno, error } = event;
  return { ...before, [line]: { ...old, fd: event.fd ?? old.fd, value, errno, error, returned: true } };
}
