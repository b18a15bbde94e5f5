/** Which of a program's flows is looked at: its main thread, a further thread, a forked child. */
import { useState } from 'preact/hooks';
import type { Move } from '#protocol/lab';
import type { LabState, ProgramState, TaskState } from '#trace/fold';
import { whoCanUnblock } from '#trace/sentence';

type Both = Pick<ProgramState & TaskState, 'file' | 'line' | 'locals' | 'changed' | 'call' | 'blocked'>;

/** What the main thread and a task have in common; a task that has ended is a program that has. */
export type FlowNow = Both & {
  status: ProgramState['status'];
  exit: ProgramState['exit'];
};

const NOTHING: FlowNow = {
  status: 'ready',
  file: null,
  line: null,
  locals: {},
  changed: [],
  call: null,
  blocked: null,
  exit: null,
};

/** @param task undefined: the main thread */
export function flowNow(state: ProgramState | undefined, task: string | undefined): FlowNow {
  if (state === undefined) return NOTHING;
  if (task === undefined) return state;
  const found = state.tasks[task];
  if (found === undefined) return NOTHING;
  return { ...found, status: found.status === 'ended' ? 'exited' : found.status, exit: null };
}

/** Its program has ended, and not well. */
export const hasFailed = ({ status, exit }: Pick<FlowNow, 'status' | 'exit'>): boolean =>
  status === 'exited' && exit !== null && (exit.signal != null || exit.code !== 0);

type Choice = { task: string | undefined; after: Move | undefined };

/**
 * The flow that the walk's newest move of this program has led, or that the reader has chosen since;
 * the main thread where there is none such.
 */
export function useTask(
  state: ProgramState | undefined,
  newest: Move | undefined,
): [string | undefined, (task: string | undefined) => void] {
  const [choice, choose] = useState<Choice | undefined>(undefined);
  const isNewer = choice !== undefined && choice.after?.id === newest?.id;
  const task = isNewer ? choice.task : newest?.task;
  const isThere = task !== undefined && state !== undefined && Object.hasOwn(state.tasks, task);
  return [isThere ? task : undefined, chosen => choose({ task: chosen, after: newest })];
}

/** The kernel has it asleep in a read of its terminal: nobody but the reader can wake it. */
export const isWaitingForYou = (lab: LabState, program: string, task: string | undefined): boolean =>
  whoCanUnblock(lab, program, task)?.key === 'trace.unblock-you';

/** Flows that have any life left, and the chosen one whatever it does. */
export const shownTasks = (state: ProgramState, chosen: string | undefined): string[] =>
  Object.keys(state.tasks).filter(task => task === chosen || state.tasks[task]?.status !== 'ended');
