/** Which event has brought about which, by their places in a trace. */
import type { CallFact } from './call-facts.ts';
import type { FramePlaces } from './frame-places.ts';
import type { Join } from './join.ts';
import { mayPrecede, type Time } from './times.ts';

/** What is linked, and what tells how. */
export type Linking = { join: Join; places: FramePlaces; links: CauseLinks };

export type CauseLinks = {
  /** `effect` is because of `cause`, and of nothing that was said before. */
  set(effect: number, cause: number | undefined): void;
  /** `effect` is among what `cause` has brought about, whatever else was needed for it. */
  also(effect: number, cause: number): void;
  causeOf(effect: number): number | undefined;
  /** In order. */
  effectsOf(cause: number): readonly number[];
};

export function openCauseLinks(): CauseLinks {
  const causes = new Map<number, number>();
  const effects = new Map<number, Set<number>>();

  function also(effect: number, cause: number): void {
    effects.set(cause, (effects.get(cause) ?? new Set()).add(effect));
  }

  return {
    set(effect, cause) {
      if (cause === undefined || cause === effect) return;
      causes.set(effect, cause);
      also(effect, cause);
    },
    also,
    causeOf: effect => causes.get(effect),
    effectsOf: cause => [...(effects.get(cause) ?? [])].sort((one, other) => one - other),
  };
}

/** A call took what has come. One that was there first has waited for it. */
export function comesBack(
  { join, links }: Linking,
  { entered, end }: CallFact,
  came: number | undefined,
): void {
  if (end === null || came === undefined) return;
  const [then, back] = [join.times[came], join.times[end]];
  if (then === undefined || back === undefined || !mayPrecede(then, back)) return;
  if (mayPrecede(entered, then)) links.set(end, came);
  else links.also(end, came);
}

/** Of several events the newest that was not after a time. */
export function newestOf(
  { times }: Join,
  places: readonly number[],
  before: Time | null,
): number | undefined {
  let newest: number | undefined;
  for (const place of places) {
    const [time, best] = [times[place], newest === undefined ? undefined : times[newest]];
    if (time === undefined || before === null || !mayPrecede(time, before)) continue;
    if (best === undefined || best.latest < time.latest) newest = place;
  }
  return newest;
}
