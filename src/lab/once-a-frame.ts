/**
 * A signal that follows another one no more often than the screen is drawn: where events pour in, to draw
 * the lab after each would leave no time for anything else. After a pause it follows at once.
 */
import { effect, type ReadonlySignal, signal } from '@preact/signals';

/** ms: what comes later than this after the last change has not to wait for a frame. */
const PAUSE = 50;

/** @param asWell signals that nobody may see before what the other one has: it follows when they change */
export function onceAFrame<Value>(
  source: ReadonlySignal<Value>,
  asWell: readonly ReadonlySignal<unknown>[],
  gone: AbortSignal,
): ReadonlySignal<Value> {
  const shown = signal(source.peek());
  let due: number | undefined;
  let last = -Infinity;

  function follow(): void {
    if (due !== undefined) cancelAnimationFrame(due);
    due = undefined;
    last = performance.now();
    shown.value = source.peek();
  }
  const stops = [
    effect(() => {
      source.value;
      if (performance.now() - last > PAUSE) follow();
      else due ??= requestAnimationFrame(follow);
    }),
    effect(() => {
      for (const other of asWell) other.value;
      follow();
    }),
  ];
  gone.addEventListener(
    'abort',
    () => {
      for (const stop of stops) stop();
      if (due !== undefined) cancelAnimationFrame(due);
    },
    { once: true },
  );
  return shown;
}
