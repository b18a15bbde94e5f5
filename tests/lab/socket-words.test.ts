/** What the sockets pane says of rows: who holds them, what waits in them, what their kernels keep. */
import { expect, test } from 'vitest';
import type { SocketRow } from '#protocol/events';
import en from '../../content/ui/en.json' with { type: 'json' };
import { levelOf } from '../../src/lab/levels.ts';
import { localText, ownerText, peerText, protocolText } from '../../src/lab/owner-text.ts';
import { factsOf, timerText } from '../../src/lab/tcp-facts.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { row } from '../trace/events.ts';
import { runTrace } from '../trace/run-traces.ts';

const words = wordsFrom('en', en);
const SECOND = 1e9;

test('a pair of Unix sockets without names: each is known by who holds the other', () => {
  const end = (inode: number, peerInode: number, fd: number): SocketRow =>
    row({
      inode,
      peerInode,
      protocol: 'unix',
      family: 'unix',
      kind: 'dgram',
      owners: [{ program: 'server', pid: 7, fd }],
    });
  const pair = [end(10, 11, 3), end(11, 10, 4)] as const;
  expect(pair.map(each => peerText(each, pair, words))).toEqual(['fd 4 · server', 'fd 3 · server']);
  expect(localText(pair[0], words)).toBe('unnamed');
  expect(protocolText(pair[0])).toBe('UNIX dgram');
});

test('a connection that nobody holds says why it is there', () => {
  expect(ownerText(row({ inode: 0, state: 'ESTABLISHED' }), words)).toBe('not accepted yet');
  expect(ownerText(row({ inode: 0, state: 'TIME-WAIT' }), words)).toBe('kernel only');
});

test('a level rises with each doubling, is empty at 0 and never overflows', () => {
  const levels = [0, 1, 2, 100, 1448, 65_536, 2 ** 20, 2 ** 30].map(levelOf);
  expect(levels).toEqual(levels.toSorted((one, other) => one - other));
  expect([levels[0], levels.at(-1)]).toEqual([0, 1]);
  expect(levelOf(1)).toBeGreaterThan(0);
});

test('the timer counts down in whole seconds, and says what it is for', () => {
  const waiting = (
    kind: NonNullable<SocketRow['timer']>['kind'],
    given: Partial<SocketRow> = {},
    count = 0,
  ) => timerText(row({ timer: { kind, expiresAt: 60 * SECOND, count }, ...given }), 17 * SECOND, words);
  expect(waiting('time-wait', { state: 'TIME-WAIT' })).toBe('TIME-WAIT for 43 s more');
  expect(waiting('retransmit', {}, 2)).toBe('sends again in 43 s, ×2 so far');
  expect(waiting('keepalive', { state: 'FIN-WAIT-2', inode: 0 })).toBe('the kernel forgets it in 43 s');
  expect(waiting('keepalive', { owners: [{ program: 'server', pid: 2, fd: 3 }] })).toMatch(/silent peer/);
  expect(timerText(row({}), 0, words)).toBeNull();
});

test('the figures of a real connection have their names and their explanations', () => {
  const rows = runTrace('lost-and-resent').flatMap(event => (event.type === 'sockets' ? event.sockets : []));
  const connected = rows.find(({ tcp }) => tcp !== undefined);
  const facts = factsOf(connected ?? expect.fail('no connection in the run'), words);
  expect(facts.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['cwnd', 'ssthresh', 'rtt', 'rto', 'unacked', 'mss', 'retrans']),
  );
  expect(facts.find(({ name }) => name === 'mss')?.value).toBe('1448 bytes');
  for (const { about } of facts) expect(words.say(about).length).toBeGreaterThan(20);
  expect(factsOf(row({ state: 'LISTEN' }), words)).toEqual([]);
});
