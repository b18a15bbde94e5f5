/** The join on recorded runs, in every order in which the driver may have numbered their events. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readLate, stampedOtherwise } from './arrivals.ts';
import { expectJoined } from './join-oracle.ts';
import { expectSameAnswers } from './join-orders.ts';
import { readRecording } from './recordings.ts';

/** Made by tests/sandbox/record-runs.ts. */
const folder = new URL('./runs/', import.meta.url);
const files = readdirSync(folder).filter(file => file.endsWith('.jsonl'));
const runs = files.map(file => ({
  name: file.replace('.jsonl', ''),
  trace: readRecording(new URL(file, folder).pathname),
}));

const SEEDS = Array.from({ length: 20 }, (_, index) => index + 1);

describe.each(runs)('$name', ({ trace }) => {
  test('what belongs together has the same bytes', () => {
    expectJoined(trace);
  });

  test('pipes that are read late make no difference', () => {
    expectSameAnswers(
      trace,
      SEEDS.map(seed => readLate(trace, seed)),
    );
  });

  test('nor do events that are stamped at another moment', () => {
    expectSameAnswers(
      trace,
      SEEDS.map(seed => stampedOtherwise(trace, seed)),
    );
  });

  test('nor both at once', () => {
    expectSameAnswers(
      trace,
      SEEDS.map(seed => readLate(stampedOtherwise(trace, seed), seed)),
    );
  });
});

test('the orders are others, and with events that come late', () => {
  const [run] = runs;
  const names = (trace: readonly { type: string; at: number }[]) => trace.map(({ type }) => type).join(' ');
  const late = readLate(run?.trace ?? [], 1);
  expect(names(late)).not.toBe(names(run?.trace ?? []));
  expect(names(stampedOtherwise(run?.trace ?? [], 1))).not.toBe(names(run?.trace ?? []));
  expect(late.filter(event => event.late !== undefined).length).toBeGreaterThan(10);
});
