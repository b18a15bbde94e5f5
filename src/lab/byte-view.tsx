/**
 * One connection and one direction of it as bytes: TCP on the byte ruler, UDP as the single datagrams that
 * it is. A table below says the same.
 */
import './choice.css';
import './ruler.css';
import './ruler-spans.css';
import { useId, useMemo, useState } from 'preact/hooks';
import { byteRuler, lengthAt, type StreamState, streamState } from '#trace/byte-ruler';
import { streamBytes } from '#trace/stream-bytes';
import { type Talk, talkOfPick, talksOf } from '#trace/talks';
import { type Buffers, ByteRuler } from './byte-ruler.tsx';
import { ByteTable, type ByteTableRow } from './byte-table.tsx';
import { piecesOf, textOfPieces } from './byte-text.ts';
import { useChoice } from './choice.ts';
import { markOf } from './hosts.ts';
import { Postcards } from './postcards.tsx';
import type { StripPart } from './ruler-buffers.tsx';
import { lanesOf, type RulerLane, rangeText } from './ruler-lanes.ts';
import type { SocketViewProps } from './sockets-pane.tsx';
import { useSparingly } from './use-sparingly.ts';
import type { Words } from './words.ts';

type Direction = 0 | 1;

export function ByteView(props: SocketViewProps) {
  const { hosts, now, view, words } = props;
  const { list, length } = view.events.value;
  const talks = useMemo(() => talksOf(list, now.moment), [list, length, now.moment]);
  const { shown, choose, side, setSide } = useShown(props, talks);
  if (shown === undefined) return <p class="lab-remark">{words.say('lab.ruler.none')}</p>;
  const names = waysOf(shown, words);
  return (
    <div class="lab-ruler" style={markOf(hosts, shown.hosts[side] ?? '').style}>
      <div class="lab-choice">
        <TalkChoice talks={talks} shown={shown} onChoose={choose} words={words} />
        <DirectionChoice names={names} side={side} onChoose={setSide} words={words} />
      </div>
      {shown.kind === 'tcp' ? (
        <Stream {...props} key={`${shown.key} ${side}`} talk={shown} side={side} name={names[side]} />
      ) : (
        <Postcards {...props} key={`${shown.key} ${side}`} talk={shown} side={side} name={names[side]} />
      )}
    </div>
  );
}

/** The talk and the direction that are looked at. */
function useShown({ view, picking }: SocketViewProps, talks: readonly Talk[]) {
  const { list, length } = view.events.value;
  const picked = picking.picked.value;
  const belonging = picking.lights.value?.belonging;
  const meant = useMemo(
    () => (belonging === undefined ? null : talkOfPick(talks, belonging)),
    [list, length, picked, talks.length],
  );
  const choice = useChoice({
    things: talks,
    isSame: (one, other) => one.key === other.key,
    picked,
    meant: meant?.talk,
    liveliest: talks.at(-1),
  });
  const [chosen, setSide] = useState<{ side: Direction; picked: typeof picked } | null>(null);
  const isMeant = chosen === null || chosen.picked !== picked;
  const side =
    isMeant && meant !== null && meant.talk.key === choice.shown?.key ? meant.side : (chosen?.side ?? 0);
  return { ...choice, side, setSide: (wanted: Direction) => setSide({ side: wanted, picked }) };
}

function waysOf({ hosts, ends }: Talk, words: Words): readonly [string, string] {
  const name = (at: Direction) => hosts[at] ?? ends[at];
  // On one machine the name says nothing.
  const isOne = hosts[0] === hosts[1];
  const [from, to] = isOne ? ends : ([name(0), name(1)] as const);
  return [words.say('lab.ruler.way', { from, to }), words.say('lab.ruler.way', { from: to, to: from })];
}

type TalkChoiceProps = {
  talks: readonly Talk[];
  shown: Talk;
  onChoose: (talk: Talk) => void;
  words: Words;
};

