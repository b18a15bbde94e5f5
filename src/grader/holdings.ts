/** What a program holds that the kernel must give back: open descriptors and threads, as it counts them. */
import type { ProcessUsage } from '#protocol/supervisor';

/** The stepper's own descriptors stand above those that a program gets (stepper, channel.py). */
export const OUR_DESCRIPTORS = 128;

export type Holdings = { descriptors: number; threads: number };

export function holdingsOf(program: string, usage: readonly ProcessUsage[]): Holdings {
  const own = usage.filter(process => process.program === program);
  return {
    descriptors: own.flatMap(process => process.descriptors).filter(fd => fd < OUR_DESCRIPTORS).length,
    threads: own.reduce((sum, { tasks }) => sum + tasks, 0),
  };
}

/** "5 descriptors and 5 threads"; null: nothing more than before. */
export function moreThan(before: Holdings, now: Holdings): string | null {
  const parts = (['descriptors', 'threads'] as const).flatMap(kind => {
    const more = now[kind] - before[kind];
    return more > 0 ? [`${more} ${more === 1 ? kind.slice(0, -1) : kind}`] : [];
  });
  return parts.length === 0 ? null : parts.join(' and ');
}
