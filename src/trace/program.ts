/**
 * What one event does to the state of its program. The stepper reports lines and calls, the kernel
 * reports sleep; neither knows of the other, so whatever a program does next ends its being blocked.
 */
import type { TraceEvent } from '#protocol/events';
import type { CallState, ProgramState } from './fold.ts';

/** Events that change the state of the program they name. */
export type ProgramEvent = Extract<
  TraceEvent,
  {
    type:
      | 'program-started'
      | 'program-exited'
      | 'task-started'
      | 'task-ended'
      | 'line'
      | 'resumed'
      | 'call'
      | 'return'
      | 'blocked';
  }
>;

/** A program of which nothing is known but where it runs. */
export function freshProgram(host: string): ProgramState {
  return {
    host,
    status: 'ready',
    file: null,
    line: null,
    function: null,
    locals: {},
    changed: [],
    call: null,
    blocked: null,
    exit: null,
    truncated: false,
    tasks: {},
  };
}

export function foldProgram(before: ProgramState, event: ProgramEvent): ProgramState {
  if ('task' in event && event.task !== undefined) return before;
  switch (event.type) {
    case 'program-started':
      return { ...freshProgram(event.host), status: 'running' };
    case 'program-exited':
      return {
        ...before,
        status: 'exited',
        blocked: null,
        exit: { code: event.code, signal: event.signal },
      };
    case 'task-started':
    case 'task-ended':
      return before;
    case 'line':
      return {
        ...before,
        status: 'paused',
        file: event.file,
        line: event.line,
        function: event.function,
        locals: event.locals,
        changed: changedNames(before.locals, event.locals),
        blocked: null,
      };
    case 'resumed':
      // The line stays: it is the one being executed, and is shown until the next is reached.
      return { ...before, status: 'running', blocked: null };
    case 'call':
      return { ...awake(before), call: entered(event) };
    case 'return':
      return { ...awake(before), call: returned(before.call, event) };
    case 'blocked':
      return event.syscall === null ? awake(before) : asleep(before, event.syscall, event.fd, event.at);
    default:
      return event satisfies never;
  }
}

function awake(before: ProgramState): ProgramState {
  if (before.blocked === null) return before;
  return { ...before, status: before.status === 'blocked' ? 'running' : before.status, blocked: null };
}

function asleep(before: ProgramState, syscall: string, fd: number | null, at: number): ProgramState {
  // The kernel's report may be overtaken by the end of the program.
  if (before.status === 'exited') return before;
  return { ...before, status: 'blocked', blocked: { syscall, fd, since: at } };
}

function entered(event: Extract<ProgramEvent, { type: 'call' }>): CallState {
  return {
    id: event.id,
    call: event.call,
    args: event.args,
    fd: event.fd,
    line: event.line,
    value: null,
    errno: null,
    error: null,
    returned: false,
  };
}

/** An outer call may return after a newer inner one (create_connection and connect): the newer is kept. */
function returned(
  call: CallState | null,
  event: Extract<ProgramEvent, { type: 'return' }>,
): CallState | null {
  if (call?.id !== event.id) return call;
  return {
    ...call,
    fd: event.fd ?? call.fd,
    value: event.value,
    errno: event.errno,
    error: event.error,
    returned: true,
  };
}

function changedNames(
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): string[] {
  return Object.keys(after).filter(name => !Object.hasOwn(before, name) || before[name] !== after[name]);
}
