/** Play on a real recording: with a pause that a test need not wait for. */
import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import { loadScene } from '#driver/scenes';
import type { PredictionSpec } from '#protocol/lab';
import type { OpenQuestions } from '../../src/lab/open-questions.ts';
import { pacingOf } from '../../src/lab/pacing.ts';
import { pauseFor, playingOf } from '../../src/lab/playing.ts';
import { recordedSource } from '../../src/lab/recorded-source.ts';
import { viewOf } from '../../src/lab/view.ts';
import { golden } from './golden.ts';
import { until } from './until.ts';

const scene = loadScene('echo-once', null);

/** @param open ids of the questions that nobody has answered */
function lab(open: readonly string[] = [], pause = () => 0) {
  const source = recordedSource(golden);
  const view = viewOf(source);
  const questions = {
    changes: signal(0),
    isAnswered: ({ id }: PredictionSpec) => !open.includes(id),
    skip() {},
    coverOf: () => signal(Infinity),
  } satisfies OpenQuestions;
  const { signal: gone } = new AbortController();
  const pacing = pacingOf(scene, { source, view, questions, gone });
  return { source, view, pacing, playing: playingOf(scene, { source, view, pacing, pause, gone }) };
}

// A question is asked on the document, which this realm has not.
globalThis.document ??= new EventTarget() as unknown as Document;

test('Play goes to the end of the walk, and stops there', async () => {
  const { view, playing } = lab();
  playing.toggle();
  await until(playing.isOn, isOn => !isOn);
  expect(view.latest.value.moves).toEqual(scene.walk.map(({ id }) => id));
});

test('Play stops at a question and does not answer it', async () => {
  const { view, playing, pacing } = lab(['accepted-state']);
  playing.toggle();
  await until(playing.isOn, isOn => !isOn);
  expect(view.latest.value.moves.at(-1)).toBe('client-recv');
  expect(pacing.asked.value?.id).toBe('accepted-state');
});

test('it is halted after the move that is shown', () => {
  const { view, playing } = lab([], () => 3_600_000);
  playing.toggle();
  expect(playing.isOn.value).toBe(true);
  expect(view.latest.value.moves).toEqual(['create']);
  playing.halt();
  expect(playing.isOn.value).toBe(false);
});

test('at the end there is nothing to play', () => {
  const { source, playing } = lab();
  source.seek(golden.length);
  playing.toggle();
  expect(playing.isOn.value).toBe(false);
});

test('who reads Korean gets twice the time for a letter, and nobody waits for ever', () => {
  const looked = pauseFor(0, 'en');
  expect(pauseFor(0, 'ko')).toBe(looked);
  expect(pauseFor(100, 'ko') - looked).toBe(2 * (pauseFor(100, 'en') - looked));
  expect(pauseFor(1_000_000, 'ko')).toBe(20_000);
});
