/** G-SEQ: the number of the next byte that a receiver expects (RFC 9293, 3.4 and 3.8). */
import { generator } from '../generator.ts';
import { type Said, said } from '../question.ts';
import type { Random } from '../random.ts';

export type Item = {
  /** the sequence number of the SYN */
  initial: number;
  sizes: readonly number[];
  /** which of the segments never arrive */
  lost: readonly number[];
  fin: boolean;
};

function draw(random: Random): Item {
  const sizes = Array.from({ length: random.between(2, 4) }, () =>
    random.chance(0.5) ? random.between(1, 30) : random.pick([100, 200, 536, 1000, 1460]),
  );
  const lost = random.chance(0.6) ? random.shuffled(sizes.map((_, index) => index)).slice(0, 1) : [];
  return { initial: random.between(1, 99) * 100, sizes, lost, fin: random.chance(0.5) };
}

const sum = (sizes: readonly number[]): number => sizes.reduce((all, size) => all + size, 0);

/** Everything in front of the first gap; the FIN, too, stands behind all bytes. */
const inOrder = ({ sizes, lost }: Item): readonly number[] => sizes.slice(0, Math.min(...lost, sizes.length));
const hasFin = ({ lost, fin }: Item): boolean => fin && lost.length === 0;

/** SYN and FIN count as a byte each. */
export const acknowledged = (item: Item): number =>
  item.initial + 1 + sum(inOrder(item)) + (hasFin(item) ? 1 : 0);

const answer = (number: number) => ({ ack: String(number) });

export default generator<Item>({
  id: 'seq',
  draw,
  ask: item => ({
    ask: said('seq.ask', { initial: String(item.initial) }),
    given: [{ kind: 'list', items: segmentsOf(item).map(({ what }) => what) }],
    fields: [{ id: 'ack', label: said('seq.field'), form: 'number' }],
  }),
  answers: item => answer(acknowledged(item)),
  slips: {
    'counts-packets': item => answer(item.initial + 1 + inOrder(item).length + (hasFin(item) ? 1 : 0)),
    'syn-and-fin-forgotten': item => answer(item.initial + sum(inOrder(item))),
    'fin-forgotten': item => (hasFin(item) ? answer(item.initial + 1 + sum(item.sizes)) : null),
    'gap-jumped': item => {
      const last = item.sizes.findLastIndex((_, index) => !item.lost.includes(index));
      if (item.lost.length === 0 || (last < (item.lost[0] ?? 0) && !item.fin)) return null;
      return answer(
        item.initial + 1 + sum(item.fin ? item.sizes : item.sizes.slice(0, last + 1)) + (item.fin ? 1 : 0),
      );
    },
    'gap-left-out': item => {
      if (item.lost.length === 0) return null;
      const arrived = item.sizes.filter((_, index) => !item.lost.includes(index));
      return answer(item.initial + 1 + sum(arrived) + (item.fin ? 1 : 0));
    },
  },
  values: item => ({
    initial: String(item.initial),
    first: String(item.initial + 1),
    bytes: String(sum(inOrder(item))),
    ack: String(acknowledged(item)),
  }),
  shown: item => [{ kind: 'events', rows: segmentsOf(item) }],
});

/** Each segment, and what the receiver answers to it. */
function segmentsOf(item: Item): { what: Said; left: Said }[] {
  const rows = [{ what: said('seq.syn', { seq: String(item.initial) }), left: ack(item.initial + 1) }];
  item.sizes.forEach((size, index) => {
    const seq = item.initial + 1 + sum(item.sizes.slice(0, index));
    const isLost = item.lost.includes(index);
    const until = { ...item, sizes: item.sizes.slice(0, index + 1), fin: false };
    const lost = item.lost.filter(at => at <= index);
    rows.push({
      what: said(isLost ? 'seq.lost' : 'seq.data', { bytes: String(size), seq: String(seq) }),
      left: isLost ? said('seq.nothing') : ack(acknowledged({ ...until, lost })),
    });
  });
  const seq = String(item.initial + 1 + sum(item.sizes));
  if (item.fin) rows.push({ what: said('seq.fin', { seq }), left: ack(acknowledged(item)) });
  return rows;
}

const ack = (number: number): Said => said('seq.ack', { ack: String(number) });
