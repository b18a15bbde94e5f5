/**
 * A frame's arrow. It falls on its way, as time does on a ladder; how it ends has a shape of its own:
 * heads where it arrived, two bars where it waits, a cross where it was lost.
 */
import type { Fate } from './fate.ts';
import type { Shot } from './ladder.ts';

export function ArrowLine({ shot, fate }: { shot: Shot; fate: Fate }) {
  const { left, span, isLeft, heads } = shot;
  const at = (share: number) => ({ x: percent(isLeft ? 1 - share : share), y: percent(share) });
  const start = at(0);
  const end = at(fate.reach);
  if (span === 0) return <Loop left={left} />;
  return (
    <svg class="lab-arrow" style={`--left: ${left}; --span: ${span}`} aria-hidden="true">
      <line x1={start.x} y1={start.y} x2={end.x} y2={end.y} />
      {fate.kind === 'arrived' || fate.kind === 'under-way' ? (
        (fate.kind === 'arrived' ? heads : [fate.reach]).map(share => (
          <Mark key={share} {...at(share)} path={isLeft ? 'M0 0L10-5L9 4z' : 'M0 0L-10-5L-9 4z'} isFilled />
        ))
      ) : (
        <Mark {...end} path={fate.kind === 'lost' ? 'M-5-5L5 5M-5 5L5-5' : 'M-3-6V6M3-6V6'} />
      )}
    </svg>
  );
}

const percent = (share: number) => `${100 * share}%`;

type MarkProps = { x: string; y: string; path: string; isFilled?: boolean };

/** A nested svg, because only its place can be given in percent. */
const Mark = ({ x, y, path, isFilled = false }: MarkProps) => (
  <svg aria-hidden="true" class={isFilled ? 'lab-arrow-head' : 'lab-arrow-end'} x={x} y={y}>
    <path d={path} />
  </svg>
);

/** From a machine to itself. */
const Loop = ({ left }: { left: number }) => (
  <svg class="lab-arrow lab-arrow-loop" style={`--left: ${left}; --span: 0`} aria-hidden="true">
    <path d="M2 0H16V10H6" />
    <path class="lab-arrow-tip" d="M2 10L9 6V14z" />
  </svg>
);
