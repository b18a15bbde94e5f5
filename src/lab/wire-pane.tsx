/**
 * Every frame on the wire as a row of one table, drawn as a ladder: an arrow from the lane of its
 * sender to the lanes of its receivers. The table is what a screen reader walks.
 */
import { Fragment, type RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LabState } from '#trace/fold';
import { FrameDetails } from './frame-details.tsx';
import type { LoadHeaderWords } from './header-words.ts';
import type { HostMark } from './hosts.ts';
import { type Ladder, ladderOf, placeOf } from './ladder.ts';
import type { Source } from './source.ts';
import { WireControls } from './wire-controls.tsx';
import { FrameRow } from './wire-row.tsx';
import { newestWaiting, type WireRow } from './wire-rows.ts';
import type { Words } from './words.ts';

type WirePaneProps = {
  hosts: readonly HostMark[];
  rows: readonly WireRow[];
  now: LabState;
  source: Source;
  loadHeaderWords: LoadHeaderWords;
  words: Words;
};

const COLUMN_COUNT = 6;

export function WirePane({ hosts, rows, now, source, loadHeaderWords, words }: WirePaneProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const place = useRef<HTMLElement>(null);
  const ladder = ladderOf(
    hosts,
    rows.map(({ frame, summary }) => ({ frame, ends: summary })),
  );
  const canAct = source.live && source.status.value.kind === 'ready';
  // Frames of this seq and later came with the last command.
  const freshFrom = source.trace.value[source.mark.value]?.seq ?? Infinity;
  useScrolling(place, rows, opened);
  const showDetails = () => {
    // The row last: of details that do not fit, the beginning is read first.
    for (const part of ['.lab-frame-details', '.lab-open'])
      place.current?.querySelector(part)?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div class="lab-pane lab-table">
      <WireControls hosts={hosts} wire={now.wire} source={source} words={words} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <section ref={place} class="lab-scroll lab-wire-scroll" aria-label={words.say('lab.wire')} tabIndex={0}>
        <table class="lab-wire">
          <caption class="lab-unseen">{words.say('lab.wire')}</caption>
          <Head ladder={ladder} words={words} />
          <tbody>
            {rows.length === 0 && (
              <tr>
                <td colSpan={COLUMN_COUNT} class="lab-empty">
                  {words.say('lab.wire.none')}
                </td>
              </tr>
            )}
            {rows.map(row => (
              <Fragment key={row.frame.id}>
                <FrameRow
                  row={row}
                  ladder={ladder}
                  start={rows[0]?.frame.sentAt ?? 0}
                  at={now.at}
                  canAct={canAct}
                  isFresh={row.frame.seq >= freshFrom}
                  isOpen={opened === row.frame.id}
                  toggle={() => setOpened(opened === row.frame.id ? null : row.frame.id)}
                  onHandle={verb => source.handleFrame(row.frame.id, verb)}
                  words={words}
                />
                {opened === row.frame.id && (
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
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function Head({ ladder, words }: { ladder: Ladder; words: Words }) {
  return (
    <thead>
      <tr>
        <th scope="col">#</th>
        <th scope="col" class="lab-number">
          {words.say('lab.wire.time')}
        </th>
        <th scope="col" class="lab-lanes-head">
          <span class="lab-unseen">{words.say('lab.wire.frame')}</span>
          <span class="lab-lanes">
            {ladder.lanes.map((lane, index) => (
              <span
                key={lane.key}
                class="lab-lane-name"
                style={`--x: ${placeOf(index, ladder)}; ${lane.style}`}
              >
                {lane.label}
              </span>
            ))}
          </span>
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
  );
}

/**
 * Brings what is new into view, within the table alone. Only for a frame that has begun to wait does more
 * scroll: the panes beside the text, and the page where the lab is all of it.
 */
function useScrolling(
  place: RefObject<HTMLElement | null>,
  rows: readonly WireRow[],
  opened: number | null,
): void {
  const count = rows.length;
  const waiting = newestWaiting(rows)?.frame.id;
  const seen = useRef(waiting);
  useEffect(() => {
    const isNew = waiting !== seen.current;
    seen.current = waiting;
    const scroller = place.current;
    // Who reads a frame is not drawn away from it by others that pass.
    if (scroller === null || count === 0 || (opened !== null && !isNew)) return;
    if (opened === null) scroller.scrollTop = scroller.scrollHeight;
    const row = [...scroller.querySelectorAll<HTMLElement>('[data-status="held"]')].at(-1);
    if (!row) return;
    reveal(scroller, row);
    // The table itself may be out of view: in the panes under the toolbar, or on a narrow screen's page.
    const panes = scroller.closest<HTMLElement>('.lab-panes');
    if (!isNew || panes === null) return;
    if (getComputedStyle(panes).overflowY === 'visible') row.scrollIntoView({ block: 'nearest' });
    else reveal(panes, row);
  }, [count, waiting]);
}

/** Scrolls as little as is needed to show the row, below a head that stays. */
function reveal(scroller: HTMLElement, row: HTMLElement): void {
  const head = scroller.querySelector(':scope > table > thead')?.getBoundingClientRect().height ?? 0;
  const frame = scroller.getBoundingClientRect();
  const { top, bottom } = row.getBoundingClientRect();
  if (bottom > frame.bottom) scroller.scrollTop += bottom - frame.bottom;
  else if (top < frame.top + head) scroller.scrollTop -= frame.top + head - top;
}
