/**
 * What a reader does with a frame that waits, and how long it has waited. Only a waiting frame has
 * buttons: a passing one lives 60 µs.
 */
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { FrameVerb } from '#protocol/wire';
import type { FrameState } from '#trace/fold';
import { useBoxTime } from './box-time.ts';
import { secondsText } from './duration.ts';
import { CommandButton, useReadiness } from './readiness.tsx';
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
        <CommandButton
          key={verb}
          class="lab-button lab-small"
          onClick={event => {
            // The row would open.
            event.stopPropagation();
            onPress(verb);
          }}
        >
          {words.say(key)}
        </CommandButton>
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
  const { isReady } = useReadiness();
  const now = useBoxTime(at, ticks && isReady);
  return <>{words.say('lab.wire.waits', { time: secondsText(now - (frame.heldAt ?? now)) })}</>;
}
