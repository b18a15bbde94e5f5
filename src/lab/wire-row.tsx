/**
 * One frame: a row of the wire's table with its rung of the ladder. What became of it stands beside
 * its text; a click anywhere opens it, and its text is the button by which the keyboard gets there.
 */
import { useState } from 'preact/hooks';
import type { Light } from './light.ts';
import { Rung, type RungProps } from './rung.tsx';
import { unlessSame } from './unless-same.tsx';

export type FrameRowProps = RungProps & {
  /** when the first frame of the table left, in ns */
  start: number;
  isFresh: boolean;
  /** It has just been sent, and is seen to go. */
  isSetOff: boolean;
  light: Light;
  toggle: (id: number) => void;
};

export const FrameRow = unlessSame((props: FrameRowProps) => {
  const { row, start, isFresh, isSetOff, isOpen, light, toggle } = props;
  const { frame, number, summary } = row;
  // It goes once, whatever else is told of it meanwhile.
  const [goes] = useState(isSetOff);
  const classes = ['lab-frame', isFresh && 'lab-new', isOpen && 'lab-open', goes && 'lab-goes'];
  return (
    <tr
      class={classes.filter(Boolean).join(' ')}
      aria-rowindex={number + 1}
      data-frame={frame.id}
      data-kind={summary.kind}
      data-status={frame.status}
      data-light={light}
      onClick={() => toggle(frame.id)}
    >
      <td class="lab-frame-number">{number}</td>
      <td class="lab-number">{timeText(frame.sentAt - start)}</td>
      <td class="lab-ladder">
        <Rung {...props} />
      </td>
    </tr>
  );
});

/** Milliseconds with three decimals, because a passing frame lives 60 µs. */
export const timeText = (nanoseconds: number) => (nanoseconds / 1e6).toFixed(3);
