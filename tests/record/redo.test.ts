/** The redo queue: what is asked again, and when; the clock is the test's. */
import { describe, expect, test } from 'vitest';
import type { Entry } from '#protocol/record';
import type { Fact } from '#record/learner-record';
import { dueAt, dueLater, dueNow, SPACING_DAYS, standingsOf } from '#record/redo';
import { seeded } from '../trace/random.ts';

const DAY = 86_400_000;
const START = 1_750_000_000_000;

/** @param day after the start, may be a part of one */
const on = (day: number, fact: Fact): Entry => ({
  id: `entry-${day}-${fact.type}`,
  at: START + day * DAY,
  ...fact,
});

const answered = (day: number, topic: string, isRight: boolean, isSure?: boolean): Entry =>
  on(day, {
    ...{ type: 'answered', topic, seed: 1, on: null, isRight, made: null },
    ...(isSure !== undefined && { isSure }),
  });

const predicted = (day: number, lab: string, isRight: boolean, isSure = false): Entry[] => {
  const question = { lab, whatIf: null, prediction: 'who-closes' };
  return [
    on(day, { type: 'predicted', ...question, value: 'client', isSure }),
    on(day + 0.001, { type: 'shown', ...question, said: 'client', shown: isRight ? 'client' : 'server' }),
  ];
};

const dueOn = (entries: readonly Entry[], day: number): string[] =>
  dueNow(entries, START + day * DAY).map(({ topic }) => topic.id);

test('what was right each time when it was due comes after 1, 3, 5 and 7 days, and then rests', () => {
  const entries: Entry[] = [answered(0, 'net', true)];
  let day = 0;
  for (const days of SPACING_DAYS) {
    expect(dueOn(entries, day + days - 0.5), `before ${days} days are over`).toEqual([]);
    day += days;
    expect(dueOn(entries, day)).toEqual(['net']);
    entries.push(answered(day, 'net', true));
  }
  expect(dueOn(entries, day + 1000)).toEqual([]);
  expect(standingsOf(entries)).toMatchObject([{ step: SPACING_DAYS.length }]);
});

test('who answered in the evening is asked the next afternoon', () => {
  expect(dueOn([answered(0, 'net', true)], 17 / 24)).toEqual(['net']);
});

test('right again before it is due changes nothing', () => {
  const once = [answered(0, 'net', true), answered(1, 'net', true)];
  const more = [...once, answered(1.01, 'net', true), answered(2, 'net', true)];
  expect(standingsOf(more)).toEqual(standingsOf(once));
});

test('wrong begins anew with one day, however far it was, and wakes what rests', () => {
  const far = [0, 1, 4, 9, 16].map(day => answered(day, 'net', true));
  const entries = [...far, answered(300, 'net', false)];
  expect(dueOn(entries, 300.5)).toEqual([]);
  expect(dueOn(entries, 301)).toEqual(['net']);
});

test('sure and wrong comes first, then wrong, then what has waited longest', () => {
  const entries = [
    answered(0, 'old', true),
    answered(0.1, 'less-old', true),
    answered(0.2, 'wrong', false),
    answered(0.3, 'wrong-unsure', false, false),
    answered(0.4, 'wrong-sure', false, true),
  ];
  expect(dueOn(entries, 2)).toEqual(['wrong-sure', 'wrong', 'wrong-unsure', 'old', 'less-old']);
});

test('who was sure and wrong stays first until it is right when due', () => {
  const entries = [
    answered(0, 'net', false, true),
    answered(0.01, 'net', false, false),
    answered(0.02, 'net', true),
  ];
  expect(standingsOf(entries)).toMatchObject([{ missed: 'sure', step: 0 }]);
  expect(standingsOf([...entries, answered(1.1, 'net', true)])).toMatchObject([{ missed: null, step: 1 }]);
});

describe('the predictions of a lab', () => {
  test('are to be redone when one of them was wrong, and not before', () => {
    expect(dueOn(predicted(0, 'echo-once', true), 10)).toEqual([]);
    expect(dueOn(predicted(0, 'echo-once', false), 1.1)).toEqual(['echo-once']);
  });

  test('carry how sure the reader was', () => {
    const entries = [...predicted(0, 'bind-a-port', false), ...predicted(0.1, 'echo-once', false, true)];
    expect(dueOn(entries, 2)).toEqual(['echo-once', 'bind-a-port']);
  });

  test('go on to three days when they are right in a later run', () => {
    const entries = [...predicted(0, 'echo-once', false), ...predicted(1.5, 'echo-once', true)];
    expect(standingsOf(entries)).toMatchObject([{ topic: { kind: 'lab', id: 'echo-once' }, step: 1 }]);
  });
});

test('in any history every topic that was met is due, waits or rests, and each once', () => {
  const random = seeded(11);
  for (let round = 0; round < 200; round += 1) {
    let day = 0;
    const entries = Array.from({ length: 30 }, () => {
      day += random.below(40) / 10;
      return answered(day, `t${random.below(5)}`, random.below(3) > 0, random.below(2) === 0);
    });
    const now = START + (day + random.below(5)) * DAY;
    const standings = standingsOf(entries);
    const queued = [...dueNow(entries, now), ...dueLater(entries, now)].map(({ topic }) => topic.id);
    const resting = standings.filter(each => dueAt(each) === null).map(({ topic }) => topic.id);
    const met = new Set(entries.map(entry => (entry.type === 'answered' ? entry.topic : '')));
    expect([...queued, ...resting].sort()).toEqual([...met].sort());
    for (const { step, missed } of standings) {
      expect(step).toBeLessThanOrEqual(SPACING_DAYS.length);
      if (missed !== null) expect(step, 'what went wrong is at the beginning').toBe(0);
    }
  }
});
