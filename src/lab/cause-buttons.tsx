/**
 * The ways from the step that is shown to its cause and to its effects. Where it has several effects, each
 * further press from the same cause leads to the next one.
 */
import { useRef } from 'preact/hooks';
import { letterKeysAreOn } from './kept.ts';
import { type LinkedSteps, linkedSteps } from './linked-steps.ts';
import type { View } from './view.ts';
import type { Words } from './words.ts';

export type CauseWays = {
  toCause: () => void;
  toEffect: () => void;
  /** undefined: it is worked out when it is asked for */
  known: LinkedSteps | undefined;
};

/** Of a lab that goes on, causes are looked for when somebody asks: each event would begin the search anew. */
export function useCauseWays(
  view: View,
  isLive: boolean,
  here: number,
  go: (step: number) => void,
): CauseWays {
  const links = (step: number) => linkedSteps(view.events.peek().list, view.stops.peek(), step);
  const last = useRef<{ from: number; to: number } | null>(null);
  const known = isLive && !view.isPast.value ? undefined : links(here);
  const stepNow = () => view.stops.peek().countUntil(view.now.peek().moment);
  return {
    known,
    toCause() {
      const { cause } = links(stepNow());
      if (cause !== undefined) go(cause);
    },
    toEffect() {
      const step = stepNow();
      const { from, to } = last.current ?? { from: 0, to: 0 };
      const own = links(step).effects;
      const others = to === step ? links(from).effects.filter(each => each > step) : [];
      const cause = own.length > 0 ? step : from;
      const target = own[0] ?? others[0];
      if (target === undefined) return;
      last.current = { from: cause, to: target };
      go(target);
    },
  };
}

type ButtonsProps = { ways: CauseWays; words: Words };

export function CauseButtons({ ways: { known, toCause, toEffect }, words }: ButtonsProps) {
  const count = known?.effects.length ?? 0;
  return (
    <>
      <WayButton
        text={words.say('lab.timeline.cause')}
        title={words.say('lab.timeline.to-cause')}
        keys="C"
        isOn={known === undefined || known.cause !== undefined}
        onPress={toCause}
      >
        ↖
      </WayButton>
      <WayButton
        text={words.say('lab.timeline.effect')}
        title={
          count > 1 ? words.say('lab.timeline.to-effects', { n: count }) : words.say('lab.timeline.to-effect')
        }
        keys="E"
        isOn={known === undefined || count > 0}
        onPress={toEffect}
      >
        ↘
      </WayButton>
    </>
  );
}

type WayProps = {
  text: string;
  title: string;
  keys: string;
  isOn: boolean;
  onPress: () => void;
  children: string;
};

const WayButton = ({ text, title, keys, isOn, onPress, children }: WayProps) => (
  <button
    type="button"
    class="lab-button lab-quiet lab-small lab-way"
    aria-label={title}
    aria-keyshortcuts={keys}
    title={`${title} (${keys})`}
    aria-disabled={!isOn}
    onClick={() => isOn && onPress()}
  >
    <span aria-hidden="true">{children}</span> <span class="lab-way-text">{text}</span>
  </button>
);

/** By the place of the key: with a Korean keyboard the letter is another one. */
export function hearWays(event: KeyboardEvent, { toCause, toEffect }: CauseWays): void {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !letterKeysAreOn()) return;
  const way = { KeyC: toCause, KeyE: toEffect }[event.code];
  if (way === undefined) return;
  event.preventDefault();
  way();
}
