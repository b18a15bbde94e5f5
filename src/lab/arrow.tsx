/**
 * A frame's arrow. It falls on its way, as time does on a ladder; how it ends has a shape of its own:
 * heads where it arrived, two bars where it waits, a cross where it was lost.
 */
import type { Fate } from './fate.ts';
import type { Lane, Shot } from './ladder.ts';

type ArrowLineProps = {
  shot: Shot;
  fate: Fate;
  /** url of its head */
  head: string;
  /** how far it falls on its whole way, in px; null: as all do */
  fall: number | null;
};

export function ArrowLine({ shot, fate, head, fall }: ArrowLineProps) {
  const { left, span, isLeft, heads } = shot;
  const at = (share: number) => ({ x: percent(isLeft ? 1 - share : share), y: percent(share) });
  const start = at(0);
  if (span === 0) return <Loop left={left} />;
  const isOnTheWay = fate.kind === 'arrived' || fate.kind === 'under-way';
  const ends = fate.kind === 'arrived' ? heads : [fate.reach];
  const height = fall === null ? '' : `; block-size: ${fall}px`;
  return (
    <svg
      class="lab-arrow"
      data-left={isLeft}
      style={`--left: ${left}; --span: ${span}${height}`}
      aria-hidden="true"
    >
      {ends.map(share => (
        <line
          key={share}
          x1={start.x}
          y1={start.y}
          x2={at(share).x}
          y2={at(share).y}
          marker-end={isOnTheWay ? head : undefined}
        />
      ))}
      {!isOnTheWay && <End {...at(fate.reach)} isLost={fate.kind === 'lost'} />}
    </svg>
  );
}

const percent = (share: number) => `${100 * share}%`;

/** A nested svg, because only its place can be given in percent. */
const End = ({ x, y, isLost }: { x: string; y: string; isLost: boolean }) => (
  <svg aria-hidden="true" class="lab-arrow-end" x={x} y={y}>
    <path d={isLost ? 'M-5-5L5 5M-5 5L5-5' : 'M-3-6V6M3-6V6'} />
  </svg>
);

/** From a machine to itself. */
const Loop = ({ left }: { left: number }) => (
  <svg class="lab-arrow lab-arrow-loop" style={`--left: ${left}; --span: 0`} aria-hidden="true">
    <path d="M2 0H16V10H6" />
    <path class="lab-arrow-tip" d="M2 10L9 6V14z" />
  </svg>
);

/** The heads that arrows bear, turned as the arrow is: one in each lane's colour. */
export const ArrowHeads = ({ id, lanes }: { id: string; lanes: readonly Lane[] }) => (
  <svg class="lab-arrow-heads" aria-hidden="true">
    {lanes.map((lane, index) => (
      <marker
        key={lane.key}
        id={`${id}-${index}`}
        style={lane.style}
        markerUnits="userSpaceOnUse"
        markerWidth="11"
        markerHeight="10"
        refX="10"
        refY="5"
        orient="auto"
      >
        <path class="lab-arrow-tip" d="M0 0L11 5L0 10z" />
      </marker>
    ))}
  </svg>
);

export const headOf = (id: string, lane: number): string => `url(#${id}-${lane})`;
