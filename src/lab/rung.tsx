/**
 * A frame's part of the ladder: what it is, its numbers and its fate over its arrow, and below it what a
 * reader can do with it, or how long nothing followed.
 */
import type { FrameVerb } from '#protocol/wire';
import { frameText } from '#trace/sentence';
import { ArrowLine, headOf } from './arrow.tsx';
import { durationText } from './duration.ts';
import { type Fate, fateOf } from './fate.ts';
import { type Arrow, type Ladder, type Shot, shotsOf } from './ladder.ts';
import { Waited, WaitingButtons } from './waiting-frame.tsx';
import type { Look } from './wire-look.tsx';
import type { WireRow } from './wire-rows.ts';
import type { Words } from './words.ts';

export type RungProps = {
  row: WireRow;
  ladder: Ladder;
  /** id of the arrow heads */
  heads: string;
  numbers: Look['numbers'];
  /** how far below it the next arrow begins, in rem; null: the axis is the order of events */
  height: number | null;
  /** Where the axis is shorter than the time was, in ns. */
  silences: readonly number[];
  /** how far its arrow falls, in px; null: as all do */
  fall: number | null;
  /** the box's time at the newest event, in ns; null for a frame that does not wait */
  at: number | null;
  /** Waiting frames can be acted on. */
  canAct: boolean;
  isOpen: boolean;
  onHandle: (id: number, verb: FrameVerb) => void;
  words: Words;
};

export function Rung(props: RungProps) {
  const { row, ladder, heads, numbers, height, silences, fall, at, canAct, isOpen, onHandle, words } = props;
  const { frame, summary } = row;
  const arrow = ladder.arrowOf(row);
  const shots = shotsOf(arrow, ladder);
  const fate = fateOf(row);
  const text = words.tell(frameText(summary));
  // Of the stretch that the arrow covers.
  const ends = shots.flatMap(({ left, span }) => [left, left + span]);
  const middle = (Math.min(...ends) + Math.max(...ends)) / 2;
  const style = `--middle: ${middle}; ${ladder.lanes[arrow.from]?.style ?? ''}`;
  return (
    <span
      class="lab-rungs"
      data-way={wayOf(shots)}
      style={height === null ? style : `${style}; min-block-size: ${height}rem`}
    >
      {/* Blanks between: without them a row would read "serverSYN0". */}
      <span class="lab-unseen">{words.say('lab.wire.way', endsOf(arrow, ladder))}</span>{' '}
      <span class="lab-rung-line">
        <span class="lab-rung-label">
          <button type="button" class="lab-frame-text" aria-expanded={isOpen}>
            {text}
          </button>{' '}
          <Numbers row={row} numbers={numbers} words={words} />{' '}
          <FateText row={row} fate={fate} at={at} ticks={canAct} words={words} />
        </span>
      </span>{' '}
      <span class="lab-shots">
        {shots.map(shot => (
          <ArrowLine
            key={String(shot.isLeft)}
            shot={shot}
            fate={fate}
            head={headOf(heads, arrow.from)}
            fall={fall}
          />
        ))}
      </span>
      {canAct && frame.status === 'held' && (
        <span class="lab-rung-line">
          <WaitingButtons name={text} onPress={verb => onHandle(frame.id, verb)} words={words} />
        </span>
      )}{' '}
      {silences.map((time, index) => (
        <Silence key={String(index)} time={time} words={words} />
      ))}
    </span>
  );
}

/** "seq 1, ack 6", as a textbook writes it on the arrow. */
function Numbers({ row, numbers, words }: { row: WireRow; numbers: Look['numbers']; words: Words }) {
  const { seq, ack } = numbers === 'absolute' ? row.summary : row;
  if (seq == null) return null;
  return (
    <span class="lab-numbers">
      {ack == null ? words.say('lab.wire.seq', { seq }) : words.say('lab.wire.seq-ack', { seq, ack })}
    </span>
  );
}

type FateTextProps = { row: WireRow; fate: Fate; at: number | null; ticks: boolean; words: Words };

function FateText({ row, fate, at, ticks, words }: FateTextProps) {
  const isWaiting = fate.kind === 'waits';
  if (!isWaiting && fate.notes.length === 0) return null;
  const notes = fate.notes.map(({ key, values }) => words.say(key, values));
  return (
    <span class="lab-fate" data-fate={fate.kind} data-again={fate.isAgain}>
      {isWaiting && <Waited frame={row.frame} at={at ?? 0} ticks={ticks} words={words} />}
      {isWaiting && notes.length > 0 && ' · '}
      {notes.join(' · ')}
    </span>
  );
}

/** The axis is shorter here than the time was. */
function Silence({ time, words }: { time: number; words: Words }) {
  const text = durationText(time);
  return (
    <span class="lab-silence">
      <span aria-hidden="true">… {text} …</span>
      <span class="lab-unseen">{words.say('lab.wire.silence', { time: text })}</span>
    </span>
  );
}

/** In real time long arrows cross each other, and their texts stand where they begin. */
function wayOf([shot, ...more]: readonly Shot[]): 'left' | 'right' | undefined {
  if (shot === undefined || more.length > 0 || shot.span < LONG) return undefined;
  return shot.isLeft ? 'left' : 'right';
}

/** as a share of the ladder's width */
const LONG = 0.5;

const endsOf = ({ from, to }: Arrow, { lanes }: Ladder) => ({
  from: lanes[from]?.label ?? '',
  to: to.map(lane => lanes[lane]?.label ?? '').join(', '),
});
