/** G-BIN: an octet in binary and in decimal. */
import { generator } from '../generator.ts';
import { bitsOf } from '../ipv4.ts';
import { said } from '../question.ts';
import type { Random } from '../random.ts';

type Item = { octet: number; asks: 'binary' | 'decimal' };

/** Octets of masks are met most often. */
const MASK_OCTETS = [128, 192, 224, 240, 248, 252, 254];

const draw = (random: Random): Item => ({
  octet: random.chance(0.25) ? random.pick(MASK_OCTETS) : random.between(1, 254),
  asks: random.chance(0.5) ? 'binary' : 'decimal',
});

const answer = ({ asks }: Item, octet: number) => ({
  octet: asks === 'binary' ? bitsOf(octet, 8) : String(octet),
});

const reversed = (octet: number): number => Number.parseInt([...bitsOf(octet, 8)].reverse().join(''), 2);

export default generator<Item>({
  id: 'bin',
  draw,
  ask: ({ octet, asks }) => ({
    ask: said(`bin.ask.${asks}`, { octet: asks === 'binary' ? String(octet) : bitsOf(octet, 8) }),
    fields: [{ id: 'octet', label: said(`bin.field.${asks}`), form: asks === 'binary' ? 'octet' : 'number' }],
  }),
  answers: item => answer(item, item.octet),
  slips: {
    reversed: item => answer(item, reversed(item.octet)),
    // Places taken for 256 … 2; eight digits have no room for what would be above them.
    'shifted-up': item => (item.asks === 'binary' && item.octet > 127 ? null : answer(item, item.octet * 2)),
    'shifted-down': item => answer(item, item.octet >> 1),
    complement: item => answer(item, 255 - item.octet),
  },
  values: ({ octet }) => ({ octet: String(octet), bits: bitsOf(octet, 8), sum: sumOf(octet) }),
  shown: ({ octet }, { octet: written = '' }) => {
    const rows = [{ label: said('row.right'), bits: bitsOf(octet, 8), value: String(octet) }];
    const value = /^[01]{8}$/.test(written) ? Number.parseInt(written, 2) : Number(written);
    if (value !== octet && value >= 0 && value < 256)
      rows.push({ label: said('row.yours'), bits: bitsOf(value, 8), value: String(value) });
    return [{ kind: 'bits', line: null, rows }];
  },
});

/** "128 + 8 + 1" */
const sumOf = (octet: number): string =>
  [128, 64, 32, 16, 8, 4, 2, 1].filter(place => (octet & place) > 0).join(' + ');
