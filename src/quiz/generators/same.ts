/** G-SAME: each host decides by its own mask alone whether another one is on its network. */
import { generator } from '../generator.ts';
import { broadcastOf, cidr, dotted, networkOf, octetsOf, sizeOf } from '../ipv4.ts';
import { type Answers, type Field, said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';
import { hostAddress } from './draw-address.ts';

type Interface = { value: number; prefix: number };
type Item = { a: Interface; b: Interface };

function draw(random: Random): Item {
  const prefix = random.between(20, 29);
  const a = { value: hostAddress(random, prefix), prefix };
  const other = Math.min(30, Math.max(16, prefix + random.pick([-2, -1, 0, 0, 1, 1, 2])));
  // Mostly close to each other, where the line may run between them.
  const near = networkOf(a.value, prefix) + random.pick([-1, 0, 0, 0, 1]) * sizeOf(prefix);
  const b = { value: near + random.between(1, sizeOf(prefix) - 2), prefix: other };
  const areHosts = [a, b].every(({ value }) => isHost(value, prefix) && isHost(value, other));
  return areHosts && a.value !== b.value ? { a, b } : draw(random);
}

const isHost = (value: number, prefix: number): boolean =>
  value !== networkOf(value, prefix) && value !== broadcastOf(value, prefix);

const seenWith = (prefix: number, { a, b }: Item): string =>
  networkOf(a.value, prefix) === networkOf(b.value, prefix) ? 'local' : 'gateway';

const view = (id: string, from: Interface, to: Interface): Field => ({
  id,
  label: said('same.field', { from: cidr(from.value, from.prefix), to: dotted(to.value) }),
  form: 'choice',
  options: ['local', 'gateway'].map(value => ({ value, label: said(`same.${value}`) })),
});

/** How many octets one compares as text who does not look at the mask. */
const octetsLike = (prefix: number): number => Math.max(1, Math.round(prefix / 8));

const byText = ({ a, b }: Item, prefix: number): string => {
  const front = ({ value }: Interface) =>
    octetsOf(value)
      .slice(0, Math.min(3, octetsLike(prefix)))
      .join('.');
  return front(a) === front(b) ? 'local' : 'gateway';
};

const both = (a: string, b: string): Answers => ({ a, b });

export default generator<Item>({
  id: 'same',
  draw,
  ask: ({ a, b }) => ({
    ask: said('same.ask', { a: cidr(a.value, a.prefix), b: cidr(b.value, b.prefix) }),
    fields: [view('a', a, b), view('b', b, a)],
  }),
  answers: item => both(seenWith(item.a.prefix, item), seenWith(item.b.prefix, item)),
  slips: {
    'text-prefix': item => both(byText(item, item.a.prefix), byText(item, item.b.prefix)),
    'one-mask': item => both(seenWith(item.a.prefix, item), seenWith(item.a.prefix, item)),
    'other-one-mask': item => both(seenWith(item.b.prefix, item), seenWith(item.b.prefix, item)),
    'masks-exchanged': item => both(seenWith(item.b.prefix, item), seenWith(item.a.prefix, item)),
  },
  values: ({ a, b }) => ({
    a: cidr(a.value, a.prefix),
    b: cidr(b.value, b.prefix),
    ofA: dotted(networkOf(a.value, a.prefix)),
    fromA: dotted(networkOf(b.value, a.prefix)),
    ofB: dotted(networkOf(b.value, b.prefix)),
    fromB: dotted(networkOf(a.value, b.prefix)),
  }),
  shown: ({ a, b }) =>
    [a.prefix, b.prefix].map(prefix =>
      showBits(prefix, [
        ['host-a', a.value],
        ['host-b', b.value],
      ]),
    ),
});
