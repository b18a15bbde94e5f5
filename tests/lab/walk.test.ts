import { expect, test } from 'vitest';
import type { Move, PredictionSpec } from '#protocol/lab';
import { coveringPrediction, newestMove, nextMove } from '../../src/lab/walk.ts';

const move = (id: string): Move => ({ id, program: 'server', until: { returned: id } });
const prediction = (id: string, before: string): PredictionSpec => ({
  id,
  kind: 'choice',
  options: ['a', 'b'],
  probe: { name: 'out', program: 'server', nth: -1 },
  before,
  at: before,
});
const scene = {
  walk: ['bind', 'listen', 'accept', 'recv'].map(move),
  predictions: [prediction('second', 'recv'), prediction('first', 'listen')],
};
const nobody = () => false;

test('the next move is the first that was not reached, even when a later one was', () => {
  expect(nextMove(scene.walk, ['bind', 'accept'])?.id).toBe('listen');
  expect(nextMove(scene.walk, ['bind', 'listen', 'accept', 'recv'])).toBeUndefined();
});

test('a move behind an unanswered prediction is covered, the one before it is not', () => {
  expect(coveringPrediction(scene, [], 'bind', nobody)).toBeUndefined();
  expect(coveringPrediction(scene, ['bind'], 'listen', nobody)?.id).toBe('first');
});

test('a leap over several questions asks the first of the walk, whatever their order in the file', () => {
  expect(coveringPrediction(scene, [], 'recv', nobody)?.id).toBe('first');
});

test('an answer lifts its own cover and no other', () => {
  const isAnswered = ({ id }: PredictionSpec) => id === 'first';
  expect(coveringPrediction(scene, ['bind'], 'accept', isAnswered)).toBeUndefined();
  expect(coveringPrediction(scene, ['bind'], 'recv', isAnswered)?.id).toBe('second');
});

test('going back to what was seen asks nothing', () => {
  expect(coveringPrediction(scene, ['bind', 'listen', 'accept'], 'listen', nobody)).toBeUndefined();
});

test('of each program the newest move that is reached says which of its threads was led last', () => {
  const led: Move = { ...move('talk'), task: 'thread-2' };
  const walk = [move('accept'), led, { ...move('connect'), program: 'client' }];
  expect(newestMove(walk, ['accept'], 'server')?.task).toBeUndefined();
  expect(newestMove(walk, ['accept', 'talk', 'connect'], 'server')?.task).toBe('thread-2');
  expect(newestMove(walk, ['accept', 'talk'], 'client')).toBeUndefined();
});
