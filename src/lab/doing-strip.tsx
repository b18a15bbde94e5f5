/**
 * What a program is doing now, between its source and its terminal: a blocked call and who can wake it. Is
 * it the reader who can, the way to the terminal is here.
 */
import type { LabState } from '#trace/fold';
import { doingText } from './doing.ts';
import { type FlowNow, hasFailed } from './task-choice.ts';
import type { Words } from './words.ts';

type DoingStripProps = {
  lab: LabState;
  program: string;
  task: string | undefined;
  flow: FlowNow;
  /** It waits for what is typed into its terminal. */
  waits: boolean;
  /** What is typed gets there. */
  canType: boolean;
  /** All variables are shown, and not only those that have changed. */
  areAllShown: boolean;
  onShowAll: (areShown: boolean) => void;
  words: Words;
};

export function DoingStrip(props: DoingStripProps) {
  const { lab, program, task, flow, waits, canType, areAllShown, onShowAll, words } = props;
  const { status, locals } = flow;
  const count = Object.keys(locals).length;
  return (
    <div class="lab-doing" data-status={status} data-failed={hasFailed(flow)} data-waits={waits}>
      <p>
        <span class="lab-chip">{words.say(`lab.status.${status}`)}</span>{' '}
        <span>{waits ? words.say('lab.doing.input') : doingText(lab, program, words, task)}</span>
      </p>
      {canType && (
        <button type="button" class="lab-button lab-small" aria-keyshortcuts="Alt+I" onClick={goToTerminal}>
          {words.say('lab.type-there')}
        </button>
      )}
      {status === 'paused' && count > 0 && (
        <button
          type="button"
          class="lab-button lab-quiet lab-small"
          aria-pressed={areAllShown}
          onClick={() => onShowAll(!areAllShown)}
        >
          {words.say('lab.locals.all', { n: count })}
        </button>
      )}
    </div>
  );
}

const goToTerminal = ({ currentTarget }: { currentTarget: Element }): void =>
  currentTarget.closest('.lab-program')?.querySelector<HTMLElement>('.lab-terminal textarea')?.focus();
