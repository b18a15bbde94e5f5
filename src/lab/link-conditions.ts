/**
 * What the wire does to the frames of each link, by direction: read from the setting, changed, and
 * written back. An entry for one sender takes the place of the link's general one (wire.ts).
 */
import { freshImpairment } from '#protocol/scene';
import type { Impairment } from '#protocol/wire';
import type { HostMark } from './hosts.ts';
import type { Words } from './words.ts';

type Way = { link: string; from: string };
/** A link and the hosts at its ends. */
export type Cable = { link: string; ends: readonly string[] };

/** The links of a network, each with the hosts that are plugged into it. */
export function cablesOf(hosts: readonly HostMark[]): Cable[] {
  const links = new Set(hosts.flatMap(host => host.links));
  return [...links].map(link => ({
    link,
    ends: hosts.filter(host => host.links.includes(link)).map(({ name }) => name),
  }));
}

/** What holds for the frames that this host sends into the link. */
export function conditionOf(impairments: readonly Impairment[], way: Way): Impairment {
  const entry = (from: string | null) => impairments.find(one => one.link === way.link && one.from === from);
  return { ...(entry(way.from) ?? entry(null) ?? freshImpairment(way)), from: way.from };
}

/** All entries with those of one link replaced by what `change` makes of each direction. */
export function withConditions(
  impairments: readonly Impairment[],
  { link, ends }: Cable,
  change: (condition: Impairment) => Impairment,
): Impairment[] {
  const changed = ends.map(from => change(conditionOf(impairments, { link, from })));
  return [...impairments.filter(one => one.link !== link), ...merged(changed.filter(isFelt), ends.length)];
}

/** One general entry where all directions are alike. */
function merged(changed: readonly Impairment[], directions: number): Impairment[] {
  const general = changed.map(one => ({ ...one, from: null }));
  const [first] = general;
  const areAlike = general.every(one => JSON.stringify(one) === JSON.stringify(first));
  return first !== undefined && areAlike && changed.length === directions ? [first] : [...changed];
}

/** Whether an entry does anything to any frame. */
export const isFelt = ({ cut, delayMs, jitterMs, rateKbit, loss, duplicate, reorder, corrupt }: Impairment) =>
  cut || rateKbit !== null || [delayMs, jitterMs, loss, duplicate, reorder, corrupt].some(value => value > 0);

/** Cut in every direction. */
export const isCut = (impairments: readonly Impairment[], { link, ends }: Cable): boolean =>
  ends.length > 0 && ends.every(from => conditionOf(impairments, { link, from }).cut);

/** The links on which something happens to frames. */
export const troubledLinks = (impairments: readonly Impairment[], cables: readonly Cable[]): Cable[] =>
  cables.filter(({ link, ends }) => ends.some(from => isFelt(conditionOf(impairments, { link, from }))));

/** What an entry does, in words; none when it does nothing. `only` leaves out what the form shows itself. */
export function conditionTexts(one: Impairment, words: Words, only: 'all' | 'more' = 'all'): string[] {
  const { cut, delayMs, jitterMs, rateKbit, queue, loss, duplicate, reorder, corrupt } = one;
  const texts = [
    only === 'all' && cut && words.say('lab.link.is-cut'),
    only === 'all' && delayMs > 0 && words.say('lab.link.delayed', { ms: delayMs }),
    only === 'all' && loss > 0 && words.say('lab.link.loses', { percent: percentOf(loss) }),
    jitterMs > 0 && words.say('lab.link.jitter', { ms: jitterMs }),
    rateKbit !== null && words.say('lab.link.rate', { kbit: rateKbit, queue }),
    duplicate > 0 && words.say('lab.link.duplicates', { percent: percentOf(duplicate) }),
    reorder > 0 && words.say('lab.link.reorders', { percent: percentOf(reorder) }),
    corrupt > 0 && words.say('lab.link.corrupts', { percent: percentOf(corrupt) }),
  ];
  return texts.filter(text => typeof text === 'string');
}

/** 12.5 for 0.125, without the tail of a binary fraction. */
export const percentOf = (share: number): number => Number((share * 100).toFixed(4));
