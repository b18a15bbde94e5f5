/**
 * How large sources and terminals are written, alike in all of them: for a projector, and for tired eyes.
 */
import { computed, signal } from '@preact/signals';
import { keepChoice, keptChoice } from './kept.ts';

/** In percent of the usual size. */
const SIZES = [80, 90, 100, 115, 130, 150, 175, 200];
const USUAL = 100;

const size = signal(sizeIn(keptChoice('code-size')));

/** What is kept is the reader's to spoil. */
function sizeIn(text: string | null): number {
  const number = Number(text);
  return SIZES.includes(number) ? number : USUAL;
}

/** The size in percent of the usual one. */
export const codeSize = computed(() => size.value);
/** A factor for CSS and xterm. */
export const codeScale = computed(() => size.value / USUAL);
export const canShrink = computed(() => size.value !== SIZES[0]);
export const canGrow = computed(() => size.value !== SIZES.at(-1));

/** @param steps 1: the next larger one, -1: the next smaller one */
export function changeCodeSize(steps: 1 | -1): void {
  const next = SIZES[SIZES.indexOf(size.peek()) + steps];
  if (next === undefined) return;
  size.value = next;
  keepChoice('code-size', String(next));
}
