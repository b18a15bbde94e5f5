/** Proofs of questions about sockets and connections (proofs.ts). */
import { freshImpairment } from '#protocol/scene';
import type { Rule } from '#protocol/wire';
import { gap, host, type Proof, type Prover } from './proof.ts';
import type { Question, Said } from './question.ts';

/** The lines of the question itself, and what the last one got. */
const descriptors: Prover = ({ given: [code] }) => {
  if (code?.kind !== 'code') return null;
  const lines = code.lines.map(line => line.replace("'notes.txt'", "'/dev/null'"));
  const text = ['import socket', '', ...lines, '', "print('=> fd', next.fileno())", ''].join('\n');
  return {
    network: { hosts: [host('a', '10.0.0.1/24')] },
    programs: [{ host: 'a', file: 'descriptors.py', args: [], text }],
    decides: { fd: 'fd' },
  };
};

const demux: Prover = ({ ask, given: [table] }) => {
  const { packet } = ask.values;
  if (table?.kind !== 'table' || packet === undefined || typeof packet === 'string') return null;
  const { from, to } = packet.values;
  const own = host('a', '10.0.0.2/24');
  const interfaces = [{ link: 'lan', addresses: ['10.0.0.2/24', '10.0.0.1/24', '10.0.0.3/24'] }];
  const kind = packet.key.replace('demux.', '');
  const args = [kind, String(from), String(to), ...table.rows.map(row => row.join(' '))];
  return {
    network: { hosts: [{ ...own, interfaces }] },
    programs: [{ host: 'a', file: 'demux.py', args }],
    decides: { receiver: 'receiver' },
  };
};

const queue: Prover = ({ given: [list] }) => {
  if (list?.kind !== 'list') return null;
  const counts = { backlog: 0, first: 0, accepts: 0, more: 0 };
  for (const { key, values } of list.items) {
    const count = Number(values.count ?? 0);
    if (key === 'queue.listen') counts.backlog = Number(values.backlog);
    else if (key === 'queue.accept') counts.accepts = count;
    else if (list.items.at(-1)?.key === key) counts.more = count;
    else counts.first = count;
  }
  const { backlog, first, accepts, more } = counts;
  return {
    network: { hosts: [host('a', '10.0.0.1/24')] },
    programs: [{ host: 'a', file: 'accept_queue.py', args: [backlog, first, accepts, more].map(String) }],
    decides: { established: 'established', queued: 'queued', 'syn-sent': 'syn-sent' },
  };
};

const listIn = ({ given: [list] }: Question): readonly Said[] => (list?.kind === 'list' ? list.items : []);

const numberIn = (said: string | Said | undefined): number =>
  Number(/\d+/.exec(typeof said === 'string' ? said : String(said?.values.text))?.[0]);

/** A rule on frames of the question's connection that this side sends. */
const rule = (from: Side, verb: Rule['verb'], match: Rule['match'], nth = 1): Rule => ({
  id: `${verb}-${from}`,
  match: { from, protocol: 'tcp', [from === 'client' ? 'destinationPort' : 'sourcePort']: PORT, ...match },
  ...{ verb, nth, count: null, delayMs: 0 },
});
type Side = 'client' | 'server';
const PORT = 5000;

/** A client does what it is told, and tells the server. */
const ordered = (orders: readonly string[], rules: readonly Rule[], decides: Proof['decides']): Proof => ({
  network: { hosts: [host('client', '10.0.0.1/24'), host('server', '10.0.0.2/24')] },
  programs: [
    { host: 'server', file: 'ordered_server.py', args: [] },
    { host: 'client', file: 'ordering_client.py', args: orders },
  ],
  wire: { mode: 'pass', impairments: [], rules: [...rules] },
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

/** The wire's own delay, one way: slow, for all else to take no time beside it. */
const SLOW_MS = 400;

const trip: Prover = question => {
  const [, protocol = '', isFresh] = /^trip\.ask\.(tcp|udp)(-fresh)?$/.exec(question.ask.key) ?? [];
  const requests = gap(question, 'requests');
  const connections = isFresh === undefined ? '1' : requests;
  const args = [protocol, requests, connections];
  return {
    network: { hosts: [host('client', '10.0.0.1/24'), host('server', '10.0.0.2/24')] },
    programs: [
      { host: 'server', file: 'answering_server.py', args },
      { host: 'client', file: 'asking_client.py', args: [...args, gap(question, 'delay'), String(SLOW_MS)] },
    ],
    wire: {
      mode: 'pass',
      impairments: [{ ...freshImpairment({ link: 'lan', from: null }), delayMs: SLOW_MS }],
      rules: [],
    },
    decides: { first: 'first', finish: 'finish' },
  };
};

/** The pieces of the question over a real connection, and behind it a reader that keeps what is left over. */
const frame: Prover = ({ ask, given: [code] }) => {
  if (code?.kind !== 'code') return null;
  const pieces = code.lines.map(line => line.slice(line.indexOf("b'")));
  return {
    network: { hosts: [host('a', '10.0.0.1/24')] },
    programs: [{ host: 'a', file: 'frame.py', args: [ask.key.replace('frame.ask.', ''), ...pieces] }],
    decides: { messages: 'messages' },
  };
};

export const CONNECTION_PROVERS: Readonly<Record<string, Prover>> = {
  ...{ fd: descriptors, demux, queue, buf, frame, seq, state, trip },
};
