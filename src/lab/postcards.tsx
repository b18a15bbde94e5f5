/**
 * UDP: each send, its datagram and the receive that took it stand in one column, and no two columns touch.
 * Beside the byte ruler of a stream it shows at a glance what UDP does not have.
 */
import './postcards.css';
import { useMemo } from 'preact/hooks';
import type { Picked } from '#trace/belongs';
import { type Postcard, postcardFate, postcardsOf } from '#trace/postcards';
import { payloadOfFrame } from '#trace/stream-bytes';
import type { Talk } from '#trace/talks';
import { ByteTable, type ByteTableRow } from './byte-table.tsx';
import { piecesOf, textOfPieces } from './byte-text.ts';
import { pickOfCall } from './call-pick.ts';
import { lightOf } from './light.ts';
import { isSamePick, type Picking } from './pick.ts';
import { moveInList, ROW } from './roving.ts';
import type { SocketViewProps } from './sockets-pane.tsx';
import type { WordKey, Words } from './words.ts';

type PostcardsProps = SocketViewProps & {
  talk: Extract<Talk, { kind: 'udp' }>;
  side: 0 | 1;
  name: string;
};

type Card = {
  key: string;
  /** send, datagram, receive */
  boxes: readonly [CardBox, CardBox, CardBox];
  text: string;
};
type CardBox = { text: string; size: string; note: string; fate: string; pick: Picked | null };

/** So many of the newest are drawn; the table has all. */
const MOST_CARDS = 60;
const ROWS: readonly WordKey[] = ['lab.ruler.sends', 'lab.ruler.datagram', 'lab.ruler.receives'];

export function Postcards({ now, view, picking, talk, side, name, words }: PostcardsProps) {
  const { list, length } = view.events.value;
  const { moment } = now;
  const own = useMemo(
    () =>
      postcardsOf(
        list,
        talk.datagrams.filter(({ source }) => source === talk.ends[side]),
      ),
    [list, length, talk, side],
  );
  const cards = own
    .filter(({ index }) => index < moment)
    .map(card => cardOf(card, moment, payloadOfFrame(list, card.frame), words));
  const shown = cards.slice(-MOST_CARDS);
  if (cards.length === 0) return <p class="lab-remark">{words.say('lab.ruler.nothing')}</p>;
  return (
    <>
      <p class="lab-remark">
        {words.say('lab.ruler.datagrams')}{' '}
        {cards.length > shown.length && words.say('lab.ruler.earlier', { n: cards.length - shown.length })}
      </p>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not scroll */}
      <div
        class="lab-cards"
        role="group"
        aria-label={name}
        onKeyDown={event => moveInList(event, 'button', ROW)}
      >
        {shown.map((card, at) => (
          <div class="lab-card" key={card.key}>
            {card.boxes.map((box, row) => (
              <Box
                key={ROWS[row]}
                box={box}
                row={words.say(ROWS[row] ?? 'lab.ruler.datagram')}
                isFirst={at === 0 && row === 0}
                picking={picking}
              />
            ))}
          </div>
        ))}
      </div>
      <ByteTable
        name={name}
        rows={() => cards.flatMap(card => rowsOf(card, words))}
        picking={picking}
        words={words}
      />
    </>
  );
}

type BoxProps = { box: CardBox; row: string; isFirst: boolean; picking: Picking };

function Box({ box: { text, size, note, fate, pick }, row, isFirst, picking }: BoxProps) {
  const told = [size, note].filter(Boolean).join(' · ');
  if (pick === null)
    return (
      <span class="lab-card-box" data-fate={fate}>
        <span class="lab-ruler-what">{told}</span>
      </span>
    );
  const lights = picking.lights.value;
  const isPicked = isSamePick(picking.picked.value, pick);
  const isLit =
    (pick.kind === 'frame' && lights?.hasFrame(pick.id)) ||
    (pick.kind === 'call' && pick.seq !== undefined && lights?.hasCall(pick.seq)) ||
    false;
  return (
    <button
      type="button"
      class="lab-card-box"
      data-fate={fate}
      data-light={lightOf(isPicked, isLit)}
      aria-pressed={isPicked}
      tabIndex={isFirst ? 0 : -1}
      onClick={() => picking.toggle(pick)}
    >
      <span class="lab-unseen">{row}: </span>
      <span class="lab-card-text">{text}</span> <span class="lab-ruler-what">{told}</span>
    </button>
  );
}

const FATES: Readonly<Record<ReturnType<typeof postcardFate>, WordKey>> = {
  arrived: 'lab.ruler.arrived',
  lost: 'lab.ruler.lost',
  waits: 'lab.ruler.waits',
  underway: 'lab.ruler.underway',
};

function cardOf(card: Postcard, moment: number, payload: Uint8Array, words: Words): Card {
  const { datagram, send, frame } = card;
  const fate = postcardFate(card, moment);
  const shown = textOfPieces(piecesOf(payload.subarray(0, 120), payload.length <= 120));
  const size = sizeText(datagram.length, words);
  return {
    key: `${frame}`,
    text: shown,
    boxes: [
      send === null
        ? { text: '', size: '', note: words.say('lab.ruler.no-call'), fate: 'none', pick: null }
        : { text: send.call, size, note: lineText(send, words), fate: 'done', pick: pickOfCall(send) },
      { text: shown, size, note: words.say(FATES[fate]), fate, pick: { kind: 'frame', id: frame } },
      takenBox(card, moment, fate === 'lost', words),
    ],
  };
}

type Call = NonNullable<Postcard['send']>;

const sizeText = (n: number, words: Words): string =>
  words.say(n === 1 ? 'lab.wire.byte' : 'lab.wire.bytes', { n });

const lineText = ({ line }: Call, words: Words): string =>
  line === null ? '' : words.say('lab.ruler.line', { line });

function takenBox({ datagram, receives }: Postcard, moment: number, isLost: boolean, words: Words): CardBox {
  const call = receives.find(({ end }) => end !== null && end < moment);
  if (call === undefined) {
    const note = words.say(isLost ? 'lab.ruler.never-came' : 'lab.ruler.not-taken');
    return { text: '', size: '', note, fate: 'none', pick: null };
  }
  const taken = call.bytes ?? datagram.length;
  const isCut = taken < datagram.length;
  return {
    text: `${call.call}(${call.args.join(', ')})`,
    size: isCut ? words.say('lab.ruler.cut', { n: taken, all: datagram.length }) : sizeText(taken, words),
    note: lineText(call, words),
    fate: isCut ? 'lost' : 'done',
    pick: pickOfCall(call),
  };
}

const rowsOf = ({ key, boxes, text }: Card, words: Words): ByteTableRow[] =>
  boxes.map((box, at) => ({
    key: `${key} ${at}`,
    what: [words.say(ROWS[at] ?? 'lab.ruler.datagram'), at === 1 ? '' : box.text].filter(Boolean).join(': '),
    which: box.size,
    text: at === 1 ? text : '',
    became: box.note,
    pick: box.pick,
  }));
