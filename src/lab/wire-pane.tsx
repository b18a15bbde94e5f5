/**
 * Every frame on the wire as a row of one table, drawn as a ladder: an arrow from the lane of its
 * sender to the lane of its receiver. The table is what a screen reader walks.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { frameText } from '#trace/sentence';
import { FrameDetails } from './frame-details.tsx';
import type { HostMark } from './hosts.ts';
import { type Ladder, ladderOf } from './ladder.ts';
import type { WireRow } from './wire-rows.ts';
import type { Words } from './words.ts';

type WirePaneProps = {
  hosts: readonly HostMark[];
  rows: readonly WireRow[];
  /** frames of this seq and later came with the last command */
  freshFrom: number;
  words: Words;
};

const COLUMN_COUNT = 6;

export function WirePane({ hosts, rows, freshFrom, words }: WirePaneProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const ladder = ladderOf(
    hosts,
    rows.map(({ frame, summary }) => ({ frame, ends: summary })),
  );
  const place = useRef<HTMLElement>(null);
  const count = rows.length;
  useEffect(() => {
    if (place.current && count > 0) place.current.scrollTop = place.current.scrollHeight;
  }, [count]);
  useEffect(() => {
    if (opened === null) return;
    // The row last: of details that do not fit, the beginning is read first.
    for (const part of ['.lab-frame-details', '.lab-open'])
      place.current?.querySelector(part)?.scrollIntoView({ block: 'nearest' });
  }, [opened]);
  return (
    <div class="lab-pane lab-table">
      <p class="lab-table-title" aria-hidden="true">
        {words.say('lab.wire')}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section ref={place} class="lab-scroll lab-wire-scroll" aria-label={words.say('lab.wire')} tabIndex={0}>
        <table class="lab-wire">
          <caption class="lab-unseen">{words.say('lab.wire')}</caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col" class="lab-number">
                {words.say('lab.wire.time')}
              </th>
              <th scope="col" class="lab-lanes-head">
                <span class="lab-unseen">{words.say('lab.wire.frame')}</span>
                <Lanes ladder={ladder} />
              </th>
              <th scope="col" class="lab-number lab-middling">
                {words.say('lab.wire.length')}
              </th>
              <th scope="col" class="lab-number lab-wide">
                {words.say('lab.wire.seq')}
              </th>
              <th scope="col" class="lab-number lab-wide">
                {words.say('lab.wire.ack')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.length === 0 && (
              <tr>
                <td colSpan={COLUMN_COUNT} class="lab-empty">
                  {words.say('lab.wire.none')}
                </td>
              </tr>
            )}
            {rows.map(row => (
              <Frame
                key={row.frame.id}
                row={row}
                ladder={ladder}
                start={rows[0]?.frame.sentAt ?? 0}
                isFresh={row.frame.seq >= freshFrom}
                isOpen={opened === row.frame.id}
                toggle={() => setOpened(opened === row.frame.id ? null : row.frame.id)}
                words={words}
              />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

const Lanes = ({ ladder }: { ladder: Ladder }) => (
  <span class="lab-lanes">
    {ladder.lanes.map((lane, index) => (
      <span key={lane.key} class="lab-lane-name" style={`--x: ${placeOf(index, ladder)}; ${lane.style}`}>
        {lane.label}
      </span>
    ))}
  </span>
);

type FrameProps = {
  row: WireRow;
  ladder: Ladder;
  start: number;
  isFresh: boolean;
  isOpen: boolean;
  toggle: () => void;
  words: Words;
};

function Frame({ row, ladder, start, isFresh, isOpen, toggle, words }: FrameProps) {
  const { frame, number, summary, seq, ack } = row;
  const classes = ['lab-frame', isFresh && 'lab-new', isOpen && 'lab-open'].filter(Boolean).join(' ');
  return (
    <>
      <tr class={classes} data-kind={summary.kind} data-status={frame.status} onClick={toggle}>
        <td class="lab-frame-number">{number}</td>
        <td class="lab-number">{milliseconds(frame.sentAt - start)}</td>
        <td class="lab-ladder">
          <LadderRow row={row} ladder={ladder} isOpen={isOpen} words={words} />
        </td>
        <td class="lab-number lab-middling">{summary.length}</td>
        <td class="lab-number lab-wide">{seq ?? ''}</td>
        <td class="lab-number lab-wide">{ack ?? ''}</td>
      </tr>
      {isOpen && (
        <tr class="lab-frame-details">
          <td colSpan={COLUMN_COUNT}>
            <FrameDetails frame={frame} words={words} />
          </td>
        </tr>
      )}
    </>
  );
}

type LadderRowProps = { row: WireRow; ladder: Ladder; isOpen: boolean; words: Words };

function LadderRow({ row: { frame, summary }, ladder, isOpen, words }: LadderRowProps) {
  const arrow = ladder.arrowOf(frame, summary);
  const [left, right] = [placeOf(arrow.from, ladder), placeOf(arrow.to, ladder)].toSorted();
  const ends = {
    from: ladder.lanes[arrow.from]?.label ?? frame.from,
    to: ladder.lanes[arrow.to]?.label ?? frame.to ?? '',
  };
  const span = (right ?? 1) - (left ?? 0);
  const place = `--left: ${left}; --span: ${span || 1}; ${ladder.lanes[arrow.from]?.style ?? ''}`;
  return (
    <span class="lab-rungs">
      {ladder.lanes.map((lane, index) => (
        <span key={lane.key} class="lab-rail" style={`--x: ${placeOf(index, ladder)}; ${lane.style}`} />
      ))}
      <span class="lab-arrow" style={place}>
        <ArrowLine isLeft={arrow.to < arrow.from} />
        <span class="lab-unseen">{words.say('lab.wire.way', ends)}</span>{' '}
        {/* Blanks on both sides: without them a row would read "serverSYN0". The click reaches the row, which opens; the button is how the keyboard gets there. */}
        <button type="button" class="lab-frame-text" aria-expanded={isOpen}>
          {words.tell(frameText(summary))}
          {frame.status !== 'sent' && frame.status !== 'delivered' && (
            <em class="lab-frame-status">{words.say(`lab.wire.${frame.status}`)}</em>
          )}
        </button>{' '}
      </span>
    </span>
  );
}

/** It falls on its way, as time does on a ladder. */
const ArrowLine = ({ isLeft }: { isLeft: boolean }) => {
  const [from, to] = isLeft ? ['100%', '0%'] : ['0%', '100%'];
  return (
    <svg class="lab-arrow-line" aria-hidden="true">
      <line x1={from} y1="0" x2={to} y2="100%" />
      <svg aria-hidden="true" x={to} y="100%">
        <path d={isLeft ? 'M0 0L10-5L9 4z' : 'M0 0L-10-5L-9 4z'} />
      </svg>
    </svg>
  );
};

/** Where a lane stands between the left edge (0) and the right one (1). */
const placeOf = (lane: number, { lanes }: Ladder) => (lanes.length < 2 ? 0 : lane / (lanes.length - 1));

/** Milliseconds with three decimals, because a passing frame lives 60 µs. */
const milliseconds = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(3);
