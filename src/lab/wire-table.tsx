/**
 * Every frame on the wire as a row of one table, drawn as a ladder: an arrow from the lane of its
 * sender to the lanes of its receivers. The table is what a screen reader walks.
 */
import { Fragment, type RefObject } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { FrameVerb } from '#protocol/wire';
import type { LabState } from '#trace/fold';
import { ArrowHeads } from './arrow.tsx';
import { FrameDetails } from './frame-details.tsx';
import type { LoadHeaderWords } from './header-words.ts';
import type { HostMark } from './hosts.ts';
import { type Ladder, openLadder, railsOf } from './ladder.ts';
import { lightOf } from './light.ts';
import { litRow, pickedFrame } from './open-frame.ts';
import type { Picking } from './pick.ts';
import { useSetOff } from './set-off.ts';
import type { Source } from './source.ts';
import { scaleOf, type TimeAxis, timeAxis } from './time-axis.ts';
import { useId } from './use-id.ts';
import { useLatest } from './use-latest.ts';
import type { View } from './view.ts';
import { type Falls, useFalls } from './wire-falls.ts';
import { WireHead } from './wire-head.tsx';
import type { Look } from './wire-look.tsx';
import { FrameRow } from './wire-row.tsx';
import type { WireRow } from './wire-rows.ts';
import { useWireScroll } from './wire-scroll.ts';
import type { Words } from './words.ts';

export type WireTableProps = {
  hosts: readonly HostMark[];
  rows: readonly WireRow[];
  now: LabState;
  view: View;
  picking: Picking;
  source: Source;
  look: Look;
  /** id of the frame that is open */
  opened: number | null;
  toggle: (id: number) => void;
  loadHeaderWords: LoadHeaderWords;
  words: Words;
};

const COLUMN_COUNT = 3;
const NO_SILENCE: readonly number[] = [];

export function WireTable(props: WireTableProps) {
  const { hosts, rows, view, picking, look, opened, words } = props;
  const place = useRef<HTMLElement>(null);
  const heads = useId();
  const ladder = useMemo(() => openLadder(hosts), [hosts])(rows);
  const lit = litRow(rows, picking);
  const sought = pickedFrame(picking) ?? lit ?? null;
  const shown = useWireScroll(place, { rows, opened, mark: view.mark.value, sought });
  const drawn = useMemo(() => rows.slice(shown.start, shown.end), [rows, shown.start, shown.end]);
  const axis = useMemo(
    () => (look.axis === 'time' ? timeAxis(drawn, scaleOf(rows)) : null),
    [drawn, look.axis],
  );
  const falls = useFalls(place, drawn, axis);
  const span = (rows.at(-1)?.frame.sentAt ?? 0) - (rows[0]?.frame.sentAt ?? 0);
  return (
    <section
      ref={place}
      class="lab-scroll lab-wire-scroll"
      aria-label={words.say('lab.wire')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
      tabIndex={0}
      onScroll={shown.onScroll}
    >
      <ArrowHeads id={heads} lanes={ladder.lanes} />
      <table
        class="lab-wire"
        aria-rowcount={rows.length + 1}
        data-axis={look.axis}
        data-lanes={ladder.lanes.length}
        data-picked={lit !== undefined}
        style={`--lanes: ${ladder.lanes.length}; --rails: ${railsOf(ladder)}`}
      >
        <caption class="lab-unseen">{words.say('lab.wire')}</caption>
        <WireHead ladder={ladder} count={rows.length} until={span} words={words} />
        <tbody>
          <MoreRows
            name={words.say('lab.wire.earlier', { n: shown.start })}
            count={shown.start}
            onPress={() => shown.showEarlier(true)}
          />
          <DrawnRows {...props} {...{ drawn, ladder, heads, axis, falls, place }} />
          <MoreRows
            name={words.say('lab.wire.later', { n: rows.length - shown.end })}
            count={rows.length - shown.end}
            onPress={() => shown.showLater(true)}
          />
        </tbody>
      </table>
    </section>
  );
}

type DrawnRowsProps = WireTableProps & {
  drawn: readonly WireRow[];
  ladder: Ladder;
  heads: string;
  axis: TimeAxis | null;
  falls: Falls;
  place: RefObject<HTMLElement | null>;
};

function DrawnRows(props: DrawnRowsProps) {
  const { rows, drawn, ladder, heads, axis, falls, opened, now, view, picking, source, look, words } = props;
  const onHandle = useLatest((id: number, verb: FrameVerb) => source.handleFrame(id, verb));
  const toggle = useLatest(props.toggle);
  // A frame of the past has long gone on.
  const canAct = source.live && !view.isPast.value;
  // Frames of this seq and later came with the last command.
  const freshFrom = view.trace.value[view.mark.value]?.seq ?? Infinity;
  const setsOffFrom = useSetOff(rows, freshFrom);
  const lights = picking.lights.value;
  const picked = pickedFrame(picking);
  if (rows.length === 0) return <NoRows words={words} />;
  return drawn.map((row, index) => {
    const { id, seq, status } = row.frame;
    return (
      <Fragment key={id}>
        <FrameRow
          {...{ row, ladder, heads, canAct, toggle, onHandle, words }}
          numbers={look.numbers}
          height={axis?.spans[index]?.height ?? null}
          silences={axis?.spans[index]?.silences ?? NO_SILENCE}
          fall={falls.get(id) ?? null}
          start={rows[0]?.frame.sentAt ?? 0}
          at={status === 'held' ? now.at : null}
          isFresh={seq >= freshFrom}
          isSetOff={seq >= setsOffFrom}
          isOpen={opened === id}
          light={lightOf(picked === id, lights?.hasFrame(id) ?? false)}
        />
        {opened === id && <DetailsRow {...props} row={row} />}
      </Fragment>
    );
  });
}

function DetailsRow({ row, now, place, loadHeaderWords, words }: DrawnRowsProps & { row: WireRow }) {
  const showDetails = () => {
    // The row last: of details that do not fit, the beginning is read first.
    for (const part of ['.lab-frame-details', '.lab-open'])
      place.current?.querySelector(part)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <tr class="lab-frame-details">
      <td colSpan={COLUMN_COUNT}>
        <FrameDetails
          frame={row.frame}
          frames={now.frames}
          loadHeaderWords={loadHeaderWords}
          onShown={showDetails}
          words={words}
        />
      </td>
    </tr>
  );
}

const NoRows = ({ words }: { words: Words }) => (
  <tr>
    <td colSpan={COLUMN_COUNT} class="lab-empty">
      {words.say('lab.wire.none')}
    </td>
  </tr>
);

type MoreRowsProps = { name: string; count: number; onPress: () => void };

/** Rows that are not drawn, before or behind those that are. */
const MoreRows = ({ name, count, onPress }: MoreRowsProps) =>
  count === 0 ? null : (
    <tr class="lab-more-rows">
      <td colSpan={COLUMN_COUNT}>
        <button type="button" class="lab-button lab-small" onClick={onPress}>
          {name}
        </button>
      </td>
    </tr>
  );
