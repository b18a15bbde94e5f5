/**
 * What changed in the wire's setting, in one message: a setting comes whole, a reader wants the one
 * difference that matters. What stops every frame says more than what delays some.
 */
import { freshImpairment } from '#protocol/scene';
import type { Impairment, Rule, WireSetting } from '#protocol/wire';
import { type Descriptor, message } from './descriptor.ts';

/** Null when the two settings do the same. */
export function wireChange(before: WireSetting, after: WireSetting): Descriptor | null {
  if (before.mode !== after.mode) return message(`trace.wire-${after.mode}`);
  return (
    firstOf(linksOf(before, after), ({ was, is }) => cutChanged(was, is)) ??
    ruleChanged(before.rules, after.rules) ??
    firstOf(linksOf(before, after), ({ was, is }) => impairmentChanged(was, is))
  );
}

type Pair = { was: Impairment | undefined; is: Impairment | undefined };

/** The entries of each link and direction that has one, before and after. */
function linksOf(before: WireSetting, after: WireSetting): Pair[] {
  const both = [...after.impairments, ...before.impairments];
  const keys = [...new Set(both.map(keyOf))];
  return keys.map(key => ({
    was: before.impairments.find(entry => keyOf(entry) === key),
    is: after.impairments.find(entry => keyOf(entry) === key),
  }));
}

const keyOf = ({ link, from }: Impairment): string => `${link} ${from ?? ''}`;

function firstOf<T>(list: readonly T[], tell: (one: T) => Descriptor | null): Descriptor | null {
  for (const one of list) {
    const told = tell(one);
    if (told !== null) return told;
  }
  return null;
}

function cutChanged(was: Impairment | undefined, is: Impairment | undefined): Descriptor | null {
  if ((was?.cut ?? false) === (is?.cut ?? false)) return null;
  return message(is?.cut ? 'trace.wire-cut' : 'trace.wire-mended', { where: whereOf(is ?? was) });
}

function ruleChanged(before: readonly Rule[], after: readonly Rule[]): Descriptor | null {
  const added = after.find(rule => !before.some(known => sameText(known, rule)));
  if (added !== undefined) {
    const { id, verb, delayMs } = added;
    const does = message(`trace.rule-${verb}`, { ms: String(delayMs) });
    return message('trace.wire-rule', { rule: id, does });
  }
  const gone = before.find(({ id }) => !after.some(rule => rule.id === id));
  return gone === undefined ? null : message('trace.wire-rule-gone', { rule: gone.id });
}

/** What a link does, from what is told of first to what is told of last. */
const PROPERTIES: readonly {
  names: readonly (keyof Impairment)[];
  tell: (is: Impairment) => readonly [key: string, values?: Record<string, string>];
}[] = [
  { names: ['loss'], tell: ({ loss }) => ['trace.link-loss', percent(loss)] },
  { names: ['corrupt'], tell: ({ corrupt }) => ['trace.link-corrupt', percent(corrupt)] },
  { names: ['duplicate'], tell: ({ duplicate }) => ['trace.link-duplicate', percent(duplicate)] },
  { names: ['reorder'], tell: ({ reorder }) => ['trace.link-reorder', percent(reorder)] },
  { names: ['delayMs', 'jitterMs'], tell: delayOf },
  {
    names: ['rateKbit'],
    tell: ({ rateKbit }) =>
      rateKbit === null ? ['trace.link-unlimited'] : ['trace.link-rate', { rate: String(rateKbit) }],
  },
  { names: ['queue', 'arp', 'seed'], tell: () => ['trace.link-changed'] },
];

function impairmentChanged(was: Impairment | undefined, is: Impairment | undefined): Descriptor | null {
  const where = whereOf(is ?? was);
  if (is === undefined) return message('trace.link-clean', { where });
  const before = was ?? freshImpairment(is);
  const changed = PROPERTIES.find(({ names }) => names.some(name => before[name] !== is[name]));
  if (changed === undefined) return null;
  const [key, values] = changed.tell(is);
  return message(key, { where, ...values });
}

function delayOf({ delayMs, jitterMs }: Impairment): readonly [string, Record<string, string>] {
  const ms = String(delayMs);
  return jitterMs === 0
    ? ['trace.link-delay', { ms }]
    : ['trace.link-jitter', { ms, jitter: String(jitterMs) }];
}

const percent = (share: number): Record<string, string> => ({
  share: String(Number((share * 100).toFixed(2))),
});

/** "lan", or "lan, from client" where only one direction is meant. */
function whereOf(entry: Impairment | undefined): Descriptor | string {
  if (entry === undefined) return '';
  const { link, from } = entry;
  return from === null ? link : message('trace.link-from', { link, host: from });
}

const sameText = (one: Rule, other: Rule): boolean => JSON.stringify(one) === JSON.stringify(other);
