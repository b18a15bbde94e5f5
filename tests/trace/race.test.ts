/** The race against an independent witness: what the servers of the lab printed, number by number. */
import { describe, expect, test } from 'vitest';
import type { TraceEvent } from '#protocol/events';
import { linesOf, outputOf } from '../../src/trace/output.ts';
import { type Message, raceOf, type Strip } from '../../src/trace/race.ts';
import { countsOf } from '../../src/trace/race-counts.ts';
import { recordings } from './recordings.ts';

const races = (await recordings()).filter(({ name }) => name.startsWith('tcp-udp-race'));

/** The numbers on a server's terminal, in their order. */
const printedBy = (trace: readonly TraceEvent[], program: string): number[] =>
  linesOf(outputOf(trace, trace.length, program))
    .filter(line => /^[\d ]+$/.test(line))
    .flatMap(line => line.trim().split(' ').map(Number));

/** Which message each read gave, in the order of the reads. */
const readIn = ({ messages }: Strip): number[] =>
  messages
    .flatMap(({ nth, readsAt }) => readsAt.map(at => ({ nth, at })))
    .toSorted((one, other) => one.at - other.at || one.nth - other.nth)
    .map(({ nth }) => nth);

const stripOf = (trace: readonly TraceEvent[], kind: Strip['kind']): Strip | undefined =>
  raceOf(trace, trace.length).find(each => each.kind === kind);

test('the lab has been recorded', () => {
  expect(races.length).toBeGreaterThan(5);
});

describe.each(races)('$name', ({ trace }) => {
  test.each(['tcp', 'udp'] as const)('%s: what the server printed is what was read, in that order', kind => {
    const strip = stripOf(trace, kind);
    const printed = printedBy(trace, `${kind}-server`);
    const read = strip === undefined ? [] : readIn(strip);
    // A program may have read what it has not printed yet.
    expect(read.slice(0, printed.length)).toEqual(printed);
    expect(read.length - printed.length).toBeLessThanOrEqual(kind === 'udp' ? 1 : 20);
  });

  test('a message that waited for another had come before it, and was read after that had come', () => {
    const messages = stripOf(trace, 'tcp')?.messages ?? [];
    for (const { behind, arrivedAt, readsAt } of messages) {
      const missing: Message | undefined = behind === null ? undefined : messages[behind - 1];
      if (missing === undefined) continue;
      expect(missing.arrivedAt ?? Infinity).toBeGreaterThan(arrivedAt ?? Infinity);
      expect(readsAt[0] ?? Infinity).toBeGreaterThan(missing.arrivedAt ?? 0);
    }
  });

  test('at every moment only what had happened by then counts', () => {
    let before = 0;
    for (let moment = 0; moment <= trace.length; moment += 97) {
      const past = trace.slice(0, moment);
      const sends = past.filter(event => event.type === 'call' && event.call.startsWith('send')).length;
      const counts = raceOf(trace, moment).map(countsOf);
      const sent = counts.reduce((sum, each) => sum + each.sent, 0);
      const read = counts.reduce((sum, each) => sum + each.read, 0);
      expect(sent).toBeLessThanOrEqual(sends);
      expect(read).toBeGreaterThanOrEqual(before);
      before = read;
    }
  });
});

test('swapped frames show in UDP only, and lost ones only in UDP', () => {
  const counts = (what: string, kind: Strip['kind']) => {
    const found = races.find(({ name }) => name === `tcp-udp-race ${what}`);
    const strip = stripOf(found?.trace ?? [], kind);
    return strip === undefined ? undefined : countsOf(strip);
  };
  expect(counts('swaps', 'udp')?.backwards).toBeGreaterThan(0);
  expect(counts('swaps', 'tcp')).toMatchObject({ backwards: 0, lost: 0, read: 50 });
  expect(counts('loss', 'udp')?.lost).toBeGreaterThan(0);
  expect(counts('loss', 'tcp')).toMatchObject({ backwards: 0, lost: 0, read: 50 });
  expect(counts('loss', 'tcp')?.behind).toBeGreaterThan(0);
});
