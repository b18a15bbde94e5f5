/**
 * What one event does to one flow of execution: a program's main thread, or one of its tasks. The
 * stepper reports lines and calls, the kernel reports sleep; neither knows of the other, so whatever
 * a flow does next ends its being blocked.
 */
import type { TraceEvent } from '#protocol/events';
import type { CallState, ProgramState, TaskState } from './fold.ts';

/** Events that tell of a flow. Without `task` they tell of the main thread. */
export type FlowEvent = Extract<TraceEvent, { type: 'line' | 'resumed' | 'call' | 'return' | 'blocked' }>;

/** What a program and a task have in common; each has a word of its own for its end. */
export type Flow = Omit<TaskState, 'name' | 'pid' | 'status'> & {
  status: ProgramState['status'] | TaskState['status'];
};

type FlowChange = Partial<Omit<Flow, 'status'>> & { status?: 'running' | 'paused' | 'blocked' };

/** A flow of which nothing is known. */
export const freshFlow = {
  file: null,
  line: null,
  function: null,
  locals: {},
  changed: [],
  call: null,
  blocked: null,
} as const satisfies Omit<Flow, 'status'>;

/** What differs after the event; null: nothing. */
export function flowChange(before: Flow, event: FlowEvent): FlowChange | null {
  switch (event.type) {
    case 'line':
      return {
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
      return { status: 'running', blocked: null };
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

function awake({ blocked, status }: Flow): FlowChange | null {
  if (blocked === null) return null;
  return status === 'blocked' ? { status: 'running', blocked: null } : { blocked: null };
}

function asleep({ status }: Flow, syscall: string, fd: number | null, at: number): FlowChange | null {
  // The kernel's report may be overtaken by the end of the program.
  if (status === 'exited' || status === 'ended') return null;
  return { status: 'blocked', blocked: { syscall, fd, since: at } };
}

function entered(event: Extract<FlowEvent, { type: 'call' }>): CallState {
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
function returned(call: CallState | null, event: Extract<FlowEvent, { type: 'return' }>): CallState | null {
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
