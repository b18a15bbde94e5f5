/** Proofs of questions about sockets and connections (proofs.ts). */
import { freshImpairment, OPEN_WIRE } from '#protocol/scene';
import { gap, host, PAIR, type Prover } from './proof.ts';

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

/** The wire's own delay, one way: slow, for all else to take no time beside it. */
const SLOW_MS = 400;

const trip: Prover = question => {
  const [, protocol = '', isFresh] = /^trip\.ask\.(tcp|udp)(-fresh)?$/.exec(question.ask.key) ?? [];
  const requests = gap(question, 'requests');
  const connections = isFresh === undefined ? '1' : requests;
  const args = [protocol, requests, connections];
  return {
    network: PAIR,
    programs: [
      { host: 'server', file: 'answering_server.py', args },
      { host: 'client', file: 'asking_client.py', args: [...args, gap(question, 'delay'), String(SLOW_MS)] },
    ],
    wire: {
      ...OPEN_WIRE,
      impairments: [{ ...freshImpairment({ link: 'lan', from: null }), delayMs: SLOW_MS }],
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
  ...{ fd: descriptors, demux, queue, frame, trip },
};
