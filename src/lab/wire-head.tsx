/** The head of the wire's table: over the ladder the names of its lanes. */
import { type Ladder, placeOf } from './ladder.ts';
import { timeText } from './wire-row.tsx';
import type { Words } from './words.ts';

/** So many names stand beside each other where there is little room; more take turns on two lines. */
const BESIDE = 3;

type WireHeadProps = {
  ladder: Ladder;
  /** of rows, and how long after the first the last was sent, in ns: how wide the columns must be */
  count: number;
  until: number;
  words: Words;
};

export const WireHead = ({ ladder, count, until, words }: WireHeadProps) => (
  <thead>
    <tr aria-rowindex={1}>
      <th scope="col" class="lab-frame-number" style={`--characters: ${Math.max(2, String(count).length)}`}>
        #
      </th>
      <th scope="col" class="lab-number" style={`--characters: ${timeText(until).length}`}>
        {words.say('lab.wire.time')}
      </th>
      <th scope="col" class="lab-lanes-head">
        <span class="lab-unseen">{words.say('lab.wire.frame')}</span>
        <span class="lab-lanes" data-crowded={ladder.lanes.length > BESIDE}>
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
    </tr>
  </thead>
);
