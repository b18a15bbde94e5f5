/** A lab that its slider has opened goes through its walk by itself: a recording at once, a box move by move. */
import { effect } from '@preact/signals';
import type { Scene } from '#protocol/lab';
import type { Pacing } from './pacing.ts';
import type { Playing } from './playing.ts';
import type { Source } from './source.ts';

type Parts = { source: Source; pacing: Pacing; playing: Playing; gone: AbortSignal };

export function runThrough({ walk }: Scene, { source, pacing, playing, gone }: Parts): void {
  const last = walk.at(-1);
  if (last === undefined) return;
  if (!source.live) {
    pacing.goto(last.id);
    return;
  }
  let hasBegun = false;
  const stop = effect(() => {
    if (source.status.value.kind !== 'ready' || source.moving.value || hasBegun) return;
    hasBegun = true;
    // Not in the effect: what it presses changes what the effect has read.
    queueMicrotask(() => !gone.aborted && playing.toggle());
  });
  gone.addEventListener('abort', stop, { once: true });
}
