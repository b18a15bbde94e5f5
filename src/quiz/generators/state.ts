/** G-STATE: in which state of RFC 9293, 3.3.2 each end of a connection is, after what has happened. */
import { generator } from '../generator.ts';
import { plain, type Said, said } from '../question.ts';
import type { Random } from '../random.ts';
import { type Act, type Ends, ends, other, runOf, type Segment, type Side } from '../tcp-ends.ts';

export type Item = { acts: readonly Act[]; held: Segment | null };

/** Each with what may be waiting on the wire at its end. */
const SCENES: readonly { acts: readonly Act[]; held: readonly (Segment | null)[] }[] = [
  { acts: ['connect'], held: ['SYN', 'SYN, ACK', 'ACK', null] },
  { acts: ['connect', 'first-closes'], held: ['FIN', 'ACK of FIN', null] },
  { acts: ['connect', 'first-closes', 'other-closes'], held: ['second FIN', 'last ACK', null] },
  { acts: ['connect', 'both-close'], held: ['both FINs', 'both ACKs', null] },
];
/** The last acts are the ones that one gets wrong. */
const WEIGHTS = [0, 1, 1, 1, 2, 2, 2, 3];

const STATES = [
  'SYN-SENT',
  'SYN-RECEIVED',
  'ESTABLISHED',
  'FIN-WAIT-1',
  'FIN-WAIT-2',
  'CLOSING',
  'TIME-WAIT',
  'CLOSE-WAIT',
  'LAST-ACK',
  'none',
];

type Drawn = Item & { first: Side };

function draw(random: Random): Drawn {
  const { acts, held } = random.pick(WEIGHTS.map(at => SCENES[at] as (typeof SCENES)[number]));
  return { acts, held: random.pick(held), first: random.pick(['client', 'server'] as const) };
}

const after = ({ acts, held, first }: Drawn): Ends => runOf(acts, held, first);
const answers = ({ client, server }: Ends) => ({ client, server });

const field = (side: Side) => ({
  id: side,
  label: said(`state.${side}`),
  form: 'choice' as const,
  options: STATES.map(state => ({
    value: state,
    label: state === 'none' ? said('state.none') : plain(state),
  })),
});

export default generator<Drawn>({
  id: 'state',
  draw,
  ask: item => ({
    ask: said('state.ask'),
    given: [{ kind: 'list', items: eventsOf(item) }],
    fields: [field('client'), field('server')],
  }),
  answers: item => answers(after(item)),
  slips: {
    swapped: item => {
      const { client, server } = after(item);
      return { client: server, server: client };
    },
    'time-wait-passive': item => {
      const now = after(item);
      const { first } = item;
      if (now[first] !== 'TIME-WAIT' || item.acts.includes('both-close')) return null;
      return answers({ ...now, [first]: 'none', [other(first)]: 'TIME-WAIT' });
    },
    'no-time-wait': item => {
      const now = after(item);
      const gone = (state: string) => (state === 'TIME-WAIT' ? 'none' : state);
      return now.client === 'TIME-WAIT' || now.server === 'TIME-WAIT'
        ? answers({ client: gone(now.client), server: gone(now.server) })
        : null;
    },
    'held-arrives': item => (item.held === null ? null : answers(runOf(item.acts, null, item.first))),
    'one-close-ends-both': item =>
      item.acts.length === 2 && item.acts.includes('first-closes')
        ? answers({ ...ends('none'), [item.first]: 'TIME-WAIT' })
        : null,
    'needs-accept': item =>
      item.acts.length === 1 && item.held === null ? { client: 'ESTABLISHED', server: 'SYN-RECEIVED' } : null,
    'other-has-noticed': item =>
      item.acts.length === 2 && item.held === null && item.acts.includes('first-closes')
        ? answers({ ...ends('FIN-WAIT-2'), [other(item.first)]: 'LAST-ACK' })
        : null,
  },
  values: item => ({
    client: stateText(after(item).client),
    server: stateText(after(item).server),
    first: sideText(item.first),
  }),
  shown: item => [{ kind: 'events', rows: rowsOf(item) }],
});

const stateText = (state: string): Said => (state === 'none' ? said('state.none') : plain(state));

const sideText = (side: Side): Said => said(`state.side.${side}`);

function actText(act: Act, first: Side): Said {
  if (act === 'first-closes') return said('state.closes', { side: sideText(first) });
  if (act === 'other-closes') return said('state.closes', { side: sideText(other(first)) });
  return said(`state.${act}`);
}

const eventsOf = ({ acts, held, first }: Drawn): Said[] => [
  ...acts.map(act => actText(act, first)),
  held === null ? said('state.all-arrives') : said('state.held', { segment: segmentText(held, first) }),
];

/** Whose segment it is that waits. */
function segmentText(held: Segment, first: Side): Said {
  switch (held) {
    case 'FIN':
    case 'last ACK':
      return said(held === 'FIN' ? 'state.segment.fin' : 'state.segment.last-ack', { side: sideText(first) });
    case 'ACK of FIN':
      return said('state.segment.ack-of-fin', { side: sideText(other(first)) });
    case 'second FIN':
      return said('state.segment.fin', { side: sideText(other(first)) });
    case 'both FINs':
    case 'both ACKs':
      return said(held === 'both FINs' ? 'state.segment.fins' : 'state.segment.acks');
    case 'ACK':
      return said('state.segment.third');
    case 'SYN':
    case 'SYN, ACK':
      return plain(held);
    default:
      return held satisfies never;
  }
}

/** The states after each act; what waits counts from the last act on. */
function rowsOf(item: Drawn): { what: Said; left: Said }[] {
  const { acts, held, first } = item;
  return acts.map((act, index) => {
    const isLast = index === acts.length - 1;
    const { client, server } = runOf(acts.slice(0, index + 1), isLast ? held : null, first);
    return {
      what: actText(act, first),
      left: said('state.left', { client: stateText(client), server: stateText(server) }),
    };
  });
}
