/** What a drill asks, of what its reader has answered. */
import { expect, test } from 'vitest';
import type { Entry } from '#protocol/record';
import { GENERATORS, type GeneratorId } from '#quiz/catalogue';
import { LEVELS } from '#quiz/levels';
import { loadGenerator } from '#quiz/loaders';
import { isMastered, streakOf } from '#record/streaks';
import { drillPlan } from '../../src/lab/drill-plan.ts';
import type { Answered } from '../../src/lab/quiz-plan.ts';
import { seeded } from '../trace/random.ts';

const SUBNETTING = ['bin', 'class', 'mask', 'and', 'net', 'same', 'split', 'hosts', 'vlsm', 'lpm', 'priv'];

let at = 0;
const entry = ({ of, seed, slip, isRight, made }: Answered): Entry => {
  at += 1;
  return { id: `entry-no-${at}`, at, type: 'answered', topic: of, seed, on: slip, isRight, made };
};

/** A reader who always makes one slip where a question shows it, and is right elsewhere. */
async function drill(topics: readonly GeneratorId[], slip: string, rounds: number): Promise<Answered[]> {
  const draws = seeded(5);
  const history: Entry[] = [];
  const answered: Answered[] = [];
  const plan = drillPlan({ topics, history: () => history, random: () => draws.below(100_000) / 100_000 });
  for (let round = 0; round < rounds; round += 1) {
    const ask = plan.next(answered);
    if (ask === null) throw new Error('a drill has no end');
    const question = (await loadGenerator(ask.of)).question(ask.seed, ask.slip);
    const isRight = !(slip in question.mistakes);
    answered.push({ ...ask, isRight, made: isRight ? null : slip });
    history.push(entry(answered.at(-1) as Answered));
  }
  return answered;
}

test('the levels have every generator of subnetting, each once', () => {
  expect(LEVELS.flat().toSorted()).toEqual(SUBNETTING.toSorted());
  expect(GENERATORS).toEqual(expect.arrayContaining(LEVELS.flat()));
});

test.each(LEVELS.map(topics => [topics.join(', '), topics] as const))(
  'a drill of %s asks each of its topics, and none else',
  async (_, topics) => {
    const asked = new Set((await drill(topics, 'none of them', 24)).map(({ of }) => of));
    expect([...asked].sort()).toEqual([...topics].sort());
  },
);

test('a slip that remains is asked about again and again', async () => {
  const answered = await drill(['net', 'same'], 'no-minus-two', 40);
  const onSlip = answered.filter(({ slip }) => slip === 'no-minus-two');
  expect(onSlip.length).toBeGreaterThan(10);
  expect(
    onSlip.every(({ isRight }) => !isRight),
    'its questions show it',
  ).toBe(true);
});

test('the topic that goes least well comes first', () => {
  const right = (of: GeneratorId): Answered => ({ of, seed: 1, slip: null, isRight: true, made: null });
  const history = [right('and'), right('class')].map(entry);
  const plan = drillPlan({ topics: ['and', 'class', 'priv'], history: () => history, random: () => 0.9 });
  expect(plan.next([])?.of).toBe('priv');
});

test('a streak ends with a wrong answer and is remembered, and mastery is lost with it', () => {
  const history = [true, true, true, false, true].map(isRight =>
    entry({ of: 'net', seed: 1, slip: null, isRight, made: null }),
  );
  expect(streakOf(history, ['net'])).toEqual({ asked: 5, right: 4, inARow: 1, best: 3 });
  expect(isMastered(streakOf(history.slice(0, 3), ['net']))).toBe(true);
  expect(isMastered(streakOf(history, ['net']))).toBe(false);
  expect(streakOf(history, ['and']).asked).toBe(0);
});
