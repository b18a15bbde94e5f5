/** G-AND: the network of an address is the address AND its mask. */
import { generator } from '../generator.ts';
import { and, dotted, fromOctets, inverse, maskOf, networkOf, octetsOf, or } from '../ipv4.ts';
import { said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';
import { hostAddress } from './draw-address.ts';

type Item = { value: number; prefix: number };

function draw(random: Random): Item {
  const prefix = random.pick([10, 12, 13, 18, 19, 20, 21, 22, 23, 25, 26, 26, 27, 27, 28, 28, 29, 30]);
  return { value: hostAddress(random, prefix), prefix };
}

const answer = (network: number) => ({ network: dotted(network) });

/** In the octet in which the line runs, this is done instead of AND. */
function inTheOctet({ value, prefix }: Item, change: (octet: number) => number): number {
  const at = Math.floor(prefix / 8);
  return fromOctets(
    octetsOf(networkOf(value, prefix)).map((octet, index) =>
      index === at ? change(octetsOf(value)[at] ?? 0) : octet,
    ),
  );
}

export default generator<Item>({
  id: 'and',
  draw,
  ask: ({ value, prefix }) => ({
    ask: said('and.ask', { address: dotted(value), mask: dotted(maskOf(prefix)) }),
    fields: [{ id: 'network', label: said('field.network'), form: 'address' }],
  }),
  answers: ({ value, prefix }) => answer(networkOf(value, prefix)),
  slips: {
    or: ({ value, prefix }) => answer(or(value, maskOf(prefix))),
    'host-bits-kept': item => answer(inTheOctet(item, octet => octet)),
    'octet-zeroed': item => answer(inTheOctet(item, () => 0)),
    'mask-turned-round': ({ value, prefix }) => answer(and(value, inverse(maskOf(prefix)))),
    broadcast: ({ value, prefix }) => answer(or(value, inverse(maskOf(prefix)))),
  },
  values: ({ value, prefix }) => {
    const at = Math.floor(prefix / 8);
    return {
      address: dotted(value),
      mask: dotted(maskOf(prefix)),
      octet: String(octetsOf(value)[at]),
      part: String(octetsOf(maskOf(prefix))[at]),
      result: String(octetsOf(networkOf(value, prefix))[at]),
    };
  },
  shown: ({ value, prefix }, { network }) => [
    showBits(
      prefix,
      [
        ['address', value],
        ['mask', maskOf(prefix)],
        ['network', networkOf(value, prefix)],
      ],
      network,
    ),
  ],
});
