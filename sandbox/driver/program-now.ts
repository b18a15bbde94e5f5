/**
 * Where one flow of a program stands at the end of a trace, as far as commanding it needs to know: its
 * main thread, or the further thread that a move names.
 */
import type { TraceEvent } from '#protocol/events';

export type ProgramNow = {
  status: 'ready' | 'running' | 'paused' | 'blocked' | 'exited';
  /** seq of the event that says so */
  seq: number;
  line: number | null;
  syscall: string | null;
  fd: number | null;
};

const nowhere = { line: null, syscall: null, fd: null };

/** The newest event that tells decides; `task` undefined: the main thread. */
export function programNow(trace: readonly TraceEvent[], program: string, task?: string): ProgramNow {
  let isAwake = false;
  for (let index = trace.length - 1; index >= 0; index -= 1) {
    const event = trace[index];
    if (event === undefined || !isOfFlow(event, program, task)) continue;
    // The end of a sleep is seen from outside, and may be told after the line to which it has led.
    if (event.type === 'blocked' && event.syscall === null) isAwake = true;
    else if (event.type !== 'blocked' || !isAwake) {
      const now = toldBy(event);
      if (now !== null) return now;
    }
  }
  return { status: 'ready', seq: -1, ...nowhere };
}

/** Whether an event is about the program itself and not about one of its further threads or children. */
export const isOfMain = (event: TraceEvent, program: string): boolean => isOfFlow(event, program, undefined);

/** Whether it is about this flow; with its program's end every thread ends. */
export const isOfFlow = (event: TraceEvent, program: string, task: string | undefined): boolean =>
  'program' in event &&
  event.program === program &&
  (('task' in event ? event.task : undefined) === task || event.type === 'program-exited');

function toldBy(event: TraceEvent): ProgramNow | null {
  const { seq } = event;
  switch (event.type) {
    case 'program-exited':
    case 'task-ended':
      return { status: 'exited', seq, ...nowhere };
    case 'line':
      return { status: 'paused', seq, ...nowhere, line: event.line };
    case 'blocked':
      return { status: 'blocked', seq, line: null, syscall: event.syscall, fd: event.fd };
    case 'program-started':
    case 'resumed':
    case 'call':
    case 'return':
      return { status: 'running', seq, ...nowhere };
    default:
      return null;
  }
}
