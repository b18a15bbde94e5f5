/** G-HOSTS: the longest prefix whose network has room for so many hosts. */
import { generator } from '../generator.ts';
import { dotted, hostsIn, maskOf, prefixFor, sizeOf } from '../ipv4.ts';
import { said } from '../question.ts';
import type { Random } from '../random.ts';

type Item = { need: number };

/** Mostly at the edge, where one sees who forgot what. Never two, which a /31 would hold as well. */
function draw(random: Random): Item {
  const size = 2 ** random.between(3, 12);
  const need = random.chance(0.7) ? size + random.pick([-3, -2, -2, -1, 0, 1]) : random.between(3, 4000);
  return { need };
}

const answer = (prefix: number) => ({ prefix: String(prefix) });

/** The fewest host bits with 2^bits >= count. */
const bitsFor = (count: number): number => Math.ceil(Math.log2(count));

export default generator<Item>({
  id: 'hosts',
  draw,
  ask: ({ need }) => ({
    ask: said('hosts.ask', { need: String(need) }),
    fields: [{ id: 'prefix', label: said('field.prefix'), form: 'prefix' }],
  }),
  answers: ({ need }) => answer(prefixFor(need)),
  slips: {
    'plus-two-forgotten': ({ need }) => answer(32 - bitsFor(need)),
    'one-too-large': ({ need }) => answer(prefixFor(need) - 1),
    'host-bits': ({ need }) => answer(32 - prefixFor(need)),
    'one-too-small': ({ need }) => answer(prefixFor(need) + 1),
  },
  values: ({ need }) => {
    const prefix = prefixFor(need);
    return {
      need: String(need),
      prefix: String(prefix),
      bits: String(32 - prefix),
      room: String(hostsIn(prefix)),
      fewer: String(hostsIn(prefix + 1)),
      mask: dotted(maskOf(prefix)),
    };
  },
  shown: ({ need }) => [
    {
      kind: 'events',
      rows: [1, 0, -1].map(more => {
        const prefix = prefixFor(need) + more;
        const values = {
          prefix: String(prefix),
          size: String(sizeOf(prefix)),
          hosts: String(hostsIn(prefix)),
        };
        return {
          what: said('hosts.room', values),
          left: said(more === 1 ? 'hosts.too-few' : more === 0 ? 'hosts.fits' : 'hosts.wasteful'),
        };
      }),
    },
  ],
});
