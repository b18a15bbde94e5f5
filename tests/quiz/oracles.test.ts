/** What the generators call right, against oracles that know nothing of them. */
import { expect, test } from 'vitest';
import { disputed, oracle, questionsOf } from './questions.ts';

test('addresses: Python’s ipaddress gives the same answers', () => {
  const ids = [
    'bin',
    'mask',
    'class',
    'and',
    'net',
    'same',
    'split',
    'hosts',
    'vlsm',
    'lpm',
    'priv',
  ] as const;
  const questions = questionsOf(ids, 2000);
  expect(disputed(questions, oracle('by_ipaddress.py', questions))).toEqual([]);
});

test('streams: who does it byte by byte and trip by trip comes to the same answers', () => {
  const questions = questionsOf(['frame', 'seq', 'trip'], 2000);
  expect(disputed(questions, oracle('by_simulation.py', questions))).toEqual([]);
});

test('sockets and routes: the kernel answers the same', () => {
  const questions = questionsOf(['fd', 'demux', 'queue', 'buf', 'lpm', 'same'], 300);
  expect(disputed(questions, oracle('by_kernel.py', questions, { ownNetwork: true }))).toEqual([]);
});
