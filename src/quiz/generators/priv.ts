/** G-PRIV: what an address may be used for, by the range it lies in (RFC 1918, 3927, 1122, 5737). */
import { generator } from '../generator.ts';
import { address, dotted, networkOf, octetsOf, sizeOf } from '../ipv4.ts';
import { said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';

type Kind = 'private' | 'link-local' | 'loopback' | 'documentation' | 'public';
type Range = { kind: Kind; base: number; prefix: number };
type Item = { value: number };

const range = (kind: Kind, base: string, prefix: number): Range => ({ kind, base: address(base), prefix });

const RANGES: readonly Range[] = [
  range('private', '10.0.0.0', 8),
  range('private', '172.16.0.0', 12),
  range('private', '192.168.0.0', 16),
  range('link-local', '169.254.0.0', 16),
  range('loopback', '127.0.0.0', 8),
  range('documentation', '192.0.2.0', 24),
  range('documentation', '198.51.100.0', 24),
  range('documentation', '203.0.113.0', 24),
];
const KINDS: readonly Kind[] = ['private', 'link-local', 'loopback', 'documentation', 'public'];

/** Beside the ranges, where a boundary learnt wrongly shows; all of them public. */
const NEIGHBOURS = [
  '172.15.0.0',
  '172.32.0.0',
  '192.167.0.0',
  '192.169.0.0',
  '192.1.0.0',
  '11.0.0.0',
  '8.8.0.0',
];

function draw(random: Random): Item {
  if (random.chance(0.3)) return { value: address(random.pick(NEIGHBOURS)) + random.between(1, 65534) };
  // Half of all private ones from the range whose line runs inside an octet.
  const { base, prefix } = random.chance(0.2) ? (RANGES[1] as Range) : random.pick(RANGES);
  return { value: base + random.between(1, sizeOf(prefix) - 2) };
}

const rangeOf = ({ value }: Item): Range | undefined =>
  RANGES.find(({ base, prefix }) => networkOf(value, prefix) === base);

const kindOf = (item: Item): Kind => rangeOf(item)?.kind ?? 'public';

const startsWith = ({ value }: Item, ...octets: readonly number[]): boolean =>
  octets.every((octet, at) => octetsOf(value)[at] === octet);

export default generator<Item>({
  id: 'priv',
  draw,
  ask: ({ value }) => ({
    ask: said('priv.ask', { address: dotted(value) }),
    fields: [
      {
        id: 'kind',
        label: said('priv.field'),
        form: 'choice',
        options: KINDS.map(kind => ({ value: kind, label: said(`priv.${kind}`) })),
      },
    ],
  }),
  answers: item => ({ kind: kindOf(item) }),
  slips: {
    '172-16-only': item =>
      startsWith(item, 172) && kindOf(item) === 'private' && !startsWith(item, 172, 16)
        ? { kind: 'public' }
        : null,
    'all-of-172': item => (startsWith(item, 172) ? { kind: 'private' } : null),
    'all-of-192': item => (startsWith(item, 192) ? { kind: 'private' } : null),
    'link-local-public': item => (startsWith(item, 169, 254) ? { kind: 'public' } : null),
    'one-loopback': item => (startsWith(item, 127) ? { kind: 'public' } : null),
    'documentation-public': item => (kindOf(item) === 'documentation' ? { kind: 'public' } : null),
  },
  values: item => {
    const found = rangeOf(item);
    return {
      address: dotted(item.value),
      kind: said(`priv.${kindOf(item)}`),
      range: found ? `${dotted(found.base)}/${found.prefix}` : said('priv.no-range'),
    };
  },
  shown: item => {
    const found = rangeOf(item);
    return [
      found
        ? showBits(found.prefix, [
            ['address', item.value],
            ['range', found.base],
          ])
        : showBits(null, [['address', item.value]]),
    ];
  },
});
