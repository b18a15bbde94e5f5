/**
 * While events pour in, the panes of a lab take turns: at every second frame of the screen one of them is
 * drawn anew, because to draw all of them takes longer than a frame, and the reader scrolls and types
 * meanwhile. As soon as it rests all show the same moment.
 */
import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { View } from './view.ts';

/** ms: changes that follow each other so closely may be a stream … */
const PAUSE = 50;
/** … and are one when there are so many of them. A move makes fewer. */
const MANY = 8;

type Shown = ReturnType<typeof shownBy>;

type Four<Each> = readonly [Each, Each, Each, Each];

export type Turns = { views: Four<View>; close: () => void };

/** @returns views of the same, each for what is drawn at one time: four of them cost each about as much */
export function openTurns(view: View): Turns {
  const newest = computed(() => shownBy(view));
  const hold = () => signal(newest.peek());
  const held: Four<Signal<Shown>> = [hold(), hold(), hold(), hold()];
  let due: number | undefined;
  let changedAt = -Infinity;
  let streak = 0;
  let turn = 0;

  function followAll(): void {
    if (due !== undefined) cancelAnimationFrame(due);
    due = undefined;
    batch(() => {
      for (const each of held) each.value = newest.peek();
    });
  }
  function followOne(): void {
    turn = (turn + 1) % held.length;
    const one = held[turn];
    if (one !== undefined) one.value = newest.peek();
    due = undefined;
    if (held.some(each => each.peek() !== newest.peek())) followSoon();
  }
  function followSoon(): void {
    due ??= requestAnimationFrame(() => {
      due = requestAnimationFrame(followOne);
    });
  }
  const stop = effect(() => {
    newest.value;
    const now = performance.now();
    streak = now - changedAt < PAUSE ? streak + 1 : 0;
    changedAt = now;
    if (streak < MANY) followAll();
    else followSoon();
  });
  const viewOf = (each: Signal<Shown>): View => ({ ...view, ...heldView(each), ...atOnce(view, followAll) });
  const [first, second, third, fourth] = held;
  return {
    views: [viewOf(first), viewOf(second), viewOf(third), viewOf(fourth)],
    close() {
      stop();
      if (due !== undefined) cancelAnimationFrame(due);
    },
  };
}

export function useViewsInTurn(view: View): Four<View> {
  const turns = useMemo(() => openTurns(view), [view]);
  useEffect(() => turns.close, [turns]);
  return turns.views;
}

const shownBy = (view: View) => ({
  now: view.now.value,
  before: view.before.value,
  latest: view.latest.value,
  trace: view.trace.value,
  mark: view.mark.value,
  events: view.events.value,
  stops: view.stops.value,
  isPast: view.isPast.value,
});

const heldView = (held: ReadonlySignal<Shown>) => ({
  now: computed(() => held.value.now),
  before: computed(() => held.value.before),
  latest: computed(() => held.value.latest),
  trace: computed(() => held.value.trace),
  mark: computed(() => held.value.mark),
  events: computed(() => held.value.events),
  stops: computed(() => held.value.stops),
  isPast: computed(() => held.value.isPast),
});

/** Where the reader goes, everything goes at once. */
const atOnce = (view: View, followAll: () => void): Pick<View, 'goTo' | 'toNow'> => ({
  goTo(moment) {
    view.goTo(moment);
    followAll();
  },
  toNow() {
    view.toNow();
    followAll();
  },
});
