/** G-SPLIT: a network is cut into equal subnets by borrowing host bits. */
import { generator } from '../generator.ts';
import { cidr, dotted, hostsIn, maskOf, networkOf, sizeOf } from '../ipv4.ts';
import { type Answers, said } from '../question.ts';
import type { Random } from '../random.ts';
import { firstAddress, showBits } from '../show-bits.ts';
import { anyAddress } from './draw-address.ts';

type Item = {
  base: number;
  prefix: number;
  /** how many subnets are wanted, or how many bits are borrowed */
  by: 'count' | 'bits';
  amount: number;
  /** which subnet is asked for: 1 is the first */
  nth: number;
};

function draw(random: Random): Item {
  const prefix = random.pick([16, 20, 22, 23, 24, 24, 24, 24]);
  const base = networkOf(anyAddress(random, prefix), prefix);
  const by = random.chance(0.6) ? 'count' : 'bits';
  const amount = by === 'count' ? random.between(2, 12) : random.between(1, 4);
  const most = by === 'count' ? amount : 2 ** amount;
  return { base, prefix, by, amount, nth: random.between(2, most) };
}

const bitsBorrowed = ({ by, amount }: Item): number =>
  by === 'bits' ? amount : Math.ceil(Math.log2(amount));

/** With so many bits borrowed, the subnet `steps` networks behind the first. */
const subnet = (item: Item, bits: number, steps: number): Answers => {
  const prefix = item.prefix + bits;
  const base = item.base + steps * sizeOf(prefix);
  return { network: dotted(base), mask: dotted(maskOf(prefix)), hosts: String(hostsIn(prefix)) };
};

export default generator<Item>({
  id: 'split',
  draw,
  ask: ({ base, prefix, by, amount, nth }) => ({
    ask: said(`split.ask.${by}`, {
      base: cidr(base, prefix),
      amount: String(amount),
      nth: String(nth),
    }),
    fields: [
      { id: 'network', label: said('split.network'), form: 'address' },
      { id: 'mask', label: said('split.mask'), form: 'mask' },
      { id: 'hosts', label: said('split.hosts'), form: 'number' },
    ],
  }),
  answers: item => subnet(item, bitsBorrowed(item), item.nth - 1),
  slips: {
    'bits-as-count': item => {
      if (item.by === 'bits' || item.prefix + item.amount > 30) return null;
      return subnet(item, item.amount, item.nth - 1);
    },
    'rounds-down': item => {
      const bits = Math.floor(Math.log2(item.amount));
      return item.by === 'bits' || bits === 0 ? null : subnet(item, bits, item.nth - 1);
    },
    'zero-dropped': item => {
      const { network = '' } = subnet(item, bitsBorrowed(item), item.nth);
      return { network };
    },
    'step-is-hosts': item => {
      const hosts = hostsIn(item.prefix + bitsBorrowed(item));
      return { network: dotted(item.base + (item.nth - 1) * hosts) };
    },
    'no-minus-two': item => ({ hosts: String(sizeOf(item.prefix + bitsBorrowed(item))) }),
  },
  values: item => {
    const bits = bitsBorrowed(item);
    return {
      base: cidr(item.base, item.prefix),
      amount: String(item.amount),
      bits: String(bits),
      count: String(2 ** bits),
      fewer: String(2 ** (bits - 1)),
      prefix: String(item.prefix + bits),
      step: String(sizeOf(item.prefix + bits)),
      hosts: String(hostsIn(item.prefix + bits)),
      nth: String(item.nth),
      steps: String(item.nth - 1),
    };
  },
  shown: (item, written) => {
    const prefix = item.prefix + bitsBorrowed(item);
    const rows: [string, number][] = [
      ['base', item.base],
      ['mask', maskOf(prefix)],
      ['subnet', item.base + (item.nth - 1) * sizeOf(prefix)],
    ];
    return [showBits(prefix, rows, firstAddress(written, 'network'))];
  },
});
