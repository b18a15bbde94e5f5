/** G-MASK: a prefix length and its mask are two ways to write the same number of ones. */
import { generator } from '../generator.ts';
import { bitsOf, dotted, fromOctets, inverse, maskOf, octetsOf } from '../ipv4.ts';
import { said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';

type Item = { prefix: number; asks: 'mask' | 'prefix' };

const draw = (random: Random): Item => ({
  prefix: random.chance(0.15) ? random.pick([0, 8, 16, 24, 31, 32]) : random.between(1, 30),
  asks: random.chance(0.6) ? 'mask' : 'prefix',
});

const answer = ({ asks }: Item, prefix: number) => ({
  answer: asks === 'mask' ? dotted(maskOf(prefix)) : String(prefix),
});

/** The ones of the octet in which the line runs, written at its other end. */
const fromTheRight = (prefix: number): string =>
  dotted(
    fromOctets(
      octetsOf(maskOf(prefix)).map(octet => Number.parseInt([...bitsOf(octet, 8)].reverse().join(''), 2)),
    ),
  );

export default generator<Item>({
  id: 'mask',
  draw,
  ask: ({ prefix, asks }) => ({
    ask: said(`mask.ask.${asks}`, { prefix: String(prefix), mask: dotted(maskOf(prefix)) }),
    fields: [
      {
        id: 'answer',
        label: said(`field.${asks}`),
        form: asks,
        refuses: asks === 'mask' ? 'prefix' : 'dotted',
      },
    ],
  }),
  answers: item => answer(item, item.prefix),
  slips: {
    'octets-only': item => answer(item, item.prefix - (item.prefix % 8)),
    wildcard: item =>
      item.asks === 'mask'
        ? { answer: dotted(inverse(maskOf(item.prefix))) }
        : { answer: String(32 - item.prefix) },
    'one-too-many': item => (item.prefix === 32 ? null : answer(item, item.prefix + 1)),
    'one-too-few': item => (item.prefix === 0 ? null : answer(item, item.prefix - 1)),
    'from-the-right': item => (item.asks === 'mask' ? { answer: fromTheRight(item.prefix) } : null),
  },
  values: ({ prefix }) => ({
    prefix: String(prefix),
    mask: dotted(maskOf(prefix)),
    bits: String(prefix % 8),
  }),
  shown: ({ prefix, asks }, written) => {
    const mine = Number(written.answer);
    const typed = asks === 'mask' ? written.answer : mine <= 32 ? dotted(maskOf(mine)) : undefined;
    return [showBits(prefix, [['mask', maskOf(prefix)]], typed)];
  },
});
