/** G-NET: network, first, last, broadcast and number of hosts of an address with its prefix length. */
import { generator } from '../generator.ts';
import {
  and,
  broadcastOf,
  cidr,
  dotted,
  fromOctets,
  hostsIn,
  maskOf,
  networkOf,
  octetsOf,
  sizeOf,
} from '../ipv4.ts';
import { type Answers, type Field, said } from '../question.ts';
import type { Random } from '../random.ts';
import { firstAddress, showBits } from '../show-bits.ts';
import { anyAddress } from './draw-address.ts';

type Item = { value: number; prefix: number };

function draw(random: Random): Item {
  const prefix = random.chance(0.1) ? random.pick([31, 32]) : random.between(17, 30);
  return { value: anyAddress(random, prefix), prefix };
}

/** A link of two (RFC 3021) has neither network nor broadcast address, and a /32 is one address. */
const fieldsOf = (prefix: number): string[] => {
  if (prefix === 32) return ['first', 'hosts'];
  return prefix === 31 ? ['first', 'last', 'hosts'] : ['network', 'first', 'last', 'broadcast', 'hosts'];
};

const ORDER = ['network', 'first', 'last', 'broadcast', 'hosts'] as const;

/** Of five numbers those that are asked. */
function answers({ prefix }: Item, numbers: Partial<Record<(typeof ORDER)[number], number>>): Answers {
  const asked = fieldsOf(prefix);
  return Object.fromEntries(
    Object.entries(numbers)
      .filter(([field]) => asked.includes(field))
      .map(([field, value]) => [field, field === 'hosts' ? String(value) : dotted(value)]),
  );
}

function right(item: Item): Answers {
  const network = networkOf(item.value, item.prefix);
  const broadcast = broadcastOf(item.value, item.prefix);
  const edge = item.prefix >= 31 ? 0 : 1;
  const hosts = hostsIn(item.prefix);
  return answers(item, { network, first: network + edge, last: broadcast - edge, broadcast, hosts });
}

/** What stands in front of and behind a network, worked out with another one in its place. */
function instead(item: Item, network: number, size: number): Answers {
  const broadcast = network + size - 1;
  return answers(item, { network, first: network + 1, last: broadcast - 1, broadcast, hosts: size - 2 });
}

/** The octet in which the line runs, cut where the next one should have been. */
const octetTooFar = (value: number, prefix: number): number =>
  fromOctets(
    octetsOf(value).map((octet, at) =>
      at === 3 ? and(octet, octetsOf(maskOf(prefix))[Math.floor(prefix / 8)] ?? 0) : octet,
    ),
  );

const isOfLastOctet = ({ prefix }: Item): boolean => prefix >= 24;

export default generator<Item>({
  id: 'net',
  draw,
  ask: ({ value, prefix }) => ({
    ask: said(prefix >= 31 ? `net.ask.${prefix}` : 'net.ask', { address: cidr(value, prefix) }),
    fields: fieldsOf(prefix).map(
      (id): Field => ({
        id,
        label: said(`field.${id}`),
        form: id === 'hosts' ? 'number' : 'address',
      }),
    ),
  }),
  answers: right,
  slips: {
    formula: item => {
      if (item.prefix < 31) return null;
      const network = networkOf(item.value, item.prefix);
      const size = sizeOf(item.prefix);
      // Below the first address there may be none.
      const last = Math.max(0, network + size - 2);
      return answers(item, { first: network + 1, last, hosts: size - 2 });
    },
    'last-octet-only': item => (isOfLastOctet(item) ? null : instead(item, networkOf(item.value, 24), 256)),
    'octet-too-far': item => {
      if (isOfLastOctet(item) || item.prefix % 8 === 0) return null;
      return instead(item, octetTooFar(item.value, item.prefix), sizeOf(24 + (item.prefix % 8)));
    },
    'no-minus-two': item => (item.prefix >= 31 ? null : answers(item, { hosts: sizeOf(item.prefix) })),
    'ends-as-hosts': item => {
      if (item.prefix >= 31) return null;
      const network = networkOf(item.value, item.prefix);
      const size = sizeOf(item.prefix);
      return answers(item, { first: network, last: network + size - 1, hosts: size });
    },
    'next-network': item => {
      if (item.prefix >= 31) return null;
      const next = networkOf(item.value, item.prefix) + sizeOf(item.prefix);
      return answers(item, { broadcast: next, last: next - 1 });
    },
    'minus-one': item => {
      if (item.prefix >= 31) return null;
      const broadcast = broadcastOf(item.value, item.prefix);
      return answers(item, { hosts: sizeOf(item.prefix) - 1, last: broadcast - 2 });
    },
  },
  values: ({ value, prefix }) => ({
    address: cidr(value, prefix),
    prefix: String(prefix),
    bits: String(32 - prefix),
    size: String(sizeOf(prefix)),
    hosts: String(hostsIn(prefix)),
    mask: dotted(maskOf(prefix)),
    place: said(`octet.${Math.min(4, Math.floor(prefix / 8) + 1)}`),
    next: dotted((networkOf(value, prefix) + sizeOf(prefix)) % 2 ** 32),
  }),
  shown: ({ value, prefix }, written) => {
    const network = networkOf(value, prefix);
    const rows: [string, number][] = [
      ['address', value],
      ['mask', maskOf(prefix)],
      [prefix >= 31 ? 'first' : 'network', network],
    ];
    if (prefix < 32) rows.push([prefix === 31 ? 'last' : 'broadcast', network + sizeOf(prefix) - 1]);
    const differs = Object.entries(right({ value, prefix })).find(([field, own]) => written[field] !== own);
    return [showBits(prefix, rows, differs && firstAddress(written, differs[0]))];
  },
});
