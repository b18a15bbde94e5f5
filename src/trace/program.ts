/**
 * What one event does to the state of its program. Its own fields are those of the main thread;
 * events that name a task change that task alone (task.ts).
 */
import type { TraceEvent } from '#protocol/events';
import { type FlowEvent, flowChange, freshFlow } from './flow.ts';
import type { ProgramState } from './fold.ts';
import { foldTasks, withEndOf } from './task.ts';

/** Events that change the state of the program they name. */
export type ProgramEvent =
  | FlowEvent
  | Extract<TraceEvent, { type: 'program-started' | 'program-exited' | 'task-started' | 'task-ended' }>;

/** A program of which nothing is known but where it runs. */
export function freshProgram(host: string): ProgramState {
  return { ...freshFlow, host, status: 'ready', exit: null, truncated: false, tasks: {} };
}

export function foldProgram(before: ProgramState, event: ProgramEvent): ProgramState {
  switch (event.type) {
    case 'program-started':
      return { ...freshProgram(event.host), status: 'running' };
    case 'program-exited':
      return {
        ...before,
        status: 'exited',
        blocked: null,
        exit: { code: event.code, signal: event.signal },
        tasks: withEndOf(before.tasks, ''),
      };
    case 'task-started':
    case 'task-ended':
      return withTasks(before, foldTasks(before.tasks, event));
    case 'line':
    case 'resumed':
    case 'call':
    case 'return':
    case 'blocked': {
      if (event.task !== undefined) return withTasks(before, foldTasks(before.tasks, event));
      const change = flowChange(before, event);
      return change === null ? before : { ...before, ...change };
    }
    default:
      return event satisfies never;
  }
}

const withTasks = (before: ProgramState, tasks: ProgramState['tasks']): ProgramState =>
  tasks === before.tasks ? before : { ...before, tasks };
