/**
 * A place of the lab's slider goes through its walk by itself: a recording at once, a box move by move. A
 * question on the way holds it up until it is answered.
 */
import { effect } from '@preact/signals';
import type { Scene } from '#protocol/lab';
import type { Pacing } from './pacing.ts';
import type { Playing } from './playing.ts';
import type { Source } from './source.ts';

type Parts = { source: Source; pacing: Pacing; playing: Playing; gone: AbortSignal };

export const isOnSlider = ({ slider, whatIf }: Pick<Scene, 'slider' | 'whatIf'>): boolean =>
  whatIf !== null && slider?.whatIfs.includes(whatIf) === true;

/** Of a scene that is no such place nothing runs. */
export function runThrough(scene: Scene, { source, pacing, playing, gone }: Parts): void {
  if (!isOnSlider(scene)) return;
  const last = scene.walk.at(-1)?.id ?? '';
  let isDue = true;
  const stop = effect(() => {
    if (pacing.asked.value !== null) {
      isDue = true;
      return;
    }
    if (!isDue || source.status.value.kind !== 'ready' || source.moving.value) return;
    isDue = false;
    // Not in the effect: it changes what the effect has read.
    queueMicrotask(() => {
      if (gone.aborted) return;
      if (source.live) playing.toggle();
      else pacing.goto(last);
    });
  });
  gone.addEventListener('abort', stop, { once: true });
}
