import { effect, signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { onceAFrame } from '../../src/lab/once-a-frame.ts';
import { draw, drawByHand, due } from './drawn-frames.ts';

drawByHand();

function followed(gone = new AbortController()) {
  const source = signal(0);
  const rests = signal(true);
  const shown = onceAFrame(source, [rests], gone.signal);
  const seen: number[] = [];
  effect(() => void seen.push(shown.value));
  return { source, rests, shown, seen, gone };
}

test('what pours in is seen once a frame, and the last of it is not missed', () => {
  const { source, seen } = followed();
  for (let count = 1; count <= 100; count += 1) source.value = count;
  expect(seen).toEqual([0]);
  draw();
  expect(seen).toEqual([0, 100]);
  source.value = 101;
  draw();
  expect(seen).toEqual([0, 100, 101]);
  draw();
  expect(seen).toHaveLength(3);
});

test('who sees that it rests sees all that came before', () => {
  const { source, rests, shown } = followed();
  const atRest: number[] = [];
  effect(() => void (rests.value && atRest.push(shown.value)));
  rests.value = false;
  source.value = 7;
  rests.value = true;
  expect(atRest.at(-1)).toBe(7);
  expect(due(), 'nothing is due any more').toBe(0);
});

test('once it is gone it follows no more', () => {
  const { source, seen, gone } = followed();
  source.value = 1;
  gone.abort();
  draw();
  source.value = 2;
  draw();
  expect(seen).toEqual([0]);
});
