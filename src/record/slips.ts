/** Which slips of a topic remain: what was made lately, and how often its questions have gone well since. */
import type { Entry } from '#protocol/record';

export type Slip = {
  topic: string;
  slip: string;
  /** how often it was made, ever */
  made: number;
  /** how many questions went right since it was made last */
  avoided: number;
};

/** A slip that was avoided so often in a row is overcome. */
export const OVERCOME = 3;

export const remains = ({ avoided }: Slip): boolean => avoided < OVERCOME;

/**
 * Slips that were ever made, the one made most often first. A right answer counts for the slip that the
 * question was drawn on; drawn on none, for every slip of its topic.
 */
export function slipsOf(entries: readonly Entry[]): Slip[] {
  const slips = new Map<string, Slip>();
  for (const entry of entries) {
    if (entry.type !== 'answered') continue;
    const { topic, made, on, isRight } = entry;
    if (made !== null) {
      const before = slips.get(`${topic}/${made}`)?.made ?? 0;
      slips.set(`${topic}/${made}`, { topic, slip: made, made: before + 1, avoided: 0 });
    } else if (isRight)
      for (const slip of slips.values())
        if (slip.topic === topic && (on === null || on === slip.slip)) slip.avoided += 1;
  }
  return [...slips.values()].sort((one, other) => other.made - one.made);
}
