/**
 * "Prove it": the hosts and programs of a question, for a box in which the kernel decides. A program prints
 * "=> name value" for each thing that the kernel has said. Null where no kernel knows: what a class was, or
 * which plan is thrifty, is a matter of agreement.
 */
import type { Network } from '#protocol/network';
import { address, broadcastOf, cidr, dotted, maskOf, networkOf, prefixOf } from './ipv4.ts';
import type { Answers, Question, Said } from './question.ts';

export type ProofProgram = {
  host: string;
  /** of sandbox/proofs; its text is the page's to bring, unless `text` is given */
  file: string;
  args: readonly string[];
  text?: string;
};

export type Proof = {
  network: Network;
  programs: readonly ProofProgram[];
  /** by what a program prints: the field of the question that is decided by it */
  decides: Readonly<Record<string, string>>;
};

type Prover = (question: Question) => Proof | null;

export const proofOf = (question: Question): Proof | null => PROVERS[question.generator]?.(question) ?? null;

/** What the programs have printed, by field. */
export function decided({ decides }: Proof, output: string): Answers {
  const found = [...output.matchAll(/^=> (\S+) (\S+)/gm)].map(([, name = '', value = '']) => [
    decides[name] ?? '',
    value,
  ]);
  return Object.fromEntries(found.filter(([field]) => field !== ''));
}

const host = (name: string, ...addresses: string[]): Network['hosts'][number] => ({
  name,
  interfaces: addresses.map((each, index) => ({ link: linkName(index), addresses: [each] })),
  routes: [],
  forwards: false,
  names: [],
});

const linkName = (index: number): string => (index === 0 ? 'lan' : `lan-${index + 1}`);

/** A text that fills a gap of the question. */
const gap = ({ ask }: Question, name: string): string => {
  const value: string | Said = ask.values[name] ?? '';
  return typeof value === 'string' ? value : value.key;
};

/** One host that has this address, and says what its kernel makes of it. */
const alone = (own: string, fields: readonly string[], ...others: string[]): Proof => ({
  network: { hosts: [host('a', own)] },
  programs: [{ host: 'a', file: 'network.py', args: others }],
  decides: Object.fromEntries(fields.map(field => [field, field])),
});

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

const and: Prover = question => {
  const prefix = prefixOf(address(gap(question, 'mask')));
  return prefix === null ? null : alone(cidr(address(gap(question, 'address')), prefix), ['network']);
};

/** From a prefix length alone: whoever asks for that has given the mask. */
const mask: Prover = question => {
  if (question.ask.key !== 'mask.ask.mask') return null;
  return { ...alone(`10.20.30.40/${gap(question, 'prefix')}`, []), decides: { mask: 'answer' } };
};

const net: Prover = question => {
  const [own = '', length] = gap(question, 'address').split('/');
  const prefix = Number(length);
  // A link of two has neither network nor broadcast address, and a /32 is one address.
  if (prefix >= 31) return null;
  const value = address(own);
  const first = networkOf(value, prefix) + 1;
  // To whom a broadcast address is given, the kernel takes it for a host's.
  const isHost = value >= first && value < broadcastOf(value, prefix);
  return alone(cidr(isHost ? value : first, prefix), ['network', 'first', 'last', 'broadcast']);
};

const same: Prover = question => {
  const [a, b] = [gap(question, 'a'), gap(question, 'b')];
  const bare = (from: string): string => from.split('/')[0] ?? '';
  return {
    network: { hosts: [host('a', a), host('b', b)] },
    programs: [
      { host: 'a', file: 'neighbour.py', args: ['a', bare(b)] },
      { host: 'b', file: 'neighbour.py', args: ['b', bare(a)] },
    ],
    decides: { a: 'a', b: 'b' },
  };
};

/** A host in the subnet, which tries the last address before it and the first one behind it. */
const split: Prover = ({ right }) => {
  const network = address(right.network ?? '');
  const prefix = prefixOf(address(right.mask ?? ''));
  if (prefix === null || prefix > 30) return null;
  const size = 2 ** 32 - maskOf(prefix);
  const around = [network - 1, network + size].map(each => dotted(each % 2 ** 32));
  return alone(cidr(network + 1, prefix), ['network', 'mask'], ...around);
};

const hosts: Prover = question => {
  const prefix = Number(question.right.prefix);
  const lengths = [prefix - 1, prefix, prefix + 1];
  return {
    network: { hosts: [host('a', ...lengths.map((length, at) => `10.${at + 1}.0.1/${length}`))] },
    programs: [{ host: 'a', file: 'room.py', args: [gap(question, 'need'), ...lengths.map(String)] }],
    decides: { prefix: 'prefix' },
  };
};

/** A host keeps one route to a destination here, so a question that the metric decides has no proof. */
const lpm: Prover = question => {
  const [table] = question.given;
  if (table?.kind !== 'table') return null;
  const routes = table.rows.map(([to = '', via = '']) => ({ to, via }));
  if (new Set(routes.map(({ to }) => to)).size < routes.length) return null;
  return {
    network: { hosts: [{ ...host('a', '10.255.0.254/24'), routes }] },
    programs: [{ host: 'a', file: 'route.py', args: [gap(question, 'to')] }],
    decides: { route: 'route' },
  };
};

const PROVERS: Readonly<Record<string, Prover>> = {
  ...{ fd: descriptors, demux, queue },
  ...{ and, mask, net, same, split, hosts, lpm },
};
