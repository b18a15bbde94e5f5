/**
 * One frame from the outside in: each header's fields beside all its bytes. What is pointed at, or
 * has the focus, is lit on both sides, and told in one sentence.
 */
import './frame.css';
import './passed-on.css';
import { useLayoutEffect, useMemo, useState } from 'preact/hooks';
import { detailsOf } from '#trace/conversations';
import type { FrameState } from '#trace/fold';
import { cameAs, changesOn } from '#trace/passed-on';
import { bytesOf } from './base64.ts';
import { FrameBytes } from './frame-bytes.tsx';
import type { FrameDetailsProps } from './frame-details.tsx';
import { FrameFields } from './frame-fields.tsx';
import { bitsText, bytesText, type FrameItem, hexText, itemsAt, itemsOf } from './frame-items.ts';
import type { HeaderWords, LoadHeaderWords } from './header-words.ts';
import type { Words } from './words.ts';

/** At most so many bytes stay in view while the fields are gone through. */
const SHORT = 160;

export function FrameView({ frame, frames, loadHeaderWords, onShown, words }: FrameDetailsProps) {
  const headers = useHeaderWords(loadHeaderWords);
  // Each event makes a new list of frames, in which what this one says does not change.
  const { layers, bytes } = useMemo(() => detailsOf(frame, frames), [frame.bytes]);
  const items = useMemo(() => itemsOf(layers, headers, words), [layers, headers, words]);
  const came = useMemo(() => cameAs(frame, frames), [frame.bytes]);
  const changes = useMemo(() => (came === undefined ? [] : changesOn(frame, came, frames)), [came]);
  const isChanged = ({ key }: FrameItem) => changes.some(change => change.key === key);
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [pointed, setPointed] = useState<readonly number[] | null>(null);
  const lit = pointed ?? picked;
  const told = items[lit[0] ?? -1];
  useLayoutEffect(onShown, [headers]);
  const indicesAt = (at: number | null) =>
    at === null ? null : itemsAt(items, at).map(({ index }) => index);
  // Only a pointer that moves points: bytes that open or scroll beneath a resting one were not chosen.
  const point = (to: readonly number[] | null) =>
    setPointed(from => (from?.join() === to?.join() ? from : to));
  return (
    <div class="lab-frame-view">
      <div class="lab-frame-side" data-short={bytes.length <= SHORT}>
        <FrameBytes
          items={items}
          bytes={bytes}
          lit={lit.flatMap(index => items[index] ?? [])}
          changed={items.filter(isChanged)}
          onPoint={at => point(indicesAt(at))}
          onPick={at => setPicked(indicesAt(at) ?? [])}
        />
        {came !== undefined && (
          <p class="lab-remark">
            {words.say('lab.wire.passed-on', {
              host: frame.from,
              link: came.link,
              changes: changes
                .map(({ key, before, now }) => `${headers[key]?.name ?? key} ${before} → ${now}`)
                .join(', '),
            })}
          </p>
        )}
        <Corruption frame={frame} bytes={bytes} words={words} />
        <Told item={told} bytes={bytes} words={words} />
      </div>
      <FrameFields
        items={items}
        lit={lit}
        current={picked[0] ?? 0}
        onPoint={index => point(index === null ? null : [index])}
        onPick={index => setPicked([index])}
        words={words}
      />
    </div>
  );
}

/** No names at first; a frame can be looked at without them. */
function useHeaderWords(load: LoadHeaderWords): HeaderWords {
  const [headers, setHeaders] = useState<HeaderWords>({});
  useLayoutEffect(() => {
    let isGone = false;
    void load().then(loaded => !isGone && setHeaders(loaded));
    return () => {
      isGone = true;
    };
  }, [load]);
  return headers;
}

function Told({ item, bytes, words }: { item: FrameItem | undefined; bytes: Uint8Array; words: Words }) {
  if (item === undefined) return <p class="lab-told lab-empty">{words.say('lab.wire.point')}</p>;
  const bits = bitsText(item, bytes);
  return (
    <div class="lab-told" data-tone={item.tone}>
      <p>
        <b>{item.name}</b> {item.isLayer || <code>{item.value}</code>}
      </p>
      <p class="lab-told-bytes">
        {words.say(item.length === 1 ? 'lab.wire.byte-at' : 'lab.wire.bytes-at')}{' '}
        <code>{bytesText(item, bytes)}</code>
        {bits && (
          <>
            {' · '}
            {words.say('lab.wire.bits')} <code>{bits}</code>
          </>
        )}
      </p>
      {item.text && <p>{item.text}</p>}
    </div>
  );
}

/** The bytes that the wire changed on the way. */
function Corruption({ frame, bytes, words }: { frame: FrameState; bytes: Uint8Array; words: Words }) {
  if (frame.corrupted === null) return null;
  const arrived = bytesOf(frame.corrupted);
  const changes = Array.from(arrived, (byte, at) => ({ at, byte, before: bytes[at] ?? 0 }))
    .filter(({ byte, before }) => byte !== before)
    .map(({ at, byte, before }) =>
      words.say('lab.wire.byte-changed', { at, before: hexText(before), now: hexText(byte) }),
    );
  return <p class="lab-remark">{changes.join(' ')}</p>;
}
