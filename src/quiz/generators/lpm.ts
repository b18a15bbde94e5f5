/** G-LPM: the route with the longest matching prefix, then the lowest metric. */
import { generator } from '../generator.ts';
import { cidr, dotted, networkOf, octetsOf, sizeOf } from '../ipv4.ts';
import { plain, said } from '../question.ts';
import type { Random } from '../random.ts';
import { showBits } from '../show-bits.ts';
import { hostAddress } from './draw-address.ts';

type Route = { base: number; prefix: number; via: string; metric: number };
type Item = { routes: readonly Route[]; to: number };

const NONE = 'none';

function draw(random: Random): Item {
  const to = hostAddress(random, 24);
  const count = random.between(3, 6);
  const lengths = random.shuffled([8, 12, 16, 18, 20, 22, 24, 25, 26, 28]).slice(0, count);
  const nets = lengths.map(prefix => netNear(random, to, prefix));
  if (random.chance(0.6)) nets[nets.length - 1] = { base: 0, prefix: 0 };
  const [twin] = nets;
  // The same network twice: now the metric decides.
  if (twin && random.chance(0.3)) nets[1] = twin;
  const metrics = random.shuffled([10, 20, 50, 100, 200, 300]);
  const routes = random
    .shuffled(nets)
    .map((net, index): Route => ({ ...net, via: `10.255.0.${index + 1}`, metric: metrics[index] ?? 0 }));
  return { routes, to };
}

/** Mostly one with the destination in it, else the one beside that. */
function netNear(random: Random, to: number, prefix: number): { base: number; prefix: number } {
  const base = networkOf(to, prefix);
  if (random.chance(0.6)) return { base, prefix };
  return { base: base + (base % (2 * sizeOf(prefix)) === 0 ? 1 : -1) * sizeOf(prefix), prefix };
}

const matches = ({ base, prefix }: Route, to: number): boolean => networkOf(to, prefix) === base;

/** The best of the matching routes; -1: no route matches. */
function best({ routes, to }: Item, isBetter: (one: Route, other: Route) => boolean): string {
  let found: Route | undefined;
  for (const route of routes)
    if (matches(route, to) && (found === undefined || isBetter(route, found))) found = route;
  return found?.via ?? NONE;
}

const chosen = (item: Item): string =>
  best(
    item,
    (one, other) =>
      one.prefix - other.prefix > 0 || (one.prefix === other.prefix && one.metric < other.metric),
  );

/** How many octets are the same as text, from the left. */
const octetsAlike = (one: number, other: number): number => {
  const others = octetsOf(other);
  const at = octetsOf(one).findIndex((octet, index) => octet !== others[index]);
  return at === -1 ? 4 : at;
};

const net = ({ base, prefix }: Route): string => (prefix === 0 ? 'default' : cidr(base, prefix));

export default generator<Item>({
  id: 'lpm',
  draw,
  ask: ({ routes, to }) => ({
    ask: said('lpm.ask', { to: dotted(to) }),
    given: [
      {
        kind: 'table',
        head: ['lpm.to', 'lpm.via', 'lpm.metric'].map(key => said(key)),
        rows: routes.map(route => [net(route), route.via, String(route.metric)]),
      },
    ],
    fields: [
      {
        id: 'route',
        label: said('lpm.field'),
        form: 'choice',
        options: [
          ...routes.map(route => ({ value: route.via, label: plain(`${net(route)} via ${route.via}`) })),
          { value: NONE, label: said('lpm.none') },
        ],
      },
    ],
  }),
  answers: item => ({ route: chosen(item) }),
  slips: {
    'first-match': item => ({ route: best(item, () => false) }),
    shortest: item => ({ route: best(item, (one, other) => one.prefix < other.prefix) }),
    'metric-first': item => ({ route: best(item, (one, other) => one.metric < other.metric) }),
    'looks-alike': ({ routes, to }) => {
      const alike = routes.filter(({ prefix }) => prefix > 0);
      const [first] = alike.toSorted((one, other) => octetsAlike(other.base, to) - octetsAlike(one.base, to));
      return first && !matches(first, to) ? { route: first.via } : null;
    },
  },
  values: item => {
    const to = dotted(item.to);
    const route = item.routes.find(({ via }) => via === chosen(item));
    return { to, net: route ? net(route) : said('lpm.none'), prefix: String(route?.prefix ?? 0) };
  },
  shown: ({ routes, to }, { route: written }) => [
    {
      kind: 'events',
      rows: routes.map(route => ({
        what: plain(`${net(route)} via ${route.via}`),
        left: said(matches(route, to) ? 'lpm.matches' : 'lpm.matches-not', {
          prefix: String(route.prefix),
          metric: String(route.metric),
        }),
      })),
    },
    ...routes
      .filter(({ via, prefix }) => via === written && prefix > 0)
      .map(({ base, prefix, via }) =>
        via === chosen({ routes, to })
          ? showBits(prefix, [['to', to]], dotted(base))
          : showBits(prefix, [
              ['to', to],
              ['route', base],
            ]),
      ),
  ],
});
