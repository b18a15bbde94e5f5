/**
 * TCP's states as the textbooks draw them, with the way of one socket on them. The list beside it says the
 * same in words, so the drawing itself is for the eye; a press on a state goes where it was reached.
 */
import { useId } from 'preact/hooks';
import type { TcpState } from '#protocol/events';
import type { PathStep } from '#trace/state-path';
import { EDGES, type Edge, edgeBetween } from '#trace/tcp-diagram';
import {
  BOX,
  END,
  HEIGHT,
  PLACES,
  type Place,
  pathOf,
  type Way,
  WIDTH,
  wayBetween,
  wayOut,
} from './diagram-layout.ts';
import type { Words } from './words.ts';

type StateDiagramProps = {
  /** up to the moment that is shown */
  steps: readonly PathStep[];
  onStep: (step: PathStep) => void;
  words: Words;
};

type Box = { state: TcpState; place: Place; isEnd: boolean };

const BOXES: readonly Box[] = [
  ...Object.entries(PLACES).map(([state, place]) => ({ state: state as TcpState, place, isEnd: false })),
  { state: 'CLOSED', place: END, isEnd: true },
];

export function StateDiagram({ steps, onStep, words }: StateDiagramProps) {
  const arrows = useId();
  const gone = goneWays(steps);
  return (
    <svg class="lab-diagram" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <defs>
        {['faint', 'gone'].map(kind => (
          <marker
            key={kind}
            id={`${arrows}-${kind}`}
            data-kind={kind}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0.5L8 4L0 7.5Z" />
          </marker>
        ))}
      </defs>
      {EDGES.filter(edge => !gone.includes(edge)).map(edge => (
        <EdgeLine key={`${edge.from} ${edge.to}`} edge={edge} isGone={false} arrows={arrows} words={words} />
      ))}
      {gone.map(edge => (
        <EdgeLine key={`${edge.from} ${edge.to}`} edge={edge} isGone arrows={arrows} words={words} />
      ))}
      {waysOut(steps).map(({ from, way }) => (
        <path
          key={from}
          class="lab-diagram-way"
          data-gone="out"
          d={pathOf(way)}
          marker-end={`url(#${arrows}-gone)`}
        />
      ))}
      {BOXES.map(box => (
        <StateBox key={`${box.state} ${box.isEnd}`} box={box} steps={steps} onStep={onStep} />
      ))}
    </svg>
  );
}

/** Ways of the figure that the socket has gone. */
const goneWays = (steps: readonly PathStep[]): Edge[] =>
  steps.flatMap(({ state, isDirect }, at) => {
    const before = steps[at - 1];
    const edge = before === undefined || !isDirect ? undefined : edgeBetween(before.state, state);
    return edge === undefined ? [] : [edge];
  });

/** Ends that no way of the figure leads to: a reset, or nobody knows how. */
const waysOut = (steps: readonly PathStep[]): { from: TcpState; way: Way }[] =>
  steps.flatMap(({ state, isDirect }, at) => {
    const before = steps[at - 1];
    return before === undefined || isDirect || state !== 'CLOSED'
      ? []
      : [{ from: before.state, way: wayOut(before.state) }];
  });

type EdgeLineProps = { edge: Edge; isGone: boolean; arrows: string; words: Words };

function EdgeLine({ edge, isGone, arrows, words }: EdgeLineProps) {
  const way = wayBetween(edge.from, edge.to);
  if (way === undefined) return null;
  const place = way.label;
  return (
    <g class="lab-diagram-edge" data-gone={isGone}>
      <path
        class="lab-diagram-way"
        data-gone={isGone}
        data-usual={edge.usual ?? 'rare'}
        d={pathOf(way)}
        marker-end={`url(#${arrows}-${isGone ? 'gone' : 'faint'})`}
      />
      {place !== null && (
        <text class="lab-diagram-label" x={place.x} y={place.y} text-anchor={place.anchor}>
          {labelLines(edge, words).map((line, at) => (
            <tspan key={line} x={place.x} dy={at === 0 ? 0 : lineStep(edge)}>
              {line}
            </tspan>
          ))}
        </text>
      )}
    </g>
  );
}

/** The one way that is drawn level has a line of text on each of its sides. */
const lineStep = ({ from, to }: Edge): number => (from === 'SYN-SENT' && to === 'SYN-RECEIVED' ? 17 : 11);

/** What sets it off, and what leaves with it: "SYN in", "SYN, ACK out". */
function labelLines({ from, to, trigger, sends }: Edge, words: Words): string[] {
  const out = sends === null ? [] : [words.say('lab.states.out', { what: sends })];
  switch (trigger) {
    case 'listen':
    case 'connect':
    case 'close':
      // Beside its neighbour there is no room, and it has the same text.
      return from === 'SYN-RECEIVED' ? [] : [`${trigger}()`, ...out];
    case 'timeout':
      return ['2 MSL'];
    case 'syn':
    case 'ack':
    case 'fin':
    case 'syn-ack':
    case 'fin-ack': {
      const what = trigger.toUpperCase().replace('-', ', ');
      const first = words.say('lab.states.in', { what });
      // Over a short way there is room for one line.
      return from === 'FIN-WAIT-1' && to === 'CLOSING' ? [[first, ...out].join(' · ')] : [first, ...out];
    }
    default:
      return trigger satisfies never;
  }
}

type StateBoxProps = Omit<StateDiagramProps, 'words'> & { box: Box };

function StateBox({ box, steps, onStep }: StateBoxProps) {
  const { state, place, isEnd } = box;
  const visits = steps.flatMap((step, at) =>
    step.state === state && (state !== 'CLOSED' || isEnd === at > 0) ? [{ step, number: at + 1 }] : [],
  );
  const last = visits.at(-1);
  const isCurrent = last !== undefined && last.number === steps.length;
  const left = place.x - BOX.width / 2;
  const top = place.y - BOX.height / 2;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the list beside the drawing has the same as buttons
    <g
      class="lab-diagram-state"
      data-state={state}
      data-visited={last !== undefined}
      data-current={isCurrent}
      data-seen={last?.step.seenAt !== null || last.step.cause.kind === 'born'}
      onClick={() => last !== undefined && onStep(last.step)}
    >
      <rect x={left} y={top} width={BOX.width} height={BOX.height} rx="5" />
      <text x={place.x} y={place.y + 4} text-anchor="middle">
        {state}
      </text>
      {last !== undefined && (
        <>
          <circle cx={left + 2} cy={top + 1} r="7.5" />
          <text class="lab-diagram-number" x={left + 2} y={top + 4.2} text-anchor="middle">
            {last.number}
          </text>
        </>
      )}
    </g>
  );
}
