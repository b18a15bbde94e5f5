/**
 * "Prove it": the hosts and programs of a question, for a box in which the kernel decides. A program prints
 * "=> name value" for each thing that the kernel has said. Null where no kernel knows: what a class was, or
 * whether an address is private, is a matter of agreement.
 */
import { CONNECTION_PROVERS } from './connection-proofs.ts';
import { address, broadcastOf, cidr, dotted, maskOf, networkOf, prefixOf } from './ipv4.ts';
import { ORDERED_PROVERS } from './ordered-proofs.ts';
import { gap, host, type Proof, type Prover } from './proof.ts';
import type { Answers, Question } from './question.ts';
import { readAnswer } from './read-answer.ts';

/** @param said what the reader has answered, by field */
export const proofOf = (question: Question, said: Answers = {}): Proof | null =>
  PROVERS[question.generator]?.(question, said) ?? null;

/** One host that has this address, and says what its kernel makes of it. */
const alone = (own: string, fields: readonly string[], ...others: string[]): Proof => ({
  network: { hosts: [host('a', own)] },
  programs: [{ host: 'a', file: 'network.py', args: others }],
  decides: Object.fromEntries(fields.map(field => [field, field])),
});

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

/**
 * The reader's plan, or ours where there is none. That a network is larger than it needs to be, or lies outside
 * the block that was given, no kernel minds.
 */
const vlsm: Prover = ({ fields, right }, said) => {
  const nets = fields
    .filter(({ form }) => form === 'network')
    .map(field => {
      const read = readAnswer(field, said[field.id] ?? '');
      const [base = '', prefix] = (
        'value' in read && read.value ? read.value : (right[field.id] ?? '')
      ).split('/');
      return { field, base, prefix: Number(prefix ?? 32) };
    });
  if (nets.some(({ prefix }) => prefix > 30)) return null;
  const own = nets.map(({ base, prefix }) => cidr(networkOf(address(base), prefix) + 1, prefix));
  return {
    network: { hosts: [host('a', ...own)] },
    programs: [
      { host: 'a', file: 'plan.py', args: nets.map(({ field }) => `${field.id} ${field.label.values.need}`) },
    ],
    decides: Object.fromEntries(nets.map(({ field }) => [field.id, field.id])),
  };
};

const PROVERS: Readonly<Record<string, Prover>> = {
  ...CONNECTION_PROVERS,
  ...ORDERED_PROVERS,
  ...{ and, mask, net, same, split, hosts, lpm, vlsm },
};
