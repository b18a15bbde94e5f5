/** What stands on the byte ruler, in the reader's words. */
import { expect, test } from 'vitest';
import { byteRuler } from '#trace/byte-ruler';
import { talksOf } from '#trace/talks';
import en from '../../content/ui/en.json' with { type: 'json' };
import { lanesOf } from '../../src/lab/ruler-lanes.ts';
import { wordsFrom } from '../../src/lab/words.ts';
import { type RunName, runTrace } from '../trace/run-traces.ts';

const words = wordsFrom('en', en);

function lanes(run: RunName, moment = Infinity) {
  const trace = runTrace(run);
  const talk = talksOf(trace, trace.length)[0];
  if (talk?.kind !== 'tcp') throw new Error('nobody talks');
  return lanesOf(byteRuler(trace, talk.flow, 0), Math.min(moment, trace.length), words);
}

test('every span tells what it is, which bytes it has and what became of it', () => {
  const told = lanes('lost-and-resent').map(({ items }) => items.map(({ tell }) => tell().about));
  expect(told).toEqual([
    [
      'client: sendall, line 4, bytes 0–4, 5 bytes',
      'client: sendall, line 5, bytes 5–9, 5 bytes',
      'client: sendall, line 6, bytes 10–14, 5 bytes',
      'client: close(), line 8, end of the stream',
    ],
    [
      'segment, bytes 0–4, 5 bytes, arrived',
      'segment, bytes 5–9, 5 bytes, lost',
      'segment, bytes 10–14, 5 bytes, arrived',
      'segment, bytes 5–9, 5 bytes, sent again, arrived',
      'FIN, end of the stream',
    ],
    ['server: recv(100), line 6, bytes 0–4, 5 bytes', 'server: recv(100), line 6, bytes 5–14, 10 bytes'],
  ]);
});

test('whoever speaks what is seen on a span has spoken a part of its name', () => {
  for (const run of ['lost-and-resent', 'half-close', 'both-close-at-once'] as const)
    for (const { tell } of lanes(run).flatMap(({ items }) => items))
      expect(tell().about).toContain(tell().name);
});

test('what is sent again stands below what was lost', () => {
  const segments = lanes('lost-and-resent').find(({ id }) => id === 'segments');
  expect(segments?.items.filter(({ isTail }) => !isTail).map(({ row }) => row)).toEqual([0, 0, 0, 1]);
  expect(segments?.rows).toBe(2);
});

test('at an earlier moment only what had happened is there, and an open call says so', () => {
  const trace = runTrace('slow-reader');
  const typed = trace.findIndex(({ type }) => type === 'input');
  const [sends, segments, receives] = lanes('slow-reader', typed);
  expect(sends?.items).toMatchObject([{ start: 0, end: 15_360, fate: 'open' }]);
  expect(segments?.items.length).toBeGreaterThan(0);
  expect(receives?.items).toEqual([]);
});
