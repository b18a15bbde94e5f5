/**
 * What a reader does with a frame that waits, and how long it has waited. Only a waiting frame has
 * buttons: a passing one lives 60 µs.
 */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { FrameVerb } from '#protocol/wire';
import type { FrameState } from '#trace/fold';
import { secondsText } from './duration.ts';
import type { WordKey, Words } from './words.ts';

const VERBS: readonly (readonly [FrameVerb, WordKey])[] = [
  ['release', 'lab.wire.release'],
  ['drop', 'lab.wire.drop'],
  ['duplicate', 'lab.wire.duplicate'],
];

type WaitingButtonsProps = {
  /** what the frame is, for who cannot see the row */
  name: string;
  onPress: (verb: FrameVerb) => void;
  words: Words;
};

export function WaitingButtons({ name, onPress, words }: WaitingButtonsProps) {
  const place = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(
    () => () => {
      if (place.current?.contains(document.activeElement)) passFocusOn(place.current);
    },
    [],
  );
  return (
    <fieldset ref={place} class="lab-waiting-buttons" aria-label={name}>
      {VERBS.map(([verb, key]) => (
        <button
          key={verb}
          type="button"
          class="lab-button lab-small"
          onClick={event => {
            // The row would open.
            event.stopPropagation();
            onPress(verb);
          }}
        >
          {words.say(key)}
        </button>
      ))}
    </fieldset>
  );
}

/** The buttons go away with the focus in them: to the next frame that waits, else to the row's own button. */
function passFocusOn(buttons: HTMLElement): void {
  const all = [...(buttons.closest('table')?.querySelectorAll('.lab-waiting-buttons') ?? [])];
  const at = all.indexOf(buttons);
  const next = all[at + 1] ?? all.find(other => other !== buttons);
  const heir =
    next?.querySelector<HTMLElement>('button') ??
    buttons.closest('tr')?.querySelector<HTMLElement>('.lab-frame-text');
  heir?.focus({ preventScroll: true });
}

type WaitedProps = {
  frame: FrameState;
  /** the box's time at the newest event, in ns */
  at: number;
  /** The box lives: time goes on without events. */
  ticks: boolean;
  words: Words;
};

/** Not announced: a clock that speaks every second is no help. */
export function Waited({ frame, at, ticks, words }: WaitedProps) {
  const now = useBoxTime(at, ticks);
  return <>{words.say('lab.wire.waits', { time: secondsText(now - (frame.heldAt ?? now)) })}</>;
}

/** The box's clock, carried on by the page's own since the newest event. */
function useBoxTime(at: number, ticks: boolean): number {
  const anchor = useRef({ at, page: performance.now() });
  if (anchor.current.at !== at) anchor.current = { at, page: performance.now() };
  const [, tick] = useState(0);
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => tick(count => count + 1), 1000);
    return () => clearInterval(timer);
  }, [ticks]);
  return ticks ? at + (performance.now() - anchor.current.page) * 1e6 : at;
}
