/**
 * One TCP socket on the state diagram, the way that it took in words, and what its kernel keeps of it. Each
 * step of the way is a button to the moment at which it was made.
 */
import './choice.css';
import './state-diagram.css';
import './states.css';
import { useId, useMemo } from 'preact/hooks';
import { type PathStep, statePath } from '#trace/state-path';
import { liveliest, socketOfPick, type TcpSocket, tcpSockets } from '#trace/tcp-sockets';
import { pickOfCall } from './call-pick.ts';
import { useChoice } from './choice.ts';
import { markOf } from './hosts.ts';
import { causeText, stepNotes } from './path-words.ts';
import { isSamePick } from './pick.ts';
import { SocketFacts } from './socket-facts.tsx';
import type { SocketViewProps } from './sockets-pane.tsx';
import { StateDiagram } from './state-diagram.tsx';
import type { Words } from './words.ts';

export function StateView(props: SocketViewProps) {
  const { hosts, now, view, picking, ticks, words } = props;
  const { list, length } = view.events.value;
  const sockets = useMemo(() => tcpSockets(list, now.moment), [list, length, now.moment]);
  const { shown, choose } = useShown(props, sockets);
  const way = useMemo(
    () => (shown === undefined ? [] : statePath(list, shown.life)),
    [list, length, shown?.life],
  );
  if (shown === undefined) return <p class="lab-remark">{words.say('lab.states.none')}</p>;
  // What lies behind the moment that is shown, in a lab that has come so far.
  const furthest = view.latest.value.moment;
  const steps = way.filter(({ moment }) => moment <= furthest);
  const past = steps.filter(({ moment }) => moment <= now.moment);
  const goTo = (step: PathStep) => {
    view.goTo(step.moment);
    const pick = pickOf(step);
    if (pick !== null && !isSamePick(picking.picked.peek(), pick)) picking.toggle(pick);
  };
  return (
    <div class="lab-states" style={markOf(hosts, shown.host).style}>
      <SocketChoice sockets={sockets} shown={shown} onChoose={choose} words={words} />
      <div class="lab-states-body">
        <div class="lab-states-drawing">
          <StateDiagram steps={past} onStep={goTo} words={words} />
          <Legend words={words} />
        </div>
        <div class="lab-states-told">
          <Path steps={steps} count={past.length} props={props} onStep={goTo} />
          {shown.row !== null && past.at(-1)?.state !== 'CLOSED' && (
            <SocketFacts row={shown.row} at={now.at} ticks={ticks} words={words} />
          )}
        </div>
      </div>
    </div>
  );
}

function useShown({ view, picking }: SocketViewProps, sockets: readonly TcpSocket[]) {
  const { list } = view.events.value;
  const picked = picking.picked.value;
  const belonging = picking.lights.value?.belonging;
  const known = useMemo(() => new Map<string, TcpSocket>(), [list]);
  const meant =
    picked === null || belonging === undefined
      ? undefined
      : socketOfPick(sockets, list, belonging, known.get('shown'));
  const choice = useChoice({
    things: sockets,
    isSame: (one, other) => one.life === other.life,
    picked,
    meant,
    liveliest: liveliest(sockets),
  });
  if (choice.shown !== undefined) known.set('shown', choice.shown);
  return choice;
}

function pickOf({ cause }: PathStep) {
  if (cause.kind === 'call') return pickOfCall(cause.call);
  return cause.kind === 'left' || cause.kind === 'arrived'
    ? ({ kind: 'frame', id: cause.frame } as const)
    : null;
}

type SocketChoiceProps = {
  sockets: readonly TcpSocket[];
  shown: TcpSocket;
  onChoose: (socket: TcpSocket) => void;
  words: Words;
};

function SocketChoice({ sockets, shown, onChoose, words }: SocketChoiceProps) {
  const id = useId();
  return (
    <p class="lab-choice">
      <label for={id}>{words.say('lab.states.choose')}</label>
      <select
        id={id}
        value={sockets.findIndex(({ life }) => life === shown.life)}
        onChange={({ currentTarget }) => {
          const socket = sockets[Number(currentTarget.value)];
          if (socket !== undefined) onChoose(socket);
        }}
      >
        {sockets.map(({ host, local, peer, from }, at) => (
          <option key={from} value={at}>
            {words.say('lab.states.option', { host, ends: endsText(local, peer, words) })}
          </option>
        ))}
      </select>
    </p>
  );
}

const endsText = (local: string | null, peer: string | null, words: Words): string =>
  [local ?? words.say('lab.states.unbound'), peer].filter(end => end !== null).join(' ↔ ');

type PathProps = {
  steps: readonly PathStep[];
  /** how many of them are not later than what is shown */
  count: number;
  props: SocketViewProps;
  onStep: (step: PathStep) => void;
};

function Path({ steps, count, props: { now, view, words }, onStep }: PathProps) {
  const id = useId();
  const stops = view.stops.value;
  const { frames } = view.latest.value;
  return (
    <>
      <p class="lab-states-title" id={id}>
        {words.say('lab.states.path')}
      </p>
      <ol class="lab-path" aria-labelledby={id}>
        {steps.map((step, at) => {
          const isCurrent = at === count - 1;
          const notes = stepNotes(step, at < count ? now.moment : step.moment, isCurrent, words);
          return (
            <li key={`${step.moment} ${step.state}`} data-later={at >= count} data-current={isCurrent}>
              <button
                type="button"
                class="lab-path-step"
                aria-current={isCurrent ? 'step' : undefined}
                onClick={() => onStep(step)}
              >
                <span class="lab-path-number" aria-hidden="true">
                  {at + 1}
                </span>
                <span class="lab-path-state">{step.state}</span>{' '}
                <span class="lab-path-cause">{causeText(step.cause, frames, words)}</span>{' '}
                <span class="lab-path-at">
                  {words.say('lab.states.at-step', { step: stops.countUntil(step.moment) })}
                </span>
              </button>
              {notes.length > 0 && <span class="lab-path-note">{notes.join(' · ')}</span>}
            </li>
          );
        })}
      </ol>
    </>
  );
}

const Legend = ({ words }: { words: Words }) => (
  <ul class="lab-legend" aria-hidden="true">
    <li data-line="gone">{words.say('lab.states.legend-way')}</li>
    <li data-line="client">{words.say('lab.states.legend-client')}</li>
    <li data-line="server">{words.say('lab.states.legend-server')}</li>
  </ul>
);
