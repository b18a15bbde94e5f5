/**
 * The processes of a lab's programs, by name: a program may be started again, its children have process
 * ids, and the number of its first process is told by nobody but the owners in the socket tables.
 */
import type { SocketRow } from '#protocol/events';
import { partsOfTask } from './task.ts';

export type Processes = {
  start(program: string): void;
  /** A task has begun: a forked child, or a thread of a process that is known. */
  fork(program: string, task: string, pid: number, forkedAt: number): void;
  /** The process that a task is; null for a thread of one. */
  childOf(program: string, task: string): string | null;
  /** "server#1", "server#1 child-57" */
  ofTask(program: string, task: string | undefined): string;
  runOf(program: string): string;
  parentOf(process: string): { process: string; forkedAt: number } | undefined;
  /** Who of the lab's own programs holds a row's socket. */
  holdersOf(row: SocketRow): { process: string; fd: number }[];
};

export function openProcesses(): Processes {
  const runs = new Map<string, number>();
  const firstPids = new Map<string, number>();
  const parents = new Map<string, { process: string; forkedAt: number }>();

  const runOf = (program: string): string => `${program}#${runs.get(program) ?? 0}`;

  function ofTask(program: string, task: string | undefined): string {
    const child = task === undefined ? null : partsOfTask(task).child;
    return child === null ? runOf(program) : `${runOf(program)} child-${child}`;
  }

  function ofPid(program: string, pid: number): string {
    const run = runOf(program);
    const child = `${run} child-${pid}`;
    if (parents.has(child)) return child;
    // The first process is the first that holds a socket: a child that does not speak comes later.
    const first = firstPids.get(run) ?? pid;
    firstPids.set(run, first);
    return pid === first ? run : child;
  }

  function childOf(program: string, task: string): string | null {
    const { child, thread } = partsOfTask(task);
    return child === null || thread !== null ? null : ofTask(program, task);
  }

  return {
    start: program => void runs.set(program, (runs.get(program) ?? 0) + 1),
    fork(program, task, pid, forkedAt) {
      if (partsOfTask(task).child === null) firstPids.set(runOf(program), pid);
      const process = childOf(program, task);
      if (process !== null) parents.set(process, { process: runOf(program), forkedAt });
    },
    childOf,
    ofTask,
    runOf,
    parentOf: process => parents.get(process),
    holdersOf: ({ owners }) =>
      owners.flatMap(({ program, pid, fd }) =>
        program === null ? [] : [{ process: ofPid(program, pid), fd }],
      ),
  };
}
