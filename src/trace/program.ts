/**
 * What one event does to the state of its program. Its own fields are those of the main thread;
 * events that name a task change that task alone (task.ts).
 */
import type { TraceEvent } from '#protocol/events';
import { type FlowEvent, flowChange, freshFlow } from './flow.ts';
import type { ProgramState } from './fold.ts';
import { foldLineCalls } from './line-calls.ts';
import { foldTasks, withEndOf } from './task.ts';

/** Events that change the state of the program they name. */
export type ProgramEvent =
  | FlowEvent
  | Extract<
      TraceEvent,
      { type: 'program-started' | 'program-exited' | 'task-started' | 'task-ended' | 'breakpoints' }
    >;

/** A program of which nothing is known but where it runs. */
export function freshProgram(host: string): ProgramState {
  const nothing = { exit: null, truncated: false, breakpoints: [], nowhere: [], lineCalls: {}, tasks: {} };
  return { ...freshFlow, host, status: 'ready', ...nothing };
}

export function foldProgram(before: ProgramState, event: ProgramEvent): ProgramState {
  if (event.type === 'call' || event.type === 'return') {
    const lineCalls = foldLineCalls(before.lineCalls, event);
    const folded = foldFlow(before, event);
    return lineCalls === before.lineCalls ? folded : { ...folded, lineCalls };
  }
  return foldFlow(before, event);
}

function foldFlow(before: ProgramState, event: ProgramEvent): ProgramState {
  switch (event.type) {
    case 'program-started':
      // They are the reader's, not the run's.
      return {
        ...freshProgram(event.host),
        status: 'running',
        breakpoints: before.breakpoints,
        nowhere: before.nowhere,
      };
    case 'program-exited':
      return {
        ...before,
        status: 'exited',
        blocked: null,
        exit: { code: event.code, signal: event.signal },
        tasks: withEndOf(before.tasks, ''),
      };
    case 'breakpoints':
      return { ...before, breakpoints: event.lines, nowhere: event.nowhere };
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
