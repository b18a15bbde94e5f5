/** G-CLASS: what the first bits of an address said before 1993 (RFC 791, 3.2; RFC 4632 ended it). */
import { generator } from '../generator.ts';
import { bitsOf, dotted, maskOf, octetsOf } from '../ipv4.ts';
import { type Answers, type Field, plain, said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';

type Class = { name: string; below: number; prefix: number; networkBits: number };
type Item = { value: number };

/** `below`: the first octet that is no longer in it; `networkBits`: without those that name the class. */
const CLASSES: readonly Class[] = [
  { name: 'A', below: 128, prefix: 8, networkBits: 7 },
  { name: 'B', below: 192, prefix: 16, networkBits: 14 },
  { name: 'C', below: 224, prefix: 24, networkBits: 21 },
  { name: 'D', below: 240, prefix: 0, networkBits: 0 },
  { name: 'E', below: 256, prefix: 0, networkBits: 0 },
];

const BOUNDARIES = [126, 128, 191, 192, 223, 224, 239, 240];

const draw = (random: Random): Item => {
  const first = random.chance(0.45) ? random.pick(BOUNDARIES) : random.between(1, 223);
  return { value: (first === 127 ? 126 : first) * 2 ** 24 + random.below(2 ** 24) };
};

const classOf = (value: number, isIn = (first: number, below: number) => first < below): Class => {
  const [first] = octetsOf(value);
  const found = CLASSES.find(({ below }) => isIn(first, below));
  if (found === undefined) throw new RangeError(`no class has ${dotted(value)}`);
  return found;
};

/** Only A, B and C divide an address into network and host. */
const divides = (value: number): boolean => classOf(value).prefix > 0;

const answers = (asked: Class, of: Class): Answers => ({
  class: of.name,
  ...(asked.prefix > 0 &&
    of.prefix > 0 && {
      mask: dotted(maskOf(of.prefix)),
      networks: String(2 ** of.networkBits),
      hosts: String(2 ** (32 - of.prefix) - 2),
    }),
});

const COUNTS: readonly Field[] = [
  { id: 'mask', label: said('class.mask'), form: 'mask' },
  { id: 'networks', label: said('class.networks'), form: 'number' },
  { id: 'hosts', label: said('class.hosts'), form: 'number' },
];

export default generator<Item>({
  id: 'class',
  draw,
  ask: ({ value }) => ({
    ask: said(divides(value) ? 'class.ask' : 'class.ask.only', { address: dotted(value) }),
    fields: [
      {
        id: 'class',
        label: said('class.class'),
        form: 'choice',
        options: CLASSES.map(({ name }) => ({ value: name, label: plain(name) })),
      },
      ...(divides(value) ? COUNTS : []),
    ],
  }),
  answers: ({ value }) => answers(classOf(value), classOf(value)),
  slips: {
    boundary: ({ value }) =>
      answers(
        classOf(value),
        classOf(value, (first, below) => first <= below),
      ),
    'whole-octets': ({ value }) => (divides(value) ? { networks: String(2 ** classOf(value).prefix) } : null),
    'all-32-bits': ({ value }) => (divides(value) ? { hosts: String(2 ** 32) } : null),
    'no-minus-two': ({ value }) =>
      divides(value) ? { hosts: String(2 ** (32 - classOf(value).prefix)) } : null,
  },
  values: ({ value }) => {
    const { name, prefix, networkBits } = classOf(value);
    const [first] = octetsOf(value);
    return {
      address: dotted(value),
      first: String(first),
      bits: bitsOf(first, 8),
      class: name,
      networkBits: String(networkBits),
      hostBits: String(32 - prefix),
    };
  },
  shown: ({ value }) => [showBits(classOf(value).prefix || null, [['address', value]])],
});
