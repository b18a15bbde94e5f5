/**
 * The byte ruler: calls that sent above, segments in the middle, calls that received below, on one axis of
 * bytes. Between them stands what both kernels hold. Only what is seen is drawn; the arrow keys reach all.
 */
import { useRef, useState } from 'preact/hooks';
import type { Picking } from './pick.ts';
import { BufferStrip, type StripPart } from './ruler-buffers.tsx';
import { Lane, TAIL } from './ruler-lane.tsx';
import type { RulerLane } from './ruler-lanes.ts';
import { ticks } from './ruler-layout.ts';
import { type Current, useRoving } from './ruler-roving.ts';
import { useLitInView, useSeen } from './ruler-view.ts';
import type { WordKey, Words } from './words.ts';

/** So wide is a byte at most: its character stands in the middle of it. */
const WIDEST = 26;
/** What no browser draws right any more. */
const MOST_PIXELS = 4_000_000;

export type Buffers = { sender: readonly StripPart[]; receiver: readonly StripPart[] };

type ByteRulerProps = {
  lanes: readonly RulerLane[];
  /** length of the axis in bytes */
  total: number;
  buffers: Buffers;
  /** bytes of the stream as far as they are known */
  bytesOf: (start: number, end: number) => Uint8Array;
  /** what is being looked at, for the ear */
  name: string;
  /** colours of who sends and who receives, as CSS */
  styles: readonly [string, string];
  picking: Picking;
  words: Words;
};

export function ByteRuler(props: ByteRulerProps) {
  const { lanes, total, buffers, name, styles, picking, words } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { room, left } = useSeen(scroller);
  const [zoom, setZoom] = useState(1);
  const fit = Math.min(WIDEST, Math.max(1, room - TAIL) / Math.max(1, total));
  const widest = Math.min(WIDEST, MOST_PIXELS / Math.max(1, total));
  const scale = fit * Math.min(zoom, Math.max(1, widest / fit));
  const seen = { from: left, to: left + room };
  const roving = useRoving(lanes, scroller, scale);
  useLitInView(lanes, picking, scroller, scale);
  const zoomTo = (next: number, middle = middleOf(lanes, roving.chosen) ?? (left + room / 2) / scale) => {
    const factor = Math.min(Math.max(1, next), Math.max(1, widest / fit));
    setZoom(factor);
    // When the axis has its new length.
    requestAnimationFrame(() => {
      if (scroller.current) scroller.current.scrollLeft = middle * fit * factor - room / 2;
    });
  };
  const lane = (id: RulerLane['id']) => (
    <Lane
      {...props}
      lane={lanes.find(each => each.id === id)}
      style={styles[id === 'receives' ? 1 : 0]}
      scale={scale}
      seen={seen}
      current={roving.current}
      onCurrent={roving.setCurrent}
      onZoom={middle => zoomTo(zoom * 4, middle)}
    />
  );
  return (
    <>
      <ZoomButtons
        isOut={zoom > 1}
        isIn={scale < widest * 0.99 && total > 0}
        onZoom={factor => zoomTo(zoom * factor)}
        words={words}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would not scroll */}
      <div
        ref={scroller}
        class="lab-ruler-scroll"
        role="group"
        aria-label={`${name}. ${words.say('lab.ruler.keys')}`}
        onKeyDown={roving.onKeyDown}
      >
        <div class="lab-ruler-axis" style={`inline-size: ${Math.ceil(total * scale) + TAIL}px`}>
          {lane('sends')}
          <BufferStrip
            name={words.say('lab.ruler.send-buffer')}
            parts={buffers.sender}
            scale={scale}
            style={styles[0]}
            words={words}
          />
          {lane('segments')}
          <BufferStrip
            name={words.say('lab.ruler.receive-buffer')}
            parts={buffers.receiver}
            scale={scale}
            style={styles[1]}
            words={words}
          />
          {lane('receives')}
          <div class="lab-ruler-ticks" aria-hidden="true">
            {ticks(total, scale, 56, seen).map(at => (
              <span key={at} style={`left: ${at * scale}px`}>
                {at}
              </span>
            ))}
          </div>
        </div>
      </div>
    </>
  );
}

/** The middle of what the reader has gone to. */
function middleOf(lanes: readonly RulerLane[], chosen: Current): number | undefined {
  const items = lanes.find(({ id }) => id === chosen?.lane)?.items ?? [];
  const item = items.find(({ key, isTail }) => key === chosen?.key && !isTail);
  return item === undefined ? undefined : (item.start + item.end) / 2;
}

type ZoomButtonsProps = { isOut: boolean; isIn: boolean; onZoom: (factor: number) => void; words: Words };

const ZOOMS: readonly { key: WordKey; sign: string; factor: number }[] = [
  { key: 'lab.ruler.zoom-out', sign: '−', factor: 0.5 },
  { key: 'lab.ruler.zoom-in', sign: '+', factor: 2 },
];

const ZoomButtons = ({ isOut, isIn, onZoom, words }: ZoomButtonsProps) => (
  <div class="lab-ruler-zoom">
    {ZOOMS.map(({ key, sign, factor }) => {
      const isOn = factor > 1 ? isIn : isOut;
      return (
        <button
          key={key}
          type="button"
          class="lab-button lab-small"
          aria-label={words.say(key)}
          title={words.say(key)}
          aria-disabled={!isOn}
          onClick={() => isOn && onZoom(factor)}
        >
          {sign}
        </button>
      );
    })}
  </div>
);
