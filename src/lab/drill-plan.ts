/** What a drill asks next: half of the time a slip that remains, else the topic that goes least well. */
import type { Entry } from '#protocol/record';
import type { GeneratorId } from '#quiz/catalogue';
import { remains, slipsOf } from '#record/slips';
import { streakOf } from '#record/streaks';
import { newSeed, type Plan } from './quiz-plan.ts';

const SHARE_OF_SLIPS = 0.5;

type DrillOptions = {
  topics: readonly GeneratorId[];
  /** what has happened so far */
  history: () => readonly Entry[];
  /** 0 … 1, as Math.random() */
  random?: () => number;
};

/** A drill has no end. */
export function drillPlan({ topics, history, random = Math.random }: DrillOptions): Plan {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)];
  return {
    total: null,
    next: answered => {
      const entries = history();
      const slips = slipsOf(entries).flatMap(each => {
        const of = topics.find(topic => topic === each.topic);
        return of !== undefined && remains(each) ? [{ of, slip: each.slip }] : [];
      });
      const slip = random() < SHARE_OF_SLIPS ? pick(slips) : undefined;
      if (slip !== undefined) return { ...slip, seed: newSeed(random) };
      // Not the same topic twice, where there is another one.
      const last = answered.at(-1)?.of;
      const others = topics.length > 1 ? topics.filter(topic => topic !== last) : topics;
      const of = pick(weakestOf(others, entries));
      return of === undefined ? null : { of, seed: newSeed(random), slip: null };
    },
  };
}

function weakestOf(topics: readonly GeneratorId[], entries: readonly Entry[]): GeneratorId[] {
  const inARow = (topic: GeneratorId): number => streakOf(entries, [topic]).inARow;
  const least = Math.min(...topics.map(inARow));
  return topics.filter(topic => inARow(topic) === least);
}
