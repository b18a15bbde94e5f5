/** One line of a source: its breakpoint, its number, its text, its newest call; below it the variables. */
import type { LineCall } from '#trace/line-calls';
import { CallChip } from './call-chip.tsx';
import type { Piece } from './highlight.ts';
import type { Light } from './light.ts';
import { isPlainClick, type Picking } from './pick.ts';
import type { FlowNow } from './task-choice.ts';
import type { Words } from './words.ts';

type SourceLineProps = {
  pieces: readonly Piece[];
  number: number;
  isStop: boolean;
  isCurrent: boolean;
  isPicked: boolean;
  light: Light;
  onPick: () => void;
  hasBreakpoint: boolean;
  /** undefined: it can be neither set nor taken away */
  onBreakpoint: (() => void) | undefined;
  program: string;
  call: LineCall | undefined;
  /** what stands before this line */
  locals: Pick<FlowNow, 'locals' | 'changed'> | undefined;
  areAllShown: boolean;
  picking: Picking;
  words: Words;
};

export function SourceLine(props: SourceLineProps) {
  const { pieces, number, isStop, isCurrent, isPicked, light, onPick } = props;
  const { program, call, locals, areAllShown, picking, words } = props;
  return (
    <li aria-current={isCurrent ? 'step' : undefined} data-light={light}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the number in it is the button for the keyboard */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <span class="lab-line" onClick={() => isPlainClick() && onPick()}>
        <span class="lab-line-text">
          <Breakpoint {...props} />
          <button
            type="button"
            class="lab-line-number"
            data-line={number}
            tabIndex={isStop ? 0 : -1}
            aria-label={words.say('lab.line', { line: number })}
            aria-keyshortcuts="F9"
            aria-pressed={isPicked}
          >
            {number}
          </button>
          <code>
            {pieces.map(piece => (piece.class ? <span class={piece.class}>{piece.text}</span> : piece.text))}
          </code>
        </span>
        {call && <CallChip program={program} call={call} picking={picking} words={words} />}
      </span>
      {locals && <Locals {...locals} areAllShown={areAllShown} words={words} />}
    </li>
  );
}

/** For the mouse and for a finger; the keyboard sets it on the number (F9 or B). */
function Breakpoint({ number, hasBreakpoint, onBreakpoint, words }: SourceLineProps) {
  if (onBreakpoint === undefined && !hasBreakpoint) return <span class="lab-breakpoint" />;
  return (
    <button
      type="button"
      class="lab-breakpoint"
      tabIndex={-1}
      aria-label={words.say('lab.breakpoint', { line: number })}
      aria-pressed={hasBreakpoint}
      aria-disabled={onBreakpoint === undefined}
      onClick={event => {
        event.stopPropagation();
        onBreakpoint?.();
      }}
    />
  );
}

type LocalsProps = Pick<FlowNow, 'locals' | 'changed'> & { areAllShown: boolean; words: Words };

function Locals({ locals, changed, areAllShown, words }: LocalsProps) {
  const names = areAllShown ? Object.keys(locals) : changed;
  if (names.length === 0) return null;
  return (
    <dl class="lab-locals" aria-label={words.say(areAllShown ? 'lab.locals.every' : 'lab.locals')}>
      {names.map(name => (
        <div key={name} data-changed={changed.includes(name)}>
          <dt>{name}</dt>
          <dd>{locals[name]}</dd>
        </div>
      ))}
    </dl>
  );
}
