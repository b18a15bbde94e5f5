/**
 * One frame: a row of the wire's table with its rung of the ladder. What became of it stands beside
 * its text; a click anywhere opens it, and its text is the button by which the keyboard gets there.
 */
import type { FrameVerb } from '#protocol/wire';
import { frameText } from '#trace/sentence';
import { ArrowLine } from './arrow.tsx';
import { type Fate, fateOf } from './fate.ts';
import { type Arrow, type Ladder, placeOf, shotsOf } from './ladder.ts';
import { Waited, WaitingButtons } from './waiting-frame.tsx';
import type { WireRow } from './wire-rows.ts';
import type { Words } from './words.ts';

export type FrameRowProps = {
  row: WireRow;
  ladder: Ladder;
  /** when the first frame of the table left, in ns */
  start: number;
  /** the box's time at the newest event, in ns */
  at: number;
  /** Waiting frames can be acted on. */
  canAct: boolean;
  isFresh: boolean;
  isOpen: boolean;
  toggle: () => void;
  onHandle: (verb: FrameVerb) => void;
  words: Words;
};

export function FrameRow(props: FrameRowProps) {
  const { row, start, isFresh, isOpen, toggle } = props;
  const { frame, number, summary, seq, ack } = row;
  const classes = ['lab-frame', isFresh && 'lab-new', isOpen && 'lab-open'].filter(Boolean).join(' ');
  return (
    <tr class={classes} data-kind={summary.kind} data-status={frame.status} onClick={toggle}>
      <td class="lab-frame-number">{number}</td>
      <td class="lab-number">{milliseconds(frame.sentAt - start)}</td>
      <td class="lab-ladder">
        <Rung {...props} />
      </td>
      <td class="lab-number lab-middling">{summary.length}</td>
      <td class="lab-number lab-wide">{seq ?? ''}</td>
      <td class="lab-number lab-wide">{ack ?? ''}</td>
    </tr>
  );
}

function Rung({ row, ladder, at, canAct, isOpen, onHandle, words }: FrameRowProps) {
  const { frame, summary } = row;
  const arrow = ladder.arrowOf(frame, summary);
  const shots = shotsOf(arrow, ladder);
  const fate = fateOf(row);
  const text = words.tell(frameText(summary));
  // Of the stretch that the arrow covers.
  const ends = shots.flatMap(({ left, span }) => [left, left + span]);
  const middle = (Math.min(...ends) + Math.max(...ends)) / 2;
  return (
    <span class="lab-rungs" style={`--middle: ${middle}; ${ladder.lanes[arrow.from]?.style ?? ''}`}>
      {ladder.lanes.map((lane, index) => (
        <span key={lane.key} class="lab-rail" style={`--x: ${placeOf(index, ladder)}; ${lane.style}`} />
      ))}
      {/* Blanks between: without them a row would read "serverSYN0". */}
      <span class="lab-unseen">{words.say('lab.wire.way', endsOf(arrow, ladder))}</span>{' '}
      <span class="lab-rung-label">
        <button type="button" class="lab-frame-text" aria-expanded={isOpen}>
          {text}
        </button>{' '}
        <FateText row={row} fate={fate} at={at} ticks={canAct} words={words} />
      </span>{' '}
      <span class="lab-shots">
        {shots.map(shot => (
          <ArrowLine key={String(shot.isLeft)} shot={shot} fate={fate} />
        ))}
      </span>
      {canAct && frame.status === 'held' && <WaitingButtons name={text} onPress={onHandle} words={words} />}
    </span>
  );
}

type FateTextProps = { row: WireRow; fate: Fate; at: number; ticks: boolean; words: Words };

function FateText({ row, fate, at, ticks, words }: FateTextProps) {
  const isWaiting = fate.kind === 'waits';
  if (!isWaiting && fate.notes.length === 0) return null;
  const notes = fate.notes.map(({ key, values }) => words.say(key, values));
  return (
    <span class="lab-fate" data-fate={fate.kind}>
      {isWaiting && <Waited frame={row.frame} at={at} ticks={ticks} words={words} />}
      {isWaiting && notes.length > 0 && ' · '}
      {notes.join(' · ')}
    </span>
  );
}

const endsOf = ({ from, to }: Arrow, { lanes }: Ladder) => ({
  from: lanes[from]?.label ?? '',
  to: to.map(lane => lanes[lane]?.label ?? '').join(', '),
});

/** Milliseconds with three decimals, because a passing frame lives 60 µs. */
const milliseconds = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(3);
