/**
 * Proofs of questions that tell what happens to one connection, step by step: a client does what it is told, and
 * tells the server what to do. What the question holds or loses, the wire holds or loses by rules.
 */
import { OPEN_WIRE } from '#protocol/scene';
import type { Rule } from '#protocol/wire';
import { gap, PAIR, type Proof, type Prover } from './proof.ts';
import type { Question, Said } from './question.ts';
import type { Side } from './tcp-ends.ts';

const listIn = ({ given: [list] }: Question): readonly Said[] => (list?.kind === 'list' ? list.items : []);

const numberIn = (said: string | Said | undefined): number =>
  Number(/\d+/.exec(typeof said === 'string' ? said : String(said?.values.text))?.[0]);

/** A rule on frames of the question's connection that this side sends. */
const rule = (from: Side, verb: Rule['verb'], match: Rule['match'], nth = 1): Rule => ({
  id: `${verb}-${from}`,
  match: { from, protocol: 'tcp', [from === 'client' ? 'destinationPort' : 'sourcePort']: PORT, ...match },
  ...{ verb, nth, count: null, delayMs: 0 },
});
const PORT = 5000;

/** A client does what it is told, and tells the server. */
const ordered = (orders: readonly string[], rules: readonly Rule[], decides: Proof['decides']): Proof => ({
  network: PAIR,
  programs: [
    { host: 'server', file: 'ordered_server.py', args: [] },
    { host: 'client', file: 'ordering_client.py', args: orders },
  ],
  wire: { ...OPEN_WIRE, rules: [...rules] },
  decides,
});

const OPENED = ['client connect', 'server accept'];

/** Everything comes to rest after each line; what nobody will acknowledge is not waited for. */
const sent = (size: number, isAcknowledged: boolean): string[] => [
  `client send ${size}`,
  ...(isAcknowledged ? ['client wait'] : []),
];

const buf: Prover = question => {
  const steps = listIn(question);
  const held = steps.findIndex(({ key }) => key === 'buf.hold');
  const passed = steps
    .slice(0, Math.max(0, held))
    .reduce((sum, { key, values }) => sum + (key === 'buf.send' ? numberIn(values.code) : 0), 0);
  const orders = steps.flatMap(({ key, values }, at) => {
    const size = numberIn(values.code);
    if (key === 'buf.recv') return [`server recv ${size}`];
    return key === 'buf.send' ? sent(size, held === -1 || at < held) : [];
  });
  const match = { data: true, sequence: { from: passed + 1, to: 2 ** 30 } };
  return ordered(
    [...OPENED, ...orders, 'server buffer', 'client buffer'],
    held === -1 ? [] : [rule('client', 'hold', match)],
    { got: 'got', 'recv-q': 'recv-q', 'send-q': 'send-q' },
  );
};

const seq: Prover = question => {
  const initial = Number(gap(question, 'initial'));
  const segments = listIn(question);
  const rules = segments
    .filter(({ key }) => key === 'seq.lost')
    .map(({ values }) => {
      const from = Number(values.seq) - initial;
      return rule('client', 'drop', { data: true, sequence: { from, to: from + Number(values.bytes) - 1 } });
    });
  const gapAt = segments.findIndex(({ key }) => key === 'seq.lost');
  const orders = segments.flatMap(({ key, values }, at) => {
    const isAcknowledged = gapAt === -1 || at < gapAt;
    if (key === 'seq.fin') return ['client finish', ...(isAcknowledged ? ['client wait'] : [])];
    return key === 'seq.syn' ? [] : sent(Number(values.bytes), isAcknowledged);
  });
  return ordered([...OPENED, ...orders, `client acknowledged ${initial}`], rules, { ack: 'ack' });
};

/** None where both close in the same moment, unless their FINs wait: no program hits a moment that well. */
const state: Prover = question => {
  const told = listIn(question);
  const acts = told.filter(({ key }) => /connect|close/.test(key));
  const held = told.find(({ key }) => key === 'state.held')?.values.segment;
  const rules = typeof held === 'object' ? heldBy(held) : [];
  const isCrossing = acts.some(({ key }) => key === 'state.both-close');
  if (rules === null || (isCrossing && rules.length < 2)) return null;
  const orders = acts.flatMap((act, at) => {
    if (act.key === 'state.connect') return acts.length > 1 ? OPENED : OPENED.slice(0, 1);
    if (act.key === 'state.both-close') return ['client close', 'server close'];
    const comesToRest = at < acts.length - 1 || rules.length === 0;
    return [`${sideIn(act)} close`, ...(comesToRest ? [`${sideIn(act)} wait`] : [])];
  });
  return ordered([...orders, 'server state', 'client state'], rules, { client: 'client', server: 'server' });
};

const sideIn = ({ values: { side } }: Said): Side =>
  typeof side === 'object' && side.key.endsWith('server') ? 'server' : 'client';

/** Null: no rule that stands from the start means this segment alone. */
function heldBy(held: Said): Rule[] | null {
  const kind = held.key.replace('state.segment.', '');
  const side = sideIn(held);
  switch (kind) {
    case 'plain':
      return [
        held.values.text === 'SYN'
          ? rule('client', 'hold', { flags: ['SYN'] })
          : rule('server', 'hold', { flags: ['SYN', 'ACK'] }),
      ];
    case 'third':
      return [rule('client', 'hold', { flags: ['ACK'] })];
    case 'fin':
      return [rule(side, 'hold', { flags: ['FIN', 'ACK'] })];
    case 'fins':
      return [
        rule('client', 'hold', { flags: ['FIN', 'ACK'] }),
        rule('server', 'hold', { flags: ['FIN', 'ACK'] }),
      ];
    case 'ack-of-fin':
    case 'last-ack':
      // The client's first ACK without anything else is that of the handshake.
      return [rule(side, 'hold', { flags: ['ACK'] }, side === 'client' ? 2 : 1)];
    default:
      return null;
  }
}

export const ORDERED_PROVERS: Readonly<Record<string, Prover>> = { buf, seq, state };
