/**
 * The threads and children of a program, each with what it does and its line. One is chosen: its place is
 * marked in the source, and the program's buttons act on it.
 */
import type { TraceEvent } from '#protocol/events';
import type { LabState, ProgramState } from '#trace/fold';
import { taskName } from '#trace/sentence';
import { lineNow } from './line-now.ts';
import { flowNow, shownTasks } from './task-choice.ts';
import type { Words } from './words.ts';

type TaskTabsProps = {
  program: string;
  state: ProgramState | undefined;
  lab: LabState;
  /** up to the moment that is shown */
  trace: readonly TraceEvent[];
  /** undefined: the main thread */
  task: string | undefined;
  onChoose: (task: string | undefined) => void;
  words: Words;
};

/** As the program calls the thread; "" for one without a name, and for what is of a child. */
const ownName = ({ tasks }: ProgramState, task: string): string =>
  task.startsWith('child-') ? '' : (tasks[task]?.name ?? '');

export function TaskTabs({ program, state, lab, trace, task, onChoose, words }: TaskTabsProps) {
  if (state === undefined) return null;
  const tasks = shownTasks(state, task);
  if (tasks.length === 0) return null;
  const ended = Object.keys(state.tasks).length - tasks.length;
  return (
    <fieldset class="lab-tasks">
      <legend class="lab-unseen">{words.say('lab.tasks', { program })}</legend>
      {[undefined, ...tasks].map(each => {
        // Its own name is enough here, and two of them go in a line.
        const name =
          each === undefined
            ? words.say('lab.task.main')
            : ownName(state, each) || words.tell(taskName(lab, program, each));
        const { status } = flowNow(state, each);
        const line = lineNow(trace, program, each);
        return (
          <button
            key={each ?? ''}
            type="button"
            class="lab-task"
            data-status={status}
            aria-pressed={each === task}
            onClick={() => onChoose(each)}
          >
            <span class="lab-task-name">{name}</span>{' '}
            <span class="lab-task-status">
              {words.say(`lab.status.${status}`)}
              {line !== undefined && status !== 'exited' && ` · ${words.say('lab.task.line', { line })}`}
            </span>
          </button>
        );
      })}
      {ended > 0 && <span class="lab-remark">{words.say('lab.tasks.ended', { n: ended })}</span>}
    </fieldset>
  );
}
