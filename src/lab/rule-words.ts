/**
 * The wire's rules in words, and the kinds of frames that the form offers. Flags and protocols keep
 * their names in every language.
 */
import type { Matcher, Rule } from '#protocol/wire';
import type { WordKey, Words } from './words.ts';

export type RuleVerb = Rule['verb'];
type Kind = Pick<Matcher, 'protocol' | 'flags' | 'data'>;

export const VERB_NAMES: Readonly<Record<RuleVerb, WordKey>> = {
  hold: 'lab.rule.hold',
  drop: 'lab.rule.drop',
  duplicate: 'lab.rule.duplicate',
  delay: 'lab.rule.delay',
  pass: 'lab.rule.pass',
  release: 'lab.rule.release',
};

/** What the form offers, in its order; a verb that only authors need is not among them. */
export const FORM_VERBS: readonly RuleVerb[] = ['hold', 'drop', 'duplicate', 'delay', 'pass'];

export type Preset = { id: string; name: string | { key: WordKey }; kind: Kind };

/** A FIN always comes with ACK from Linux; a RST does in answer to a SYN, and not in answer to an ACK. */
export const PRESETS: readonly Preset[] = [
  { id: 'syn', name: 'SYN', kind: { protocol: 'tcp', flags: ['SYN'] } },
  { id: 'syn-ack', name: 'SYN, ACK', kind: { protocol: 'tcp', flags: ['SYN', 'ACK'] } },
  { id: 'data', name: { key: 'lab.rule.data' }, kind: { data: true } },
  { id: 'ack', name: { key: 'lab.rule.ack' }, kind: { protocol: 'tcp', flags: ['ACK'], data: false } },
  { id: 'fin', name: 'FIN, ACK', kind: { protocol: 'tcp', flags: ['FIN', 'ACK'] } },
  { id: 'rst', name: 'RST', kind: { protocol: 'tcp', flags: ['RST'] } },
  { id: 'rst-ack', name: 'RST, ACK', kind: { protocol: 'tcp', flags: ['RST', 'ACK'] } },
  { id: 'tcp', name: { key: 'lab.rule.any-tcp' }, kind: { protocol: 'tcp' } },
  { id: 'udp', name: { key: 'lab.rule.any-udp' }, kind: { protocol: 'udp' } },
  { id: 'arp', name: 'ARP', kind: { protocol: 'arp' } },
  { id: 'icmp', name: 'ICMP', kind: { protocol: 'icmp' } },
  { id: 'icmpv6', name: 'ICMPv6', kind: { protocol: 'icmpv6' } },
  { id: 'frame', name: { key: 'lab.rule.any-frame' }, kind: {} },
];

export const presetText = ({ name }: Preset, words: Words): string =>
  typeof name === 'string' ? name : words.say(name.key);

/** "hold: SYN · from client · the first" */
export function ruleText({ verb, match, nth, count, delayMs }: Rule, words: Words): string {
  const { link, from, sourcePort, destinationPort, sequence } = match;
  const parts = [
    kindText(match, words),
    link && words.say('lab.rule.on-link', { link }),
    from && words.say('lab.rule.from', { host: from }),
    sourcePort !== undefined && words.say('lab.rule.source-port', { port: sourcePort }),
    destinationPort !== undefined && words.say('lab.rule.to-port', { port: destinationPort }),
    sequence && words.say('lab.rule.sequence', sequence),
    countText(nth, count, words),
  ];
  const name = words.say(VERB_NAMES[verb]);
  const what = verb === 'delay' ? `${name} ${delayMs} ms` : name;
  return `${what}: ${parts.filter(part => typeof part === 'string').join(' · ')}`;
}

function kindText(match: Matcher, words: Words): string {
  const preset = PRESETS.find(({ kind }) => textOf(kind) === textOf(match));
  if (preset) return presetText(preset, words);
  const { protocol, flags, data } = match;
  const payload = data === undefined ? [] : [words.say(data ? 'lab.rule.data' : 'lab.rule.no-data')];
  return [...(flags ? [flags.join(', ')] : protocol ? [protocol.toUpperCase()] : []), ...payload].join(' · ');
}

/** The kind of a matcher, alike for flags in any order. */
const textOf = ({ protocol, flags, data }: Kind): string =>
  JSON.stringify([protocol ?? null, flags?.toSorted() ?? null, data ?? null]);

function countText(nth: number, count: number | null, words: Words): string {
  if (count === null)
    return nth === 1 ? words.say('lab.rule.every-one') : words.say('lab.rule.from-nth', { nth });
  if (count === 1)
    return nth === 1 ? words.say('lab.rule.the-first') : words.say('lab.rule.the-nth', { nth });
  return words.say('lab.rule.so-many', { count, nth });
}
