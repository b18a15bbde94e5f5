/** Which questions are asked, in which order: a list, or whatever follows from the answers so far. */
import type { GeneratorId } from '#quiz/catalogue';

export type Ask = { of: GeneratorId; seed: number; slip: string | null };

/** How a question was answered at the first try. */
export type Answered = Ask & {
  isRight: boolean;
  /** the name of what was done wrong; null: nothing, or nothing that has a name */
  made: string | null;
  /** absent: the reader did not say */
  isSure?: boolean;
};

export type Plan = {
  /** The question after these answers; null: there is none. */
  next(answered: readonly Answered[]): Ask | null;
  /** null: there is no end */
  total: number | null;
};

/** Seeds are short, so that one can be read out to somebody. */
const SEEDS = 1_000_000;

export const newSeed = (random = Math.random): number => Math.floor(random() * SEEDS);

/** One question of each, in this order. @param seed of the first; the others follow from it */
export function fixedPlan(generators: readonly GeneratorId[], seed = newSeed()): Plan {
  const asks = generators.map((of, index): Ask => ({ of, seed: (seed + index) % SEEDS, slip: null }));
  return { next: answered => asks[answered.length] ?? null, total: asks.length };
}
