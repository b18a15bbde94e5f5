/**
 * Play: Next is pressed by itself, with a pause in between that is long enough to read what the move
 * did and the paragraph that tells it. It stops at a question, at trouble, at the end of the walk, and as
 * soon as the reader presses anything.
 */
import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { Scene } from '#protocol/lab';
import type { Pacing } from './pacing.ts';
import type { Source } from './source.ts';
import type { View } from './view.ts';
import { nextMove } from './walk.ts';
import type { Locale } from './words.ts';

export type Playing = {
  isOn: ReadonlySignal<boolean>;
  toggle(): void;
  /** The reader does something else. */
  halt(): void;
};

/** To look at the panes; reading comes on top of it. */
const LOOK_MS = 2500;
/** A Korean letter is a syllable, and carries about twice as much. */
const MS_PER_LETTER: Readonly<Record<Locale, number>> = { en: 45, ko: 90 };
const MOST_MS = 20_000;

/** How long a reader of this language takes to look and to read so many letters. */
export const pauseFor = (letters: number, locale: Locale): number =>
  Math.min(MOST_MS, LOOK_MS + letters * MS_PER_LETTER[locale]);

type PlayingOptions = {
  source: Source;
  view: View;
  pacing: Pacing;
  /** how long to wait after the move that was reached last, in milliseconds */
  pause: () => number;
  gone: AbortSignal;
};

export function playingOf(
  scene: Pick<Scene, 'walk'>,
  { source, view, pacing, pause, gone }: PlayingOptions,
): Playing {
  const isOn = signal(false);
  const next = computed(() => nextMove(scene.walk, view.latest.value.moves)?.id);
  const canGoOn = computed(
    () =>
      next.value !== undefined &&
      source.status.value.kind === 'ready' &&
      source.refused.value === null &&
      pacing.asked.value === null,
  );

  const stop = effect(() => {
    if (!isOn.value) return;
    if (!canGoOn.value) {
      isOn.value = false;
      return;
    }
    // Read for the effect: with each move the pause begins anew.
    next.value;
    if (source.moving.value) return;
    const timer = setTimeout(pacing.next, pause());
    return () => clearTimeout(timer);
  });
  gone.addEventListener('abort', stop, { once: true });

  return {
    isOn,
    halt() {
      isOn.value = false;
    },
    toggle() {
      if (isOn.peek()) {
        isOn.value = false;
        return;
      }
      if (!canGoOn.peek() || source.moving.peek()) return;
      pacing.next();
      isOn.value = true;
    },
  };
}

/** Presses on what carries this class are the button's own. */
export const PLAY_CLASS = 'lab-play';

/** Whatever the reader presses on the page, besides the button itself, ends the play. */
export function haltOnPress({ halt }: Playing, gone: AbortSignal): void {
  const hear = (event: Event): void => {
    const { target } = event;
    const isOnIt = target instanceof Element && target.closest(`.${PLAY_CLASS}`) !== null;
    const pressesIt = !(event instanceof KeyboardEvent) || event.key === 'Enter' || event.key === ' ';
    if (!isOnIt || !pressesIt) halt();
  };
  for (const type of ['pointerdown', 'keydown'])
    document.addEventListener(type, hear, { capture: true, signal: gone });
}
