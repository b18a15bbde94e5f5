/** G-TRIP: how long requests take over a wire whose delay is known, when nothing else costs time. */
import { generator } from '../generator.ts';
import { type Answers, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';

export type Item = {
  protocol: 'tcp' | 'udp';
  /** one way */
  delayMs: number;
  requests: number;
  /** a connection for each request */
  fresh: boolean;
};

function draw(random: Random): Item {
  const protocol = random.chance(0.7) ? 'tcp' : 'udp';
  return {
    protocol,
    delayMs: random.pick([5, 10, 15, 20, 25, 40, 50, 80, 100, 150]),
    requests: random.between(2, 6),
    fresh: protocol === 'tcp' && random.chance(0.4),
  };
}

const connections = ({ protocol, fresh, requests }: Item): number =>
  protocol === 'udp' ? 0 : fresh ? requests : 1;

/** In one-way trips: two to open a connection, two for a request and its answer. */
const trips = (item: Item, opening = 2, request = 2) => ({
  first: (connections(item) > 0 ? opening : 0) + request,
  finish: connections(item) * opening + item.requests * request,
});

const answers = ({ delayMs }: Item, { first, finish }: ReturnType<typeof trips>): Answers => ({
  first: String(first * delayMs),
  finish: String(finish * delayMs),
});

export default generator<Item>({
  id: 'trip',
  draw,
  ask: item => ({
    ask: said(`trip.ask.${item.protocol}${item.fresh ? '-fresh' : ''}`, {
      delay: String(item.delayMs),
      requests: String(item.requests),
    }),
    fields: [
      { id: 'first', label: said('trip.first'), form: 'milliseconds' },
      { id: 'finish', label: said('trip.finish'), form: 'milliseconds' },
    ],
  }),
  answers: item => answers(item, trips(item)),
  slips: {
    'handshake-free': item => (item.protocol === 'tcp' ? answers(item, trips(item, 0)) : null),
    'handshake-three-trips': item => (item.protocol === 'tcp' ? answers(item, trips(item, 3)) : null),
    'ack-is-waited-for': item => (item.protocol === 'tcp' ? answers(item, trips(item, 2, 4)) : null),
    'one-way-only': item => answers(item, trips(item, 1, 1)),
    'udp-shakes-hands': item =>
      item.protocol === 'udp' ? answers(item, { first: 4, finish: 2 + item.requests * 2 }) : null,
    'one-connection': item => (item.fresh ? answers(item, trips({ ...item, fresh: false })) : null),
    'all-at-once': item => answers(item, { ...trips(item), finish: trips(item).first }),
  },
  values: item => ({
    delay: String(item.delayMs),
    round: String(2 * item.delayMs),
    requests: String(item.requests),
    ...answers(item, trips(item)),
  }),
  shown: item => [{ kind: 'events', rows: rowsOf(item) }],
});

function rowsOf(item: Item): { what: Said; left: Said }[] {
  const rows: { what: Said; left: Said }[] = [];
  let now = 0;
  const pass = (what: Said) => {
    now += 2 * item.delayMs;
    rows.push({ what, left: said('trip.at', { ms: String(now) }) });
  };
  for (let request = 1; request <= item.requests; request += 1) {
    if (item.protocol === 'tcp' && (item.fresh || request === 1)) pass(said('trip.open'));
    pass(said('trip.request', { nth: String(request) }));
  }
  return rows;
}
