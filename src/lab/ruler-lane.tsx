/** One lane of the byte ruler: its spans, each a button that picks the call or the segment. */
import { lightOf } from './light.ts';
import { isSamePick, type Picking } from './pick.ts';
import type { ItemWords, RulerItem, RulerLane } from './ruler-lanes.ts';
import { place } from './ruler-layout.ts';
import type { Current } from './ruler-roving.ts';
import { SpanText } from './ruler-text.tsx';
import { isLit } from './ruler-view.ts';
import type { Words } from './words.ts';

/** Room behind the last byte for what ends the direction, in pixels. */
export const TAIL = 110;

/** What a span shows beside its colour, in pixels. */
const ROOM_FOR_BYTE = 14;
const ROOM_FOR_NAME = 30;

type LaneProps = {
  lane: RulerLane | undefined;
  /** its machine's colour, as CSS */
  style: string;
  /** length of the axis in bytes */
  total: number;
  /** bytes of the stream as far as they are known */
  bytesOf: (start: number, end: number) => Uint8Array;
  picking: Picking;
  words: Words;
  scale: number;
  /** in pixels */
  seen: { from: number; to: number };
  current: Current;
  onCurrent: (current: Current) => void;
  /** where to zoom in, in bytes */
  onZoom: (middle: number) => void;
};

export function Lane(props: LaneProps) {
  const { lane, style, scale, seen, total, words } = props;
  if (lane === undefined) return null;
  const { id, items, rows } = lane;
  const spans = items.filter(({ isTail }) => !isTail);
  const tails = items.filter(({ isTail }) => isTail);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out like this
    <div class="lab-ruler-lane" style={style} data-lane-of={id} role="group" aria-label={words.say(lane.key)}>
      <p class="lab-ruler-name" aria-hidden="true">
        {words.say(lane.key)}
      </p>
      <div class="lab-ruler-track" style={`--rows: ${rows}`}>
        {Array.from({ length: rows }, (_, row) => spans.filter(item => item.row === row)).flatMap(own =>
          place(own, scale, seen).map(({ from, to, left, width }) => (
            <Span
              key={own[from]?.key}
              {...props}
              id={id}
              own={own.slice(from, to + 1)}
              left={left}
              width={width}
            />
          )),
        )}
        {tails.map(item => (
          <Span key={item.key} {...props} id={id} own={[item]} left={total * scale + 6} width={TAIL - 10} />
        ))}
      </div>
    </div>
  );
}

type SpanProps = LaneProps & {
  id: RulerLane['id'];
  /** what this one shows: several where they would be too narrow */
  own: readonly RulerItem[];
  left: number;
  width: number;
};

function Span({
  id,
  own,
  left,
  width,
  scale,
  seen,
  bytesOf,
  current,
  onCurrent,
  onZoom,
  picking,
  words,
}: SpanProps) {
  const [item] = own;
  if (item === undefined) return null;
  const isCluster = own.length > 1;
  const isPicked = own.some(({ pick }) => isSamePick(picking.picked.value, pick));
  const lights = picking.lights.value;
  const isCurrent = current?.lane === id && own.some(({ key }) => key === current.key);
  const { what, name, about } = isCluster ? clusterWords(own.length, words) : item.tell();
  return (
    <button
      type="button"
      class="lab-ruler-span"
      data-lane={id}
      data-row={item.row}
      data-from={item.place}
      data-to={own.at(-1)?.place}
      data-fate={isCluster ? worstFate(own) : item.fate}
      data-again={own.some(({ isResent }) => isResent)}
      data-tail={item.isTail}
      data-light={lightOf(
        isPicked,
        own.some(each => isLit(each, lights)),
      )}
      style={`left: ${left}px; inline-size: ${width}px; --row: ${item.row}`}
      title={isCluster ? about : [what, about].join(' — ')}
      aria-label={about}
      aria-pressed={isPicked}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={() => onCurrent({ lane: id, key: item.key })}
      onClick={() =>
        isCluster ? onZoom((item.start + (own.at(-1)?.end ?? item.end)) / 2) : picking.toggle(item.pick)
      }
    >
      {width > ROOM_FOR_BYTE && (
        <>
          <span class="lab-ruler-what">{width > ROOM_FOR_NAME ? name : '\u00a0'}</span>
          {!isCluster && !item.isTail && (
            <SpanText
              item={item}
              left={left}
              width={width}
              scale={scale}
              seen={seen}
              bytesOf={bytesOf}
              words={words}
            />
          )}
        </>
      )}
    </button>
  );
}

const clusterWords = (n: number, words: Words): ItemWords => {
  const about = words.say('lab.ruler.cluster', { n });
  return { what: '', name: `×${n}`, about, became: '' };
};

/** What is lost or waits is not hidden among others. */
const worstFate = (own: readonly RulerItem[]): RulerItem['fate'] =>
  (['lost', 'waits', 'open', 'underway'] as const).find(fate => own.some(each => each.fate === fate)) ??
  'arrived';
