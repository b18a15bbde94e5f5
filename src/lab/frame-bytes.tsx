/**
 * All bytes of a frame: their place, sixteen (or, where it is narrow, eight) in hexadecimal, and as
 * characters. For eyes and pointers; the fields tell the same bytes to everyone else.
 */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type FrameItem, hexText, layerAt } from './frame-items.ts';

type FrameBytesProps = {
  items: readonly FrameItem[];
  bytes: Uint8Array;
  /** what is lit */
  lit: readonly FrameItem[];
  /** what a router has changed on the way */
  changed: readonly FrameItem[];
  /** null: at none any more */
  onPoint: (at: number | null) => void;
  onPick: (at: number) => void;
};

/** Sixteen bytes with place and characters need so much room, in px at the usual size of letters. */
const WIDE = 420;

export function FrameBytes({ items, bytes, lit, changed, onPoint, onPick }: FrameBytesProps) {
  const place = useRef<HTMLDivElement>(null);
  const perRow = usePerRow(place);
  const starts = Array.from({ length: Math.ceil(bytes.length / perRow) }, (_, row) => row * perRow);
  const looks = Array.from(bytes, (_, at) => lookOf(at, items, lit, changed));
  return (
    <div
      ref={place}
      class="lab-bytes"
      aria-hidden="true"
      onPointerMove={event => event.pointerType === 'mouse' && onPoint(byteUnder(event))}
      onPointerLeave={() => onPoint(null)}
      onClick={event => {
        const at = byteUnder(event);
        if (at !== null) onPick(at);
      }}
    >
      {starts.map(start => {
        const row = [...bytes.subarray(start, start + perRow).entries()];
        return (
          <div key={start} class="lab-bytes-row">
            <span class="lab-bytes-place">{start.toString(16).padStart(4, '0')}</span>
            <span class="lab-bytes-hex" style={`--count: ${perRow}`}>
              {row.map(([column, byte]) => (
                <span key={column} data-at={start + column} {...looks[start + column]}>
                  {hexText(byte)}
                </span>
              ))}
            </span>
            <span class="lab-bytes-text">
              {row.map(([column, byte]) => (
                <span key={column} data-at={start + column} {...looks[start + column]}>
                  {byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·'}
                </span>
              ))}
            </span>
          </div>
        );
      })}
    </div>
  );
}

const isIn = ({ offset, length }: FrameItem, at: number) => at >= offset && at < offset + length;

function lookOf(
  at: number,
  items: readonly FrameItem[],
  lit: readonly FrameItem[],
  changed: readonly FrameItem[],
) {
  const layer = layerAt(items, at);
  return {
    'data-tone': layer?.tone,
    'data-lit': lit.some(item => isIn(item, at)) || undefined,
    'data-changed': changed.some(item => isIn(item, at)) || undefined,
    // Where a header begins there is a bar, so that colour is not the only sign.
    'data-first': layer?.offset === at || undefined,
  };
}

function byteUnder({ target }: MouseEvent): number | null {
  const byte = target instanceof Element ? target.closest<HTMLElement>('[data-at]') : null;
  return byte === null ? null : Number(byte.dataset.at);
}

function usePerRow(place: { current: HTMLElement | null }): 8 | 16 {
  const [perRow, setPerRow] = useState<8 | 16>(16);
  useLayoutEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => setPerRow(element.clientWidth < WIDE ? 8 : 16);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, []);
  return perRow;
}
