/** What follows what within one flow of execution: a line, its calls, their returns, sleep and waking. */
import type { TraceEvent } from '#protocol/events';
import type { CauseLinks } from './cause-links.ts';

type Task = {
  /** places of its newest line and command, of its calls that have not come back */
  line: { index: number; number: number } | null;
  resumed: number | null;
  calls: { index: number; id: number }[];
  /** the call in which it sleeps */
  asleep: number | undefined;
};

export type Woken = { index: number; program: string; call: number | undefined };

/** Links what each task does; tells where one woke, and from which call. */
export function linkTasks(trace: readonly TraceEvent[], links: CauseLinks): Woken[] {
  const tasks = new Map<string, Task>();
  const woken: Woken[] = [];

  function taskOf({ program, task = '' }: { program: string; task?: string | undefined }): Task {
    const key = `${program} ${task}`;
    const known = tasks.get(key) ?? { line: null, resumed: null, calls: [], asleep: undefined };
    tasks.set(key, known);
    return known;
  }

  trace.forEach((event, index) => {
    switch (event.type) {
      case 'line': {
        const task = taskOf(event);
        links.set(index, task.resumed ?? undefined);
        task.line = { index, number: event.line };
        task.resumed = null;
        break;
      }
      case 'resumed':
        taskOf(event).resumed = index;
        break;
      case 'call': {
        const task = taskOf(event);
        // In a free run the newest line that was told of is none of the call's.
        if (task.line?.number === event.line) links.set(index, task.line.index);
        task.calls.push({ index, id: event.id });
        break;
      }
      case 'return': {
        const task = taskOf(event);
        const call = task.calls.find(({ id }) => id === event.id);
        links.set(index, call?.index);
        task.calls = task.calls.filter(({ id }) => id !== event.id);
        break;
      }
      case 'blocked': {
        const task = taskOf(event);
        if (event.syscall === null) woken.push({ index, program: event.program, call: task.asleep });
        else {
          task.asleep = task.calls.at(-1)?.index;
          links.set(index, task.asleep);
        }
        break;
      }
      case 'output': {
        const { line } = taskOf(event);
        if (line !== null) links.set(index, line.index);
        break;
      }
      default:
        break;
    }
  });
  return woken;
}
