/**
 * The further threads and forked children of a program, each a flow of its own. A task is known from
 * its first event on: its start may have been told before the trace begins.
 */
import type { TraceEvent } from '#protocol/events';
import { type FlowEvent, flowChange, freshFlow } from './flow.ts';
import type { ProgramState, TaskState } from './fold.ts';

type Tasks = ProgramState['tasks'];
type TaskEvent = FlowEvent | Extract<TraceEvent, { type: 'task-started' | 'task-ended' }>;

/** What a task id says: "thread-2", "child-57", "child-57-thread-2". */
export type TaskParts = { child: number | null; thread: number | null };

export function partsOfTask(task: string): TaskParts {
  const [, child, thread] = /^(?:child-(\d+))?-?(?:thread-(\d+))?$/.exec(task) ?? [];
  return {
    child: child === undefined ? null : Number(child),
    thread: thread === undefined ? null : Number(thread),
  };
}

/**
 * Whether a process id is that of the process in which a task runs; `tasks` are all of the program.
 * The first process of a program tells nobody its number: it is the one that is no child.
 */
export function isOfProcess(pid: number, task: string | undefined, tasks: readonly string[]): boolean {
  const child = task === undefined ? null : partsOfTask(task).child;
  return child === null ? !tasks.includes(`child-${pid}`) : pid === child;
}

const freshTask: TaskState = { ...freshFlow, name: '', pid: 0, status: 'running' };

export function foldTasks(tasks: Tasks, event: TaskEvent): Tasks {
  const { task = '' } = event;
  const before = Object.hasOwn(tasks, task) ? tasks[task] : undefined;
  if (event.type === 'task-started') {
    // Its first line may be told before its start. A process id is given to another child in time.
    const known = before === undefined || before.status === 'ended' ? freshTask : before;
    return { ...tasks, [task]: { ...known, name: event.name, pid: event.pid } };
  }
  if (event.type === 'task-ended') return before === undefined ? tasks : withEndOf(tasks, task);
  const change = flowChange(before ?? freshTask, event);
  return change === null ? tasks : { ...tasks, [task]: { ...(before ?? freshTask), ...change } };
}

/** A process takes its threads along; '' is the program's first process, whose children live on. */
export function withEndOf(tasks: Tasks, task: string): Tasks {
  const ends = (id: string): boolean => id === task || id.startsWith(task === '' ? 'thread-' : `${task}-`);
  if (!Object.keys(tasks).some(id => ends(id) && tasks[id]?.status !== 'ended')) return tasks;
  return Object.fromEntries(
    Object.entries(tasks).map(([id, state]) => [
      id,
      ends(id) ? { ...state, status: 'ended' as const, blocked: null } : state,
    ]),
  );
}
