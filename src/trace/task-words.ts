/** Who did something, in words: a program's main thread by the program's name, a task by its own too. */
import { type Descriptor, message } from './descriptor.ts';
import type { LabState } from './fold.ts';
import { partsOfTask } from './task.ts';

type Doer = { program: string; task?: string | undefined };

/** "server", "server, thread Thread-1 (talk)": what fills the gap {program} of a sentence. */
export function doer(lab: LabState, { program, task }: Doer): string | Descriptor {
  return task === undefined
    ? program
    : message('trace.in-task', { program, task: taskWords(lab, program, task) });
}

/** "thread Thread-1 (talk)", "child process 57"; a thread without a name has its number. */
export function taskWords(lab: LabState, program: string, task: string): Descriptor {
  const { child, thread } = partsOfTask(task);
  const given = lab.programs[program]?.tasks[task]?.name ?? '';
  const name = given === '' ? String(thread ?? '') : given;
  if (child === null) return message('trace.task-thread', { name });
  const pid = String(child);
  if (thread !== null) return message('trace.task-child-thread', { pid, name });
  return name === ''
    ? message('trace.task-child', { pid })
    : message('trace.task-child-named', { pid, name });
}
