/** Waits for what a signal says, without looking at the clock. */
import { effect, type ReadonlySignal } from '@preact/signals';

export function until<T>(signal: ReadonlySignal<T>, holds: (value: T) => boolean): Promise<T> {
  const { promise, resolve } = Promise.withResolvers<T>();
  const stop = effect(() => {
    if (holds(signal.value)) resolve(signal.value);
  });
  return promise.finally(stop);
}
