/** Draws that look random and are the same for the same seed on every machine (mulberry32). */

export interface Random {
  /** 0 … limit - 1 */
  below(limit: number): number;
  /** low … high, both of them possible */
  between(low: number, high: number): number;
  /** @param share of the draws that are true, 0 … 1 */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  shuffled<T>(from: readonly T[]): T[];
}

/** @param salt keeps the draws of two users of one seed apart */
export function seeded(seed: number, salt: string): Random {
  let state = seed | 0;
  for (const letter of salt) state = (Math.imul(state, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    chance: share => next() < share,
    pick(from) {
      const chosen = from[below(from.length)];
      if (chosen === undefined) throw new RangeError('nothing to pick from');
      return chosen;
    },
    shuffled(from) {
      const rest = [...from];
      return from.flatMap(() => rest.splice(below(rest.length), 1));
    },
  };
}