function TalkChoice({ talks, shown, onChoose, words }: TalkChoiceProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{words.say('lab.ruler.choose')}</label>
      <select
        id={id}
        value={shown.key}
        onChange={({ currentTarget }) => {
          const talk = talks.find(({ key }) => key === currentTarget.value);
          if (talk !== undefined) onChoose(talk);
        }}
      >
        {talks.map(({ key, kind, ends }) => (
          <option key={key} value={key}>
            {`${kind.toUpperCase()} ${ends.join(' ↔ ')}`}
          </option>
        ))}
      </select>
    </>
  );
}

type DirectionChoiceProps = {
  names: readonly [string, string];
  side: Direction;
  onChoose: (side: Direction) => void;
  words: Words;
};

function DirectionChoice({ names, side, onChoose, words }: DirectionChoiceProps) {
  return (
    <fieldset class="lab-directions" aria-label={words.say('lab.ruler.direction')}>
      {([0, 1] as const).map(at => (
        <button
          key={at}
          type="button"
          class="lab-button lab-small"
          aria-pressed={at === side}
          onClick={() => onChoose(at)}
        >
          {names[at]}
        </button>
      ))}
    </fieldset>
  );
}

type StreamProps = SocketViewProps & {
  talk: Extract<Talk, { kind: 'tcp' }>;
  side: Direction;
  name: string;
};

function Stream({ hosts, now, view, picking, talk, side, name, words }: StreamProps) {
  const { list, length } = view.events.value;
  const { moment } = now;
  const ruler = useSparingly(() => byteRuler(list, talk.flow, side), [list, talk.flow, side], length);
  const lanes = useMemo(() => lanesOf(ruler, moment, words), [ruler, moment]);
  const state = streamState(ruler, moment);
  const total = lengthAt(ruler, moment);
  const bytesOf = (start: number, end: number) => streamBytes(list, ruler, { start, end }, moment);
  const styleOf = (end: Direction) => markOf(hosts, talk.hosts[end] ?? '').style;
  const isEmpty = lanes.every(({ items }) => items.length === 0);
  if (isEmpty) return <p class="lab-remark">{words.say('lab.ruler.nothing')}</p>;
  return (
    <>
      <ByteRuler
        lanes={lanes}
        total={total}
        buffers={buffersOf(state)}
        bytesOf={bytesOf}
        name={name}
        styles={[styleOf(side), styleOf(side === 0 ? 1 : 0)]}
        picking={picking}
        words={words}
      />
      <ByteTable name={name} rows={() => rowsOf(lanes, bytesOf, words)} picking={picking} words={words} />
    </>
  );
}

function buffersOf({ handed, sent, acknowledged, arrived, beyond, read }: StreamState): Buffers {
  return {
    sender: [
      { start: 0, end: acknowledged, kind: 'acked', key: 'lab.ruler.acked' },
      { start: acknowledged, end: sent, kind: 'unacked', key: 'lab.ruler.unacked' },
      { start: sent, end: handed, kind: 'unsent', key: 'lab.ruler.unsent' },
    ],
    receiver: [
      { start: 0, end: read, kind: 'read', key: 'lab.ruler.read' },
      { start: read, end: arrived, kind: 'unread', key: 'lab.ruler.unread' },
      ...beyond.map((range): StripPart => ({ ...range, kind: 'beyond', key: 'lab.ruler.beyond' })),
    ],
  };
}

/** How much of a long span is written out. */
const SHOWN_BYTES = 80;

function rowsOf(
  lanes: readonly RulerLane[],
  bytesOf: (start: number, end: number) => Uint8Array,
  words: Words,
): ByteTableRow[] {
  return lanes.flatMap(({ key, items }) =>
    items.map(item => {
      const { start, end, isTail } = item;
      const bytes = isTail ? new Uint8Array() : bytesOf(start, Math.min(end, start + SHOWN_BYTES));
      const { what, became } = item.tell();
      const isCut = end - start > SHOWN_BYTES && !isTail;
      return {
        key: item.key,
        what: `${words.say(key)}: ${what}`,
        which: isTail ? words.say('lab.ruler.end') : rangeText(start, end, words),
        text: `${textOfPieces(piecesOf(bytes, !isCut))}${isCut ? '…' : ''}`,
        became,
        pick: item.pick,
      };
    }),
  );
}
