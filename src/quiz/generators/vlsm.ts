/** G-VLSM: subnets of different sizes in one block. Any plan is right that fits, lies aligned and overlaps nothing. */
import { generator } from '../generator.ts';
import { address, cidr, dotted, hostsIn, networkOf, prefixFor, sizeOf } from '../ipv4.ts';
import { type Answers, type Field, plain, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';
import { anyAddress } from './draw-address.ts';

type Item = { base: number; prefix: number; needs: readonly number[] };
type Net = { base: number; prefix: number };

const NAMES = 'ABCDEF';
const fieldOf = (index: number): string => `net-${NAMES[index]?.toLowerCase()}`;

/** Never for two hosts: whether a link of two is a /30 or a /31 is a matter of taste. */
function draw(random: Random): Item {
  const prefix = random.pick([22, 23, 24, 24, 24]);
  const base = networkOf(anyAddress(random, prefix), prefix);
  const solvable = !random.chance(0.15);
  for (;;) {
    const needs = Array.from({ length: random.between(3, 6) }, () => needIn(random, prefix));
    const room = needs.reduce((sum, need) => sum + sizeOf(prefixFor(need)), 0);
    const size = sizeOf(prefix);
    // Neither so small that any plan would do, nor so large that one sees it at once.
    const isClose = solvable ? room <= size && room > size / 2 : room > size && room <= size * 1.5;
    if (isClose) return { base, prefix, needs };
  }
}

const needIn = (random: Random, prefix: number): number => {
  const room = 2 ** random.between(3, 32 - prefix - 1);
  return random.chance(0.3) ? room - random.pick([1, 2]) : random.between(3, room);
};

const fits = ({ prefix, needs }: Item): boolean =>
  needs.reduce((sum, need) => sum + sizeOf(prefixFor(need)), 0) <= sizeOf(prefix);

/** One network behind the other, in this order and of these sizes. */
function inARow({ base, needs }: Item, prefixOf: (need: number) => number, order: Order): Answers {
  let next = base;
  const plan: Record<string, string> = { fits: 'yes' };
  for (const index of order(needs)) {
    const prefix = prefixOf(needs[index] ?? 0);
    plan[fieldOf(index)] = cidr(next, prefix);
    next += sizeOf(prefix);
  }
  return plan;
}

type Order = (needs: readonly number[]) => number[];
const asListed: Order = needs => needs.map((_, index) => index);
const largestFirst: Order = needs =>
  asListed(needs).sort((one, other) => (needs[other] ?? 0) - (needs[one] ?? 0));
const smallestFirst: Order = needs => largestFirst(needs).reverse();

const isSound = (item: Item, plan: Answers): boolean => problemsIn(item, plan).size === 0;

/** A slip that gives a sound plan is none. */
const unlessSound = (item: Item, plan: Answers): Answers | null =>
  !fits(item) || isSound(item, plan) ? null : plan;

const netIn = (plan: Answers, index: number): Net | null => {
  const [base = '', prefix] = (plan[fieldOf(index)] ?? '').split('/');
  return prefix === undefined ? null : { base: address(base), prefix: Number(prefix) };
};

type Problem =
  | 'missing'
  | 'plus-two-forgotten'
  | 'too-small'
  | 'one-too-large'
  | 'unaligned'
  | 'outside'
  | 'overlap';

/** What is wrong with each network of a plan, by its field. */
function problemsIn(item: Item, plan: Answers): Map<string, Problem> {
  const nets = item.needs.map((_, index) => netIn(plan, index));
  const found = new Map<string, Problem>();
  item.needs.forEach((need, index) => {
    const problem = problemOf(item, nets, need, index);
    if (problem !== null) found.set(fieldOf(index), problem);
  });
  return found;
}

function problemOf(item: Item, nets: readonly (Net | null)[], need: number, index: number): Problem | null {
  const net = nets[index];
  if (!net) return 'missing';
  if (hostsIn(net.prefix) < need || net.prefix > 30)
    return sizeOf(net.prefix) >= need ? 'plus-two-forgotten' : 'too-small';
  if (net.prefix < prefixFor(need)) return 'one-too-large';
  if (networkOf(net.base, net.prefix) !== net.base) return 'unaligned';
  if (networkOf(net.base, item.prefix) !== item.base) return 'outside';
  const before = nets.slice(0, index).filter(each => each !== null);
  return before.some(each => overlaps(each, net)) ? 'overlap' : null;
}

function overlaps(one: Net, other: Net): boolean {
  const prefix = Math.min(one.prefix, other.prefix);
  return networkOf(one.base, prefix) === networkOf(other.base, prefix);
}

const computed = {
  'smallest-first': (item: Item) => unlessSound(item, inARow(item, prefixFor, smallestFirst)),
  'as-listed': (item: Item) => unlessSound(item, inARow(item, prefixFor, asListed)),
  'plus-two-forgotten': (item: Item) =>
    unlessSound(
      item,
      inARow(item, need => 32 - Math.ceil(Math.log2(need)), largestFirst),
    ),
  'one-too-large': (item: Item) =>
    unlessSound(
      item,
      inARow(item, need => prefixFor(need) - 1, largestFirst),
    ),
  'sum-of-needs': (item: Item) => {
    const sum = item.needs.reduce((all, need) => all + need, 0);
    return !fits(item) && sum <= hostsIn(item.prefix) ? { fits: 'yes' } : null;
  },
} as const;

/** Slips that show in a plan whichever way it came about. */
const SEEN: readonly Problem[] = ['too-small', 'unaligned', 'outside', 'overlap'];

function verdict(item: Item, written: Answers): { wrong: string[]; slip: string | null } {
  const isFit = fits(item);
  if (written.fits !== (isFit ? 'yes' : 'no')) {
    return { wrong: ['fits'], slip: computed['sum-of-needs'](item) === null ? null : 'sum-of-needs' };
  }
  if (!isFit) return { wrong: [], slip: null };
  const problems = problemsIn(item, written);
  const wrong = [...problems.keys()];
  const same = Object.entries(computed).find(([, algorithm]) => isSame(algorithm(item), written, item));
  const first = [...problems.values()].find(problem => problem !== 'missing') ?? null;
  return { wrong, slip: wrong.length === 0 ? null : (same?.[0] ?? first) };
}

const isSame = (plan: Answers | null, written: Answers, { needs }: Item): boolean =>
  plan !== null && needs.every((_, index) => plan[fieldOf(index)] === written[fieldOf(index)]);

const yesOrNo: Field = {
  id: 'fits',
  label: said('vlsm.fits'),
  form: 'choice',
  options: ['yes', 'no'].map(value => ({ value, label: said(`vlsm.fits.${value}`) })),
};

export default generator<Item>({
  id: 'vlsm',
  draw,
  ask: ({ base, prefix, needs }) => ({
    ask: said('vlsm.ask', { base: cidr(base, prefix) }),
    fields: [
      yesOrNo,
      ...needs.map(
        (need, index): Field => ({
          id: fieldOf(index),
          label: said('vlsm.field', { name: NAMES[index] ?? '', need: String(need) }),
          form: 'network',
          optional: true,
        }),
      ),
    ],
  }),
  answers: item => (fits(item) ? inARow(item, prefixFor, largestFirst) : { fits: 'no' }),
  slips: computed,
  otherSlips: SEEN,
  verdict,
  values: item => ({
    base: cidr(item.base, item.prefix),
    size: String(sizeOf(item.prefix)),
    sum: String(item.needs.reduce((all, need) => all + sizeOf(prefixFor(need)), 0)),
    hosts: String(item.needs.reduce((all, need) => all + need, 0)),
  }),
  shown: item => [{ kind: 'events', rows: largestFirst(item.needs).map(index => rowOf(item, index)) }],
});

function rowOf(item: Item, index: number): { what: Said; left: Said } {
  const need = item.needs[index] ?? 0;
  const values = { name: NAMES[index] ?? '', need: String(need), size: String(sizeOf(prefixFor(need))) };
  const net = netIn(inARow(item, prefixFor, largestFirst), index);
  const range = net && `${cidr(net.base, net.prefix)} … ${dotted(net.base + sizeOf(net.prefix) - 1)}`;
  return {
    what: said('vlsm.block', values),
    left: fits(item) ? plain(range ?? '') : said('vlsm.addresses', values),
  };
}
