/**
 * The bytes under a span: each character over its own bytes where there is room, else the beginning as text.
 * Drawn by the style sheet: spelled out letter by letter they would be no name for a button.
 */
import { type BytePiece, piecesOf, textOfPieces } from './byte-text.ts';
import type { RulerItem } from './ruler-lanes.ts';
import type { Words } from './words.ts';

type SpanTextProps = {
  item: RulerItem;
  left: number;
  width: number;
  scale: number;
  seen: { from: number; to: number };
  bytesOf: (start: number, end: number) => Uint8Array;
  words: Words;
};

/** A byte with room for its character, in pixels. */
const ROOM_FOR_BYTE = 9;
/** More than a wide screen shows at once. */
const MOST_BYTES = 400;

export function SpanText({ item, left, width, scale, seen, bytesOf, words }: SpanTextProps) {
  const { start, end } = item;
  // What lies to the left of the view need not be written.
  const isCells = scale >= ROOM_FOR_BYTE;
  const skip = Math.max(0, Math.floor((seen.from - left) / scale) - (isCells ? 8 : 0));
  const from = start + skip;
  const to = Math.min(end, from + MOST_BYTES);
  const bytes = bytesOf(from, to);
  const pieces = piecesOf(bytes, from + bytes.length === end);
  if (pieces.length === 0 || (!isCells && width < 30)) return null;
  if (!isCells) return <span class="lab-ruler-text" data-text={textOfPieces(pieces)} />;
  return (
    <span class="lab-ruler-cells">
      {pieces.map(piece => (
        <Cell key={piece.at} piece={piece} offset={skip} scale={scale} words={words} />
      ))}
    </span>
  );
}

type CellProps = { piece: BytePiece; offset: number; scale: number; words: Words };

const Cell = ({ piece: { at, count, text, kind }, offset, scale, words }: CellProps) => (
  <span
    class="lab-ruler-cell"
    data-kind={kind}
    title={kind === 'cut' ? words.say('lab.ruler.broken') : undefined}
    data-text={text === ' ' ? '␣' : text.replace('\\x', '')}
    style={`left: ${(offset + at) * scale}px; inline-size: ${count * scale}px`}
  />
);
