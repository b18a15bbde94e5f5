/**
 * Where the reader is in the walk, and which prediction must be answered before it goes on.
 */
import type { Move, PredictionSpec } from '#protocol/lab';

/** The first move not reached yet; undefined when the walk is over. */
export const nextMove = (walk: readonly Move[], reached: readonly string[]): Move | undefined =>
  walk.find(move => !reached.includes(move.id));

/** The last move of this program that is reached. */
export const newestMove = (
  walk: readonly Move[],
  reached: readonly string[],
  program: string,
): Move | undefined => walk.findLast(move => move.program === program && reached.includes(move.id));

/**
 * The prediction that covers the way from what is reached to `target` (a move id): its `before` lies
 * on that way and `isAnswered` does not hold for it. The first one, in the order of the walk.
 */
export function coveringPrediction(
  scene: { walk: readonly Move[]; predictions: readonly PredictionSpec[] },
  reached: readonly string[],
  target: string,
  isAnswered: (prediction: PredictionSpec) => boolean,
): PredictionSpec | undefined {
  const end = scene.walk.findIndex(move => move.id === target);
  const way = scene.walk.slice(0, end + 1).filter(move => !reached.includes(move.id));
  for (const move of way) {
    const found = scene.predictions.find(
      prediction => prediction.before === move.id && !isAnswered(prediction),
    );
    if (found) return found;
  }
  return undefined;
}
