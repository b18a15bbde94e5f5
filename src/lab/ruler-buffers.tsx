/** What a kernel holds of a stream: said in words, and as a strip on the axis of bytes. */
import { Fragment } from 'preact';
import type { WordKey, Words } from './words.ts';

export type StripPart = { start: number; end: number; kind: string; key: WordKey };

type BufferStripProps = {
  name: string;
  parts: readonly StripPart[];
  scale: number;
  /** its machine's colour, as CSS */
  style: string;
  words: Words;
};

export function BufferStrip({ name, parts, scale, style, words }: BufferStripProps) {
  const told = parts.filter(({ start, end }) => end > start);
  return (
    <div class="lab-ruler-strip" style={style}>
      <p class="lab-ruler-name">
        {name}
        {told.map(part => (
          <Fragment key={part.kind + part.start}>
            {' '}
            · <b>{partText(part, words)}</b>
          </Fragment>
        ))}
      </p>
      <div class="lab-ruler-parts" aria-hidden="true">
        {told.map(part => (
          <span
            key={part.kind + part.start}
            class="lab-ruler-part"
            data-part={part.kind}
            title={partText(part, words)}
            style={`left: ${part.start * scale}px; inline-size: ${Math.max(2, (part.end - part.start) * scale)}px`}
          />
        ))}
      </div>
    </div>
  );
}

/** "not read yet: 5 bytes" */
function partText({ start, end, key }: StripPart, words: Words): string {
  const n = end - start;
  const count = words.say(n === 1 ? 'lab.wire.byte' : 'lab.wire.bytes', { n });
  return words.say('lab.ruler.part', { what: words.say(key), count });
}
